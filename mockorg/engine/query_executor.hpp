#pragma once

#include "mockorg/engine/requests.hpp"
#include "mockorg/engine/world.hpp"

namespace rowlock {

/// Answers queries and record reads from what is committed now. Works on a World it does not own.
class QueryExecutor {
public:
    explicit QueryExecutor(World& world) : world_(world) {}

    Result<RunQuery::Reply> run(const RunQuery& request);

    /// The locator of an answered page; invalid_query_locator once the cursor is gone.
    Result<RunQuery::Reply> more(const QueryMore& request);

    Result<RecordFields> get(const GetRecord& request) const;

private:
    /// The rows from the `first` one on; the caller adds where the next page begins.
    RunQuery::Reply page(const QueryCursor& cursor, std::size_t first) const;
    std::string locator(std::uint64_t cursor, std::size_t next) const;
    std::uint64_t keep(QueryCursor cursor);

    World& world_;
};

}  // namespace rowlock
