#pragma once

#include "checks/findings/finding_rules.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace rowlock {

/// One place where something was found.
struct FindingPlace {
    /// Data row from 1, as the file's rows count; 0 for the header or the file as a whole.
    std::uint64_t row = 0;
    /// Line in the file from 1; 0 if it is not about a line.
    std::uint64_t line = 0;
    /// What was found there, cut short: a value, a key, a batch.
    std::string value;
    /// Character in the line from 1; 0 if it is about the whole line or row.
    std::uint64_t column = 0;

    bool operator==(const FindingPlace&) const = default;
};

/// Everything found of one rule about one column of one file: a file with a million bad ids has one
/// finding with a count, not a million.
struct Finding {
    FindingRule rule{};
    /// As it was given; empty for what is about the load.
    std::string file;
    /// Column or relationship, or the record that a conflict is about; empty if it is about none.
    std::string field;
    /// One sentence for a human, without a full stop.
    std::string message;
    std::uint64_t count = 0;
    /// The first few.
    std::vector<FindingPlace> examples;
    /// The baseline says to live with it.
    bool accepted = false;

    Severity severity() const { return info_of(rule).severity; }

    /// 16 hexadecimal digits of rule, file and field: the same from run to run, in whatever order
    /// the rows stand.
    std::string fingerprint() const;

    bool operator==(const Finding&) const = default;
};

/// What a finding is about; the parts that make it one.
struct FindingSubject {
    FindingRule rule{};
    std::string_view file;
    std::string_view field;
};

/// Collects findings.
class Findings {
public:
    explicit Findings(std::size_t examples_max = 10) : examples_max_(examples_max) {}

    /// The finding about the subject, made with this message (or the rule's title, if it is empty)
    /// and a count of 0 if it is new. Stays where it is. A rule has at most 200 findings in a
    /// file; what goes beyond is one more, about the file: a header may have half a million bad
    /// names.
    Finding& at(const FindingSubject& subject, std::string_view message = {});

    /// Counts one more at the place, which is kept if there is room.
    void add(Finding& finding, FindingPlace place);

    /// at() and add() in one, for findings that are rare.
    void add(const FindingSubject& subject, std::string_view message, FindingPlace place = {});

    /// Takes over what another collection found about something new.
    void put(const Finding& finding);

    bool has_room(const Finding& finding) const { return finding.examples.size() < examples_max_; }

    /// Worst first, then by rule, file and field.
    std::vector<Finding> sorted() const;

private:
    using Key = std::tuple<FindingRule, std::string, std::string>;

    std::size_t examples_max_;
    std::map<Key, Finding> by_subject_;
    std::map<std::pair<FindingRule, std::string>, std::size_t> subjects_;
};

/// Findings, accepted ones left out.
struct FindingCounts {
    std::uint64_t errors = 0;
    std::uint64_t warnings = 0;
    std::uint64_t notes = 0;
    std::uint64_t accepted = 0;
};

FindingCounts count_findings(const std::vector<Finding>& findings);

/// Whether a finding that is not accepted reaches the threshold.
bool any_fails(const std::vector<Finding>& findings, FailOn threshold);

/// At most `bytes_max` bytes of a value, cut between characters and marked with three dots.
std::string shortened(std::string_view value, std::size_t bytes_max = 60);

}  // namespace rowlock
