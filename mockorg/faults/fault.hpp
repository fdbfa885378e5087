#pragma once

#include "mockorg/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// What goes wrong. The first seven happen to requests, `lock` to a record, the rest to batches and
/// query jobs.
enum class FaultKind : std::uint8_t {
    /// The request is answered with an error status.
    status,
    /// REQUEST_LIMIT_EXCEEDED.
    request_limit,
    /// The session of the request has ended, from then on.
    expired_session,
    /// No answer comes; after a while the connection is closed.
    timeout,
    /// The connection is reset instead of an answer.
    reset,
    /// The connection ends in the middle of the answer.
    reset_in_body,
    /// The answer comes late.
    slow,
    /// Somebody else holds records.
    lock,
    /// A batch or query job is taken up and does not go on.
    stuck_job,
    /// A batch or query job fails.
    failed_job,
};

inline constexpr std::size_t k_fault_kinds = 10;

/// `request-limit`, ...
std::string_view name_of(FaultKind kind);

/// What a kind of fault happens to.
enum class FaultSubject : std::uint8_t { request, record, job };

FaultSubject subject_of(FaultKind kind);

/// Which API a request belongs to, by its path. `rest` is all of /services/data but the jobs of
/// Bulk API 2.0, `login` is /services/oauth2; SOAP logins are `soap`.
enum class ApiFamily : std::uint8_t { bulk1, bulk2, rest, soap, login };

inline constexpr std::size_t k_api_families = 5;

std::string_view name_of(ApiFamily family);

/// A moment on the org's clock, or a time after the fault was set.
struct FaultTime {
    std::optional<TimePoint> moment;
    Duration after_set{};

    TimePoint seen_from(TimePoint set_at) const { return moment ? *moment : set_at + after_set; }
};

/// A named way in which the org misbehaves. Plain data, checked by read_fault(). Texts that are
/// empty mean "any".
struct Fault {
    std::string name;
    FaultKind kind = FaultKind::status;

    // Which requests.

    std::string method;
    std::optional<ApiFamily> family;
    /// Of the path without its parameters; `*` stands for any text, letter case does not matter.
    std::string path;

    // Which batches and query jobs; `job` also: requests whose path names the job.

    /// 15 or 18 characters.
    std::string job;
    std::string object;
    /// `insert`, ..., `query`.
    std::string operation;

    // Which records: either this id, or all of `object` (at most 200) that meet a SOQL condition.

    std::string id;
    std::string where;

    // How often; not of locks.

    /// Part of the matching ones that are struck, 0 to 1.
    double rate = 1.0;
    /// Struck at most so often.
    std::uint64_t count = std::numeric_limits<std::uint64_t>::max();
    /// The first ones that match are spared.
    std::uint64_t after = 0;

    // When; always if not given.

    std::optional<FaultTime> from;
    std::optional<FaultTime> until;

    // How.

    /// status: 400 to 599.
    int status = 503;
    /// status, timeout, reset: whether the request is carried out all the same.
    bool done = false;
    /// slow: how late; timeout: how long the connection is held; stuck-job: how long, nothing: as
    /// long as the fault is there.
    std::optional<Duration> time;
    /// failed-job: after so many chunks of 200 rows.
    std::uint32_t chunks = 0;
    /// failed-job: what the batch or job says.
    std::string message;
};

}  // namespace rowlock
