#pragma once

#include "mockorg/engine/requests.hpp"
#include "mockorg/engine/world.hpp"
#include "mockorg/soql/ast.hpp"

#include <cstdint>
#include <vector>

namespace rowlock {

struct QueryScope;

/// Answers queries and record reads from what is committed now. Works on a World it does not own.
class QueryExecutor {
public:
    explicit QueryExecutor(World& world) : world_(world) {}

    /// FOR UPDATE, if it is there, is not looked at: who asks has the locks.
    Result<RunQuery::Reply> run(const RunQuery& request);

    /// The locator of an answered page; invalid_query_locator once the cursor is gone.
    Result<RunQuery::Reply> more(const QueryMore& request);

    Result<RecordFields> get(const GetRecord& request) const;

private:
    /// Where the records of the query's object are: in the org's store, or among those of its
    /// set-up.
    const Store& records_of(const soql::Query& query) const;

    Result<RunQuery::Reply> run_setup(
        const QueryScope& scope,
        const ObjectType& object,
        const std::vector<FieldNode>& fields,
        const std::vector<std::uint32_t>& rows
    ) const;
    Result<RunQuery::Reply> run_records(
        const QueryScope& scope,
        const ObjectType& object,
        const soql::Query& query,
        std::uint32_t page_size
    );

    World& world_;
};

}  // namespace rowlock
