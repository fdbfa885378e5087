#pragma once

#include "mockorg/api/subrequest.hpp"

#include <functional>
#include <vector>

namespace rowlock {

/// How a set of requests went that succeed or fail together.
struct TogetherOutcome {
    bool all_went_well = false;
    std::vector<Subresponse> responses;
};

/// Runs requests as one transaction, which takes the locks of all of them. Each may refer to the
/// answers of those before it, and reads what they wrote. Those that neither read nor write records
/// (limits, describes, searches, further pages) are answered before the transaction begins, and can
/// refer to one another only.
void write_together(
    ApiContext& context,
    const Call& call,
    std::vector<Subrequest> requests,
    std::function<void(TogetherOutcome)> done
);

}  // namespace rowlock
