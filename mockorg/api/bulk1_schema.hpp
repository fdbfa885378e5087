#pragma once

#include <string_view>

namespace rowlock {

/// AsyncApi.xsd: the documents of Bulk API 1.0 as this org writes and reads them.
std::string_view bulk1_schema();

}  // namespace rowlock
