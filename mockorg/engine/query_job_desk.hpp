#pragma once

#include "mockorg/engine/query_job.hpp"
#include "mockorg/engine/world.hpp"

namespace rowlock {

/// Answers what clients ask about the query jobs of Bulk API 2.0. Works on a World it does not own.
class QueryJobDesk {
public:
    explicit QueryJobDesk(World& world) : world_(world) {}

    Result<JobInfo> create(CreateQueryJob request);
    Result<JobInfo> set_state(const SetQueryJobState& request);
    Result<JobInfo> get(const GetQueryJob& request);
    Result<std::monostate> remove(const DeleteQueryJob& request);
    Result<GetQueryResults::Reply> results(const GetQueryResults& request);
    Result<GetQueryResultPages::Reply> pages(const GetQueryResultPages& request);

    /// All jobs not deleted and not forgotten, oldest first.
    std::vector<JobInfo> list() const;

private:
    Result<QueryJob*> find(const RecordId& id);
    Result<const QueryJob*> find_with_results(const RecordId& id, double api_version);

    World& world_;
};

}  // namespace rowlock
