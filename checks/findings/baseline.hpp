#pragma once

#include "checks/findings/findings.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Findings somebody looked at and decided to live with. By fingerprint, up to the count they had
/// then: if a column gets more bad ids than were accepted, the finding is back.
class Baseline {
public:
    /// Reads a baseline file (docs/check-report.md has the format; comments are allowed). Errors
    /// name the file.
    static Result<Baseline> parse(std::string_view json, std::string_view file_name);

    /// Accepts all of them.
    static Baseline of(const std::vector<Finding>& findings);

    bool accepts(const Finding& finding) const;

    /// Sets Finding::accepted.
    void apply(std::vector<Finding>& findings) const;

    /// The file's text: one entry per line, so that reviews show what changed.
    std::string text() const;

private:
    struct Entry {
        std::string rule;
        std::string file;
        std::string field;
        std::uint64_t count = 0;
    };

    std::map<std::string, Entry> by_fingerprint_;
};

}  // namespace rowlock
