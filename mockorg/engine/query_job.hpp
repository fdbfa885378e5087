#pragma once

#include "mockorg/engine/query_result.hpp"
#include "mockorg/engine/requests.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

// Query jobs of Bulk API 2.0, and what can be asked of them.

/// A query job and, once it runs, what it found. Its id counts apart from those of the other jobs.
struct QueryJob {
    JobInfo info;
    /// Until it runs.
    std::shared_ptr<const BulkQuery> query;
    /// From then on, unless it was aborted.
    std::shared_ptr<const QueryResult> result;
    /// When it became InProgress.
    TimePoint started{};
    /// By its owner, or because its result had to make room.
    bool deleted = false;

    bool ended() const {
        return info.state != JobState::upload_complete && info.state != JobState::in_progress;
    }
};

struct CreateQueryJob {
    using Reply = JobInfo;

    std::string operation;
    std::string soql;
    CsvFormat format;
    double api_version = 0.0;
    bool serial_asked = false;
    /// Who asks; unset: the org's own user.
    RecordId user = {};
};

struct GetQueryJob {
    using Reply = JobInfo;

    RecordId job;
};

/// Aborted; anything else is refused.
struct SetQueryJobState {
    using Reply = JobInfo;

    RecordId job;
    std::string state;
};

struct DeleteQueryJob {
    using Reply = std::monostate;

    RecordId job;
};

/// One page of a query job's rows, as CSV.
struct GetQueryResults {
    struct Reply {
        BodySource csv;
        std::uint64_t rows = 0;
        /// Where the next page begins; nothing on the last page.
        std::optional<std::string> next_locator;
    };

    RecordId job;
    double api_version = 0.0;
    /// Empty: from the first row on.
    std::string locator;
    /// Nothing: as many as the org puts into one page.
    std::optional<std::uint64_t> max_rows;
};

/// Where the pages of a query job's rows begin, a few at a time, for clients that fetch several at
/// once.
struct GetQueryResultPages {
    struct Reply {
        std::vector<std::string> locators;
        /// Where to ask for more of them; nothing behind the last.
        std::optional<std::string> next_locator;
    };

    RecordId job;
    double api_version = 0.0;
    /// Empty: from the first page on.
    std::string locator;
};

}  // namespace rowlock
