#include "mockorg/engine/query_pages.hpp"

#include "mockorg/codec/numbers.hpp"
#include "mockorg/engine/child_query.hpp"
#include "mockorg/engine/id_prefixes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// Cursors kept at once; the one unused for longest goes first.
constexpr std::size_t k_cursors_max = 100;
/// And so many bytes of them, unless it is the latest alone: results in an order asked for take
/// four for each row.
constexpr std::size_t k_cursor_bytes_max = 128'000'000;
/// Children of one page, however many records and subqueries it has.
constexpr std::size_t k_children_max = 50'000;

Failure invalid_locator() {
    return fail(ErrorCode::invalid_query_locator, "invalid query locator");
}

}  // namespace

RunQuery::Reply QueryPages::first(QueryCursor cursor) {
    RunQuery::Reply reply;
    const std::size_t next = fill(cursor, 0, reply);
    if (next < cursor.rows->size()) reply.next_locator = locator(keep(std::move(cursor)), next);
    return reply;
}

std::size_t QueryPages::fill(const QueryCursor& cursor, std::size_t next, RunQuery::Reply& reply) {
    page_size_ = cursor.page_size;
    children_left_ = k_children_max;
    reply.total = cursor.rows->size();
    std::size_t shown = 0;
    RowList::Cursor rows{*cursor.rows, next};
    for (; next < cursor.rows->size() && shown < page_size_; ++next) {
        const RecordHandle record{cursor.object, rows.next()};
        ++shown;
        if (world_.store.state(record) == RowState::purged) continue;
        RecordFields fields = record_fields(world_.store, record, cursor.fields, this);
        shown += count_records(fields) - 1;
        reply.records.push_back(std::move(fields));
    }
    return next;
}

std::size_t QueryPages::take(std::size_t children) {
    const std::size_t taken = std::min({children, std::size_t{page_size_}, children_left_});
    children_left_ -= taken;
    return taken;
}

std::string QueryPages::keep(
    const ChildQuery& query, std::vector<std::uint32_t> rows, std::size_t next
) {
    QueryCursor cursor;
    cursor.object = query.object();
    cursor.fields = query.fields();
    cursor.rows = std::make_shared<const RowList>(std::move(rows));
    cursor.page_size = page_size_;
    return locator(keep(std::move(cursor)), next);
}

void QueryPages::make_room(std::size_t bytes) {
    std::size_t total = bytes;
    for (const auto& entry : world_.cursors) total += entry.second.rows->bytes();
    while (!world_.cursors.empty() &&
           (world_.cursors.size() >= k_cursors_max || total > k_cursor_bytes_max)) {
        const auto oldest = std::min_element(
            world_.cursors.begin(),
            world_.cursors.end(),
            [](const auto& a, const auto& b) { return a.second.used < b.second.used; }
        );
        total -= oldest->second.rows->bytes();
        world_.cursors.erase(oldest);
    }
}

std::uint64_t QueryPages::keep(QueryCursor cursor) {
    make_room(cursor.rows->bytes());
    cursor.used = world_.now;
    const std::uint64_t number = world_.next_cursor++;
    world_.cursors.emplace(number, std::move(cursor));
    return number;
}

std::string QueryPages::locator(std::uint64_t cursor, std::size_t next) const {
    return fmt::format("{}-{}", world_.system_id(k_locator_prefix, cursor).text(), next);
}

Result<RunQuery::Reply> QueryPages::more(const std::string& text) {
    const auto dash = text.find('-');
    if (dash == std::string::npos) return invalid_locator();
    const auto id = RecordId::parse(std::string_view{text}.substr(0, dash));
    const auto first = parse_integer(std::string_view{text}.substr(dash + 1));
    if (!id || !first || *first < 0) return invalid_locator();
    const std::uint64_t number = id->number();
    const auto found = world_.cursors.find(number);
    if (found == world_.cursors.end() || *id != world_.system_id(k_locator_prefix, number)) {
        return invalid_locator();
    }
    const auto start = static_cast<std::size_t>(*first);
    if (start >= found->second.rows->size()) return invalid_locator();
    found->second.used = world_.now;
    // A copy: children that are kept may push this cursor out.
    const QueryCursor cursor = found->second;
    RunQuery::Reply reply;
    const std::size_t next = fill(cursor, start, reply);
    if (next < cursor.rows->size()) reply.next_locator = locator(number, next);
    return reply;
}

}  // namespace rowlock
