#pragma once

#include <string_view>

namespace rowlock {

/// Where `nil` and `type` come from. [XML Schema part 1, section 2.6]
inline constexpr std::string_view k_xml_instance_space =
    "http://www.w3.org/2001/XMLSchema-instance";

}  // namespace rowlock
