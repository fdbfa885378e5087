#pragma once

#include "mockorg/api/subrequest.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace rowlock {

/// What those are told that another one took down with it. [REST API guide: composite]
inline constexpr std::string_view k_halted_code = "PROCESSING_HALTED";
inline constexpr std::string_view k_halted_message =
    "The transaction was rolled back since another operation in the same transaction failed.";

/// How a set of requests went that succeed or fail together.
struct TogetherOutcome {
    bool all_went_well = false;
    std::vector<Subresponse> responses;
};

/// Runs requests as one transaction, which takes the locks of all of them. Each must write or read
/// a single record at `sobjects/…`, or be a query; its id, and whole values of its body, may be the
/// ids of records that earlier ones write or read. What is read shows what the requests before it
/// wrote. Anything else is refused, and then nothing is written.
void write_together(
    ApiContext& context,
    double api_version,
    const std::vector<Subrequest>& requests,
    std::function<void(TogetherOutcome)> done
);

}  // namespace rowlock
