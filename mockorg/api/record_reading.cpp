#include "mockorg/api/record_reading.hpp"

#include "mockorg/codec/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace rowlock {

std::string field_text(const RecordFields& record, std::string_view name) {
    const auto found =
        std::find_if(record.fields.begin(), record.fields.end(), [&](const auto& field) {
            return field.first == name;
        });
    if (found == record.fields.end()) return {};
    const Result<Json> value = parse_json(found->second);
    if (!value || value->is_null()) return {};
    const auto* text = value->get_ptr<const std::string*>();
    return text != nullptr ? *text : value->dump();
}

std::string soql_text(std::string_view text) {
    std::string literal{"'"};
    for (const char c : text) {
        if (c == '\'' || c == '\\') literal.push_back('\\');
        literal.push_back(c);
    }
    literal.push_back('\'');
    return literal;
}

std::optional<std::uint64_t> count_records(Org& org, std::string_view object) {
    std::optional<std::uint64_t> count;
    RunQuery query;
    query.soql = std::string{"SELECT COUNT() FROM "}.append(object);
    org.submit(org.now(), std::move(query), [&](const Result<RunQuery::Reply>& reply) {
        if (reply) count = reply->total;
    });
    return count;
}

Result<std::vector<RecordId>> find_ids(Org& org, std::string soql) {
    RunQuery query;
    query.soql = std::move(soql);
    Result<std::vector<RecordId>> ids = std::vector<RecordId>{};
    org.submit(org.now(), std::move(query), [&](const Result<RunQuery::Reply>& reply) {
        if (!reply) {
            ids = Failure{reply.error()};
            return;
        }
        for (const RecordFields& record : reply->records) ids->push_back(record.id);
    });
    return ids;
}

}  // namespace rowlock
