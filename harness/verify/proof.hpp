#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

enum class ProofStatus : std::uint8_t { passed, failed, not_possible };

/// `passed`, `failed`, `notPossible`
const char* name_of(ProofStatus status);

/// Findings of one check that a report names; the files name all.
inline constexpr std::size_t k_findings_shown = 20;

/// One thing that is not as it should be.
struct ProofFinding {
    /// `running`, `open`, `report`, `count`, `missing`, `left`, `extra`, `duplicate`, `orphan`,
    /// `noParent`, `rollUp`, `created`, `changed`, `moved`, `deleted`, `undeleted`, `totals`
    std::string kind;
    /// Of the record or job; empty where it is about none.
    std::string id;
    /// In words; may be empty.
    std::string detail;
};

/// How one check came out.
struct ProofCheck {
    /// `jobs`, `asyncJobs`, `report`, `count`, `orphans`, `rollUps`, `unchanged`
    std::string name;
    /// What was looked at: `Contact`, `Contact.AccountId`; may be empty.
    std::string subject;
    ProofStatus status = ProofStatus::passed;
    /// An option asked for it: nothing is proven if it is not possible.
    bool asked = false;
    /// One sentence: what was found out, or why it was not possible.
    std::string detail;
    /// Of `report` and `count`, what was compared: `reportSum`, `recordNumber` (numbers alone: what
    /// is missing or extra cannot be named), `rowsByKey`; empty for others.
    std::string compared;
    /// How many findings there are in all.
    std::uint64_t faults = 0;
    /// The first few.
    std::vector<ProofFinding> findings;

    void add(ProofFinding finding) {
        ++faults;
        status = ProofStatus::failed;
        if (findings.size() < k_findings_shown) findings.push_back(std::move(finding));
    }
};

/// The shape of the JSON; raised when a member changes its meaning or goes away.
inline constexpr int k_proof_version = 1;

/// All that `rowlock verify` found out about an org.
struct Proof {
    /// The org's URL.
    std::string target;
    std::vector<ProofCheck> checks;
    /// Files that name every finding.
    std::vector<std::string> files;

    /// No check failed, and those that were asked for were possible.
    bool holds() const;
};

std::string json_of(const Proof& proof);

/// For people, a line for each check and finding.
std::string text_of(const Proof& proof);

}  // namespace rowlock
