#pragma once

#include "mockorg/engine/record_json.hpp"
#include "mockorg/engine/requests.hpp"
#include "mockorg/engine/world.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// Cuts what a query found into pages and keeps, as cursors of the world, what does not fit on the
/// first one. Children count towards the size of a page, which ends behind the record that filled
/// it. [REST guide, Sforce-Query-Options]
class QueryPages final : private ChildPages {
public:
    explicit QueryPages(World& world) : world_(world) {}

    /// The first page; the rest is kept.
    RunQuery::Reply first(QueryCursor cursor);

    /// A page by its locator. Fails with invalid_query_locator, also if the cursor is gone.
    Result<RunQuery::Reply> more(const std::string& locator);

private:
    std::size_t take(std::size_t children) override;
    std::string keep(const ChildQuery& query, std::vector<std::uint32_t> rows, std::size_t next)
        override;

    /// Adds the rows from the `next`th one on, and says where the page behind them begins.
    std::size_t fill(const QueryCursor& cursor, std::size_t next, RunQuery::Reply& reply);
    /// Lets the cursors go that were unused for longest, until one of so many bytes has its place.
    void make_room(std::size_t bytes);
    std::uint64_t keep(QueryCursor cursor);
    std::string locator(std::uint64_t cursor, std::size_t next) const;

    World& world_;
    std::uint32_t page_size_ = 0;
    /// Children the page may still show.
    std::size_t children_left_ = 0;
};

}  // namespace rowlock
