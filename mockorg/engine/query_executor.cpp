#include "mockorg/engine/query_executor.hpp"

#include "mockorg/codec/numbers.hpp"
#include "mockorg/engine/id_prefixes.hpp"
#include "mockorg/engine/record_json.hpp"
#include "mockorg/engine/row_selection.hpp"
#include "mockorg/soql/parser.hpp"
#include "mockorg/soql/path.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

/// Cursors kept at once; the one unused for longest goes first.
constexpr std::size_t k_cursors_max = 100;

}  // namespace

Result<RunQuery::Reply> QueryExecutor::run(const RunQuery& request) {
    const auto query = soql::parse_query(request.soql);
    if (!query) return tl::unexpected{query.error()};
    const auto object = soql::bind_object(world_.schema(), *query, request.soql);
    if (!object) return tl::unexpected{object.error()};
    const auto columns = bind_selected(world_.schema(), **object, *query, request.soql);
    if (!columns) return tl::unexpected{columns.error()};
    auto rows = select_rows(world_.store, **object, *query, request);
    if (!rows) return tl::unexpected{rows.error()};
    if (query->count_only) {
        RunQuery::Reply reply;
        reply.total = rows->count;
        reply.count_only = true;
        return reply;
    }
    QueryCursor cursor;
    cursor.object = (*object)->number;
    cursor.fields = field_tree(*columns);
    cursor.rows = std::move(rows->rows);
    cursor.page_size = std::max(1U, request.page_size);
    RunQuery::Reply reply = page(cursor, 0);
    if (cursor.rows.size() > cursor.page_size) {
        const std::size_t next = cursor.page_size;
        reply.next_locator = locator(keep(std::move(cursor)), next);
    }
    return reply;
}

std::uint64_t QueryExecutor::keep(QueryCursor cursor) {
    if (world_.cursors.size() >= k_cursors_max) {
        const auto oldest = std::min_element(
            world_.cursors.begin(),
            world_.cursors.end(),
            [](const auto& a, const auto& b) { return a.second.used < b.second.used; }
        );
        world_.cursors.erase(oldest);
    }
    cursor.used = world_.now;
    const std::uint64_t number = world_.next_cursor++;
    world_.cursors.emplace(number, std::move(cursor));
    return number;
}

std::string QueryExecutor::locator(std::uint64_t cursor, std::size_t next) const {
    return fmt::format("{}-{}", world_.system_id(k_locator_prefix, cursor).text(), next);
}

RunQuery::Reply QueryExecutor::page(const QueryCursor& cursor, std::size_t first) const {
    RunQuery::Reply reply;
    reply.total = cursor.rows.size();
    const std::size_t end = std::min(cursor.rows.size(), first + cursor.page_size);
    for (std::size_t i = first; i < end; ++i) {
        const RecordHandle record{cursor.object, cursor.rows[i]};
        if (world_.store.state(record) == RowState::purged) continue;
        reply.records.push_back(record_fields(world_.store, record, cursor.fields));
    }
    return reply;
}

Result<RunQuery::Reply> QueryExecutor::more(const QueryMore& request) {
    const auto invalid = [] {
        return fail(ErrorCode::invalid_query_locator, "invalid query locator");
    };
    const auto dash = request.locator.find('-');
    if (dash == std::string::npos) return invalid();
    const auto id = RecordId::parse(std::string_view{request.locator}.substr(0, dash));
    const auto first = parse_integer(std::string_view{request.locator}.substr(dash + 1));
    if (!id || !first || *first < 0) return invalid();
    const std::uint64_t number = id->number();
    const auto cursor = world_.cursors.find(number);
    if (cursor == world_.cursors.end() || *id != world_.system_id(k_locator_prefix, number))
        return invalid();
    const auto start = static_cast<std::size_t>(*first);
    if (start >= cursor->second.rows.size()) return invalid();
    cursor->second.used = world_.now;
    RunQuery::Reply reply = page(cursor->second, start);
    const std::size_t next = start + cursor->second.page_size;
    if (next < cursor->second.rows.size()) reply.next_locator = locator(number, next);
    return reply;
}

Result<RecordFields> QueryExecutor::get(const GetRecord& request) const {
    const auto not_found = [] {
        return fail(ErrorCode::not_found, "The requested resource does not exist");
    };
    const ObjectType* object = world_.schema().find(request.object);
    if (object == nullptr) return not_found();
    const auto id = RecordId::parse(request.id);
    if (!id) return fail(ErrorCode::malformed_id, "malformed id " + request.id);
    const auto record = world_.store.find(*id);
    if (!record || record->object != object->number) return not_found();
    if (world_.store.state(*record) != RowState::live) {
        return fail(ErrorCode::entity_is_deleted, "entity is deleted");
    }
    std::vector<FieldNo> fields;
    for (const std::string& name : request.fields) {
        const Field* field = object->find_field(name);
        if (field == nullptr) {
            return fail(
                ErrorCode::invalid_field,
                fmt::format("No such column '{}' on sobject of type {}", name, object->name)
            );
        }
        fields.push_back(field->number);
    }
    if (request.fields.empty()) {
        for (const Field& field : object->fields()) fields.push_back(field.number);
    }
    return record_fields(world_.store, *record, fields);
}

}  // namespace rowlock
