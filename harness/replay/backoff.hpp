#pragma once

#include "mockorg/base/random.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/codec/http_message.hpp"

namespace rowlock {

/// Tries of one request before the trouble counts as a lasting one: about two minutes of silence,
/// half an hour of REQUEST_LIMIT_EXCEEDED.
inline constexpr unsigned k_request_attempts_max = 9;

/// How long to wait before the next try of a request that failed for a passing reason: doubling,
/// stretched by up to a quarter at random so that clients do not come back together, and at least
/// what the answer's Retry-After asks for (no more than ten minutes). `attempt` counts the tries
/// before, from 0. Whole milliseconds.
Duration pause_before_retry(
    const Result<HttpResponse>& answer, unsigned attempt, const Random& random
);

/// The same where the org is well and only has to get so far.
Duration pause_before_asking_again(unsigned attempt, const Random& random);

/// Whether the request may have been carried out all the same: the answer was lost, or is a 500,
/// 502 or 504. What says that the org is too busy was not.
bool may_have_worked(const Result<HttpResponse>& answer);

}  // namespace rowlock
