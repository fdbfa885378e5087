#pragma once

#include "harness/query/org_questions.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A job that is not over.
struct RunningJob {
    std::string id;
    std::string object;
    std::string operation;
    /// As the list says, e.g. `InProgress`.
    std::string state;
    /// `V2Ingest`, `V2Query`, `Classic`
    std::string type;
    /// It has rows or a query that the org is not done with.
    bool at_work = false;

    /// Nobody has closed it, so it may take more data; what it has may be done.
    bool open() const { return state == "Open"; }

    /// Records change by it without anybody saying anything more to the org.
    bool changes_records() const {
        return at_work && operation != "query" && operation != "queryAll";
    }
};

/// Jobs of Bulk API 2.0 that are neither complete nor failed nor aborted, and jobs of 1.0 that are
/// open or have batches waiting or in progress. All of the org's, whoever made them, or those of
/// one object. Errors: those of refusals, protocol_broken. [bulk-api 1.9, 2.5, 4]
Result<std::vector<RunningJob>> find_running_jobs(
    const OrgQuestions& org, std::string_view object = {}
);

}  // namespace rowlock
