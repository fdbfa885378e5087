#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace rowlock {

/// What a job is made with, in the words of an org's list of jobs.
struct JobDescription {
    /// `V2Ingest` or `Classic`, which is Bulk API 1.0.
    std::string type;
    std::string object;
    std::string operation;
    /// Empty unless upsert.
    std::string external_id;

    bool operator==(const JobDescription&) const = default;
};

/// A request for a job whose answer never came: the org may have made the job, and then nobody
/// knows its id.
struct LostCreation {
    JobDescription job;
    /// If it was made, then not before this, in milliseconds since 1970 on the org's clock,
    std::int64_t since_ms = 0;
    /// and hardly after that; nothing: not known.
    std::optional<std::int64_t> until_ms;
};

}  // namespace rowlock
