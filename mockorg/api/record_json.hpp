#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/schema/object_type.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Appends a record as the REST API shows it: `attributes` with type and URL, then its fields;
/// parents are nested the same way, children as a page of their own. A group of records has no URL.
void append_record(JsonWriter& json, const RecordFields& record, double api_version);

/// The record as a whole answer.
HttpResponse record_response(const RecordFields& record, double api_version);

/// Appends the members of a page of records: totalSize, done, nextRecordsUrl and records.
void append_page(
    JsonWriter& json,
    std::uint64_t total,
    const std::optional<std::string>& next_locator,
    const std::vector<RecordFields>& records,
    double api_version
);

/// `/services/data/v60.0/sobjects/Account/001…`
std::string record_url(std::string_view object, const RecordId& id, double api_version);

/// Reads a record of the object, if that is known, as clients write it. `attributes` may name no
/// other object (invalid_input) and are skipped; a nested object is a reference by an external id
/// and becomes the field `Owner.Email` (`User:Owner.Email` if its attributes name a type). Fails
/// with json_parser_error for what is no record, and for values of a wrong type.
Result<std::vector<FieldText>> read_record(std::string_view json_text, const ObjectType* object);

/// The same of a record inside a larger body.
Result<std::vector<FieldText>> read_record_fields(const Json& record, const ObjectType* object);

/// The relationship as columns name it, with the type in front where it may lead to several:
/// `User:Owner`. `object` may be null: then the type always counts.
std::string relationship_column(
    const ObjectType* object, std::string_view relationship, std::string_view type
);

/// The object a record's attributes name; empty if they name none.
std::string record_type(const Json& record);

}  // namespace rowlock
