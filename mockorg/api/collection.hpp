#pragma once

#include "mockorg/api/router.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/engine/org.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Records that a user's request writes, and those of them that are wrong before the org sees them.
class Collection {
public:
    Collection(const RecordId& user, bool all_or_none) {
        write_.user = user;
        write_.all_or_none = all_or_none;
    }

    void add(Result<WriteRecord> row);

    std::size_t size() const { return refused_.size(); }

    /// Has the org write them in one transaction, unless that cannot end well. `done` hears of
    /// every record in its place, or what became of the request.
    void submit(Org& org, ReplyTo<WriteRecords> done) &&;

private:
    /// One row for each record.
    WriteRecords write_;
    /// By place; nothing for what the org is asked to write.
    std::vector<std::optional<Error>> refused_;
};

/// What a record that was saved is told when the others took it down with them.
inline constexpr std::string_view k_rolled_back_code = "ALL_OR_NONE_OPERATION_ROLLED_BACK";
inline constexpr std::string_view k_rolled_back_message =
    "Record rolled back because not all records were valid and the request was using AllOrNone "
    "header";

/// The results of a collection as REST shows them, in the order of its records. Of upserts they
/// tell which records are new.
std::string collection_json(const WriteRecords::Reply& reply, bool with_created);

/// Appends `{"statusCode":…,"message":…,"fields":[…]}`.
void append_row_error(
    JsonWriter& json,
    std::string_view code,
    std::string_view message,
    const std::vector<std::string>& fields
);

}  // namespace rowlock
