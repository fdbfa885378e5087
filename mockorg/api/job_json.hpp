#pragma once

#include "mockorg/codec/json_writer.hpp"
#include "mockorg/engine/requests.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// The four forms in which Bulk API 2.0 shows a job; clients tell them apart.
enum class JobForm : std::uint8_t {
    /// Answer to a create: no counters, no jobType.
    created,
    /// Answer to a state change: ends behind apiVersion.
    changed,
    /// Answer to a GET: everything.
    info,
    /// One line of a list: as `info`, without counters and times.
    listed,
};

/// `V2Ingest`, `V2Query`; `Classic` for every job of Bulk API 1.0.
std::string_view job_type(const JobInfo& job);

/// Appends the job as one JSON object, its members in the order a real org uses.
void append_job(JsonWriter& json, const JobInfo& job, JobForm form);

/// `60.0`: versions are numbers with one decimal in JSON and in paths.
std::string version_text(double api_version);

}  // namespace rowlock
