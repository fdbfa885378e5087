#pragma once

#include "harness/replay/ask.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A job as an org's list shows it.
struct ListedJob {
    std::string id;
    std::string object;
    std::string operation;
    /// Empty unless upsert.
    std::string external_id;
    /// As the list says, e.g. `InProgress`.
    std::string state;
    /// `V2Ingest`, `V2Query`, `Classic`, `BigObjectIngest`
    std::string type;
    std::string created_by;
    /// Milliseconds since 1970 on the org's clock; nothing if it does not say.
    std::optional<std::int64_t> created_ms;
    std::optional<std::int64_t> modified_ms;
};

/// All of the org's jobs, of both Bulk APIs, page after page. `kind`: `ingest` or `query`. Errors:
/// those of refusals, protocol_broken. [bulk-api 1.9, 2.5]
Result<std::vector<ListedJob>> read_job_list(const AskFn& ask, std::string_view kind);

}  // namespace rowlock
