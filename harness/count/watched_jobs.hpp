#pragma once

#include "harness/query/org_questions.hpp"
#include "mockorg/base/result.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// The jobs that a watched number may still change by.
class WatchedJobs {
public:
    explicit WatchedJobs(std::string object) : object_(std::move(object)) {}

    /// Looks whether one is at work. An org that does not show its jobs is taken for idle. Errors:
    /// unreachable.
    Result<bool> at_work(const OrgQuestions& org);

    /// A sentence for each job that was open, and without work, when last looked: it can only
    /// change anything if somebody comes back to it.
    std::vector<std::string> notes() const;

private:
    std::string object_;
    /// What it is, by id.
    std::map<std::string, std::string> open_;
};

}  // namespace rowlock
