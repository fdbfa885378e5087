#include "mockorg/api/insight_json.hpp"

#include "mockorg/codec/numbers.hpp"

#include <fmt/format.h>

namespace rowlock {

void append_key(JsonWriter& json, const Org& org, LockKey key) {
    if (key.kind() == LockKeyKind::group_membership) {
        json.key("key").begin_object().member("object", "group memberships").end_object();
        return;
    }
    const RecordHandle record = key.record();
    if (key.kind() == LockKeyKind::unique_value) {
        json.key("key")
            .begin_object()
            .member("object", org.config().schema->object(record.object).name)
            .member("uniqueValue", record.row)
            .end_object();
        return;
    }
    json.key("key")
        .begin_object()
        .member("object", org.config().schema->object(record.object).name)
        .member("id", org.id_of(record).text())
        .end_object();
}

void append_origin(JsonWriter& json, const Org& org, const TransactionOrigin& origin) {
    json.begin_object();
    if (origin.kind == TransactionOrigin::Kind::rest) {
        json.member("kind", "rest");
    } else if (origin.kind == TransactionOrigin::Kind::foreign) {
        json.member("kind", "foreign").member("name", org.foreign_writer(origin));
    } else {
        json.member("kind", "bulk")
            .member("job", org.job_id(origin.job).text())
            .member("batch", origin.batch)
            .member("firstRow", origin.first_row)
            .member("rows", origin.rows);
    }
    json.end_object();
}

Result<std::uint64_t> number_parameter(
    const HttpTarget& target, std::string_view name, std::uint64_t standard, std::uint64_t max
) {
    if (!target.has_parameter(name)) return standard;
    const auto number = parse_integer(target.parameter(name));
    if (number && *number >= 0 && static_cast<std::uint64_t>(*number) <= max) {
        return static_cast<std::uint64_t>(*number);
    }
    return fail(
        ErrorCode::client_input_error, fmt::format("'{}' must be a number from 0 to {}", name, max)
    );
}

}  // namespace rowlock
