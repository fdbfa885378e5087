#pragma once

#include "mockorg/api/ask.hpp"
#include "mockorg/api/bulk2_bodies.hpp"
#include "mockorg/api/job_json.hpp"
#include "mockorg/api/job_list.hpp"
#include "mockorg/api/responses.hpp"

#include <string>
#include <utility>
#include <variant>

namespace rowlock {

// What the two faces of Bulk API 2.0, jobs/ingest and jobs/query, do alike.

/// not_found, as for everything that is not there.
/// Since when an org has ingest and query jobs of this API. [create_job, query_create_job]
inline constexpr double k_ingest_jobs_since = 41.0;
inline constexpr double k_query_jobs_since = 47.0;

Error no_such_resource();

/// The job id in the path. What is no id cannot name a job, and versions below `since` have no such
/// resource: both are not_found.
Result<RecordId> bulk2_job_id(const Call& call, double since);

HttpResponse job_response(const JobInfo& job, JobForm form);

/// Tells whoever runs the org that a client hoped for a serial job, and what to do instead.
void advise_on_serial(const ApiContext& context);

/// Answers with one page of a list of jobs.
void answer_job_list(ApiContext& context, const Call& call, JobFamily family);

/// Answers a GET of a job. `Get` is GetJob or GetQueryJob, and so on below.
template <class Get>
void answer_job_info(ApiContext& context, const Call& call, const Result<RecordId>& id) {
    if (!id) return refuse(call, id.error());
    ask(context, call, Get{*id}, [](const JobInfo& job) { return job_response(job, JobForm::info); }
    );
}

/// Answers a PATCH of a job.
template <class SetState>
void answer_state_change(ApiContext& context, const Call& call, const Result<RecordId>& id) {
    if (!id) return refuse(call, id.error());
    Result<std::string> state = read_job_state(call.request.body);
    if (!state) return refuse(call, state.error());
    ask(context, call, SetState{*id, std::move(*state)}, [](const JobInfo& job) {
        return job_response(job, JobForm::changed);
    });
}

/// Answers a DELETE of a job.
template <class Delete>
void answer_job_delete(ApiContext& context, const Call& call, const Result<RecordId>& id) {
    if (!id) return refuse(call, id.error());
    ask(context, call, Delete{*id}, [](std::monostate) { return empty_response(204); });
}

}  // namespace rowlock
