#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/org.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The write that a request to `sobjects/…` means. `arguments` is what stands behind `sobjects`:
/// the object, then an id, or a field and its value. Deletes have no body; others must not name in
/// it what tells the record.
Result<WriteRecord> record_write(
    const Schema& schema,
    Operation operation,
    const std::vector<std::string>& arguments,
    std::string_view body
);

/// The upsert's fields as an update of the record it has found, which cannot insert any more.
WriteRecord update_of_found(WriteRecord upsert, const RecordId& found);

/// Whether an upsert's address has `updateOnly=true`. [REST API guide]
bool is_update_only(const HttpTarget& target);

/// A delete, undelete or purge: told by an id alone, which says what it is of. Fails with
/// malformed_id.
Result<WriteRecord> write_by_id(const Schema& schema, Operation operation, const std::string& id);

/// The answer to a write that went well: 201, 200 or 204, as its operation and version want it.
HttpResponse write_response(
    Operation operation,
    std::string_view object,
    const WriteRecord::Reply& saved,
    double api_version
);

/// The query that finds the live records whose key field has this value; nothing for a value that
/// none can have. Fails with not_found for what is no key of the object.
Result<std::optional<std::string>> key_query(
    const Schema& schema, std::string_view object, std::string_view field, std::string_view value
);

/// The live records whose key field has this value. Fails with not_found for what is no key of the
/// object.
Result<std::vector<RecordId>> find_by_key(
    Org& org, std::string_view object, std::string_view field, std::string_view value
);

/// The answer where a key fits several records: HTTP 300 and their addresses. [REST API guide]
HttpResponse choices_response(
    std::string_view object, const std::vector<RecordId>& records, double api_version
);

}  // namespace rowlock
