#pragma once

#include "mockorg/api/bulk1_format.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/query_result.hpp"

#include <memory>

namespace rowlock {

/// The records a Bulk API 1.0 query batch found, piece by piece. XML tells a record's Id twice, and
/// once as null if it was not selected; JSON writes times as milliseconds since 1970; CSV without
/// rows is a sentence. [asynch_api_using_bulk_query; recorded]
BodySource query_records(
    std::shared_ptr<const QueryResult> result, DataForm form, double api_version
);

}  // namespace rowlock
