#pragma once

#include "mockorg/engine/bulk1_requests.hpp"
#include "mockorg/engine/world.hpp"

namespace rowlock {

/// client_input_error: a request of more than k_bulk1_batch_bytes_max. [reported]
Error bulk1_request_too_large();

/// Answers what clients of Bulk API 1.0 ask about jobs and batches. Works on a World it does not
/// own.
class Bulk1Desk {
public:
    explicit Bulk1Desk(World& world) : world_(world) {}

    Result<JobInfo> create(const CreateBulk1Job& request);
    Result<JobInfo> get(const GetBulk1Job& request);
    Result<JobInfo> set_state(const SetBulk1JobState& request);
    Result<std::monostate> set_transformation(const SetTransformation& request);
    Result<BatchInfo> add(AddBatch request);
    Result<std::vector<BatchInfo>> list(const ListBatches& request);
    Result<BatchInfo> get(const GetBatch& request);
    Result<std::shared_ptr<const std::string>> request_of(const GetBatchRequest& request);
    Result<GetBatchResult::Reply> result(const GetBatchResult& request);
    Result<std::shared_ptr<const QueryResult>> query_result(const GetQueryResult& request);

private:
    struct Found {
        Job* job;
        Batch* batch;
    };

    Result<Job*> find(const RecordId& id);
    Result<Found> find(const RecordId& job, const RecordId& batch);
    /// The batch, if there are results of it.
    Result<Found> find_processed(const RecordId& job, const RecordId& batch);
    Result<void> check_batch(const Job& job, const AddBatch& request) const;
    Batch make_batch(const Job& job, AddBatch request);
    BatchInfo info_of(const Job& job, const Batch& batch) const;
    void abort(Job& job);

    World& world_;
};

}  // namespace rowlock
