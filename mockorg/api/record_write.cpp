#include "mockorg/api/record_write.hpp"

#include "mockorg/api/record_json.hpp"
#include "mockorg/api/record_reading.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/core.h>

#include <utility>

namespace rowlock {
namespace {

/// From this version on an upsert that updated answers with a body. [REST API guide]
constexpr double k_upsert_answers_since = 46.0;
/// More addresses than anybody looks at.
constexpr std::size_t k_choices_max = 200;

std::string saved_json(const WriteRecord::Reply& saved, bool with_created) {
    std::string body;
    JsonWriter json{body};
    json.begin_object()
        .member("id", saved.id.text())
        .member("success", true)
        .key("errors")
        .begin_array()
        .end_array();
    if (with_created) json.member("created", saved.created);
    json.end_object();
    return body;
}

HttpResponse upsert_response(const WriteRecord::Reply& saved, double api_version) {
    if (saved.created) return json_response(201, saved_json(saved, true));
    if (api_version < k_upsert_answers_since) return empty_response(204);
    return json_response(200, saved_json(saved, true));
}

void set_target(WriteRecord& write, const std::vector<std::string>& arguments) {
    if (arguments.size() == 2) write.id = arguments[1];
    if (arguments.size() < 3) return;
    const std::string& key = arguments[1];
    if (equal_ignoring_case(key, "Id")) {
        write.id = arguments[2];
    } else {
        write.external_id_field = key;
        write.fields.emplace_back(key, arguments[2]);
    }
}

/// [text: client, for Id]
Result<void> expect_no_key(
    const std::vector<FieldText>& fields, const std::vector<std::string>& arguments
) {
    for (const FieldText& field : fields) {
        const bool is_id = equal_ignoring_case(field.first, "Id");
        const bool is_key = arguments.size() > 2 && equal_ignoring_case(field.first, arguments[1]);
        if (!is_id && !is_key) continue;
        return fail(
            ErrorCode::invalid_field,
            fmt::format(
                "The {} field should not be specified in the sobject data.",
                is_id ? std::string{"Id"} : field.first
            )
        );
    }
    return {};
}

}  // namespace

Result<WriteRecord> record_write(
    const Schema& schema,
    Operation operation,
    const std::vector<std::string>& arguments,
    std::string_view body
) {
    WriteRecord write;
    write.object = arguments.at(0);
    write.operation = operation;
    if (operation != Operation::remove) {
        auto fields = read_record(body, schema.find(write.object));
        if (!fields) return Failure{fields.error()};
        if (auto keyless = expect_no_key(*fields, arguments); !keyless)
            return Failure{keyless.error()};
        write.fields = std::move(*fields);
    }
    set_target(write, arguments);
    return write;
}

WriteRecord update_of_found(WriteRecord upsert, const RecordId& found) {
    std::erase_if(upsert.fields, [&](const FieldText& field) {
        return equal_ignoring_case(field.first, upsert.external_id_field);
    });
    upsert.operation = Operation::update;
    upsert.external_id_field.clear();
    upsert.id = found.text();
    return upsert;
}

bool is_update_only(const HttpTarget& target) {
    return equal_ignoring_case(target.parameter("updateOnly"), "true");
}

Result<WriteRecord> write_by_id(const Schema& schema, Operation operation, const std::string& id) {
    const auto parsed = RecordId::parse(id);
    const ObjectType* object = parsed ? schema.find_by_prefix(parsed->prefix()) : nullptr;
    if (object == nullptr) return fail(ErrorCode::malformed_id, "malformed id " + id, {"Id"});
    WriteRecord write;
    write.object = object->name;
    write.operation = operation;
    write.id = id;
    return write;
}

HttpResponse write_response(
    Operation operation,
    std::string_view object,
    const WriteRecord::Reply& saved,
    double api_version
) {
    switch (operation) {
        case Operation::insert: {
            HttpResponse response = json_response(201, saved_json(saved, false));
            response.headers.add("Location", record_url(object, saved.id, api_version));
            return response;
        }
        case Operation::upsert:
            return upsert_response(saved, api_version);
        case Operation::update:
        case Operation::remove:
        case Operation::hard_remove:
        case Operation::undelete:
        case Operation::purge:
            break;
    }
    return empty_response(204);
}

Result<std::optional<std::string>> key_query(
    const Schema& schema, std::string_view object, std::string_view field, std::string_view value
) {
    const ObjectType* type = schema.find(object);
    if (type == nullptr) return fail(ErrorCode::not_found, "The requested resource does not exist");
    const Field* key = type->find_field(field);
    if (key == nullptr || !key->usable_as_key()) {
        return fail(
            ErrorCode::not_found,
            fmt::format("Provided external ID field does not exist or is not accessible: {}", field)
        );
    }
    const bool is_number = holds_number(key->type);
    if (is_number && !parse_number(value)) return std::nullopt;
    return fmt::format(
        "SELECT Id FROM {} WHERE {} = {} LIMIT {}",
        type->name,
        key->name,
        is_number ? std::string{value} : soql_text(value),
        k_choices_max
    );
}

Result<std::vector<RecordId>> find_by_key(
    Org& org, std::string_view object, std::string_view field, std::string_view value
) {
    auto query = key_query(*org.config().schema, object, field, value);
    if (!query) return Failure{query.error()};
    if (!*query) return std::vector<RecordId>{};
    return find_ids(org, std::move(**query));
}

HttpResponse choices_response(
    std::string_view object, const std::vector<RecordId>& records, double api_version
) {
    std::string body;
    JsonWriter json{body};
    json.begin_array();
    for (const RecordId& record : records) json.value(record_url(object, record, api_version));
    json.end_array();
    return json_response(300, std::move(body));
}

}  // namespace rowlock
