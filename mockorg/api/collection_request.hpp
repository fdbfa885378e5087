#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/schema/schema.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What a request to `composite/sobjects` writes; a record that cannot be read fails by itself.
struct CollectionWrite {
    std::vector<Result<WriteRecord>> rows;
    bool all_or_none = false;
    /// Its answer tells which records are new.
    bool upserts = false;
};

/// `arguments` is what stands behind `composite/sobjects`: nothing, or the object and the field of
/// an upsert.
Result<CollectionWrite> read_collection_write(
    const Schema& schema,
    std::string_view method,
    const std::vector<std::string>& arguments,
    const HttpTarget& target,
    std::string_view body
);

/// What a request to `composite/sobjects/X` reads.
struct CollectionRead {
    std::string object;
    std::vector<std::string> ids;
    std::vector<std::string> fields;
};

/// By address for GET, otherwise by body.
Result<CollectionRead> read_collection_read(
    const Schema& schema,
    std::string_view method,
    std::string_view object,
    const HttpTarget& target,
    std::string_view body
);

using GetRecordFn = std::function<Result<RecordFields>(const GetRecord&)>;

/// The records in the order asked for, null in place of those that are not there. Fails for unknown
/// fields.
Result<std::string> collection_read_json(
    const CollectionRead& read, double api_version, const GetRecordFn& get
);

}  // namespace rowlock
