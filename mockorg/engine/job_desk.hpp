#pragma once

#include "mockorg/engine/requests.hpp"
#include "mockorg/engine/world.hpp"

namespace rowlock {

/// Answers what clients ask about ingest jobs of Bulk API 2.0: create, upload, close, abort, info,
/// list, delete, results. Works on a World it does not own.
class JobDesk {
public:
    explicit JobDesk(World& world) : world_(world) {}

    Result<JobInfo> create(CreateIngestJob request);
    Result<std::monostate> upload(UploadJobData request);
    Result<JobInfo> set_state(const SetJobState& request);
    Result<JobInfo> get(const GetJob& request);
    /// Jobs of both APIs.
    std::vector<JobInfo> list() const;
    Result<std::monostate> remove(const DeleteJob& request);
    Result<BodySource> results(const GetJobResults& request);

private:
    Result<Job*> find(const RecordId& id);
    Result<JobInfo> close(Job& job);
    Result<JobInfo> abort(Job& job);

    World& world_;
};

/// The job as clients see it: times that only a finished job shows are zero before, and only a
/// failed one has an error message.
JobInfo public_info(const Job& job);

}  // namespace rowlock
