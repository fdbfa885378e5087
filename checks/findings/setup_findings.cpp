#include "checks/findings/setup_findings.hpp"

#include "mockorg/base/counted.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

void find_parents(
    FindingRule rule, std::uint64_t parents, const SkewFacts& facts, Findings& findings
) {
    if (parents == 0) return;
    Finding& finding = findings.at({rule, {}, facts.field});
    finding.count = parents;
    // The largest parent is no example for a rule about smaller ones.
    if (rule == FindingRule::many_children && facts.parents_from_10000 > 0) return;
    const std::string largest =
        fmt::format("{}: {}", shortened(facts.largest), counted(facts.largest_rows, "row"));
    if (findings.has_room(finding)) finding.examples.push_back({0, 0, largest});
}

}  // namespace

void find_in_setup(const SetupFacts& facts, Findings& findings) {
    if (facts.bulk2 && facts.concurrency_mode_given) {
        findings.add({FindingRule::concurrency_mode, {}, {}}, {});
    }
    if (facts.other_plan_rules) findings.add({FindingRule::plan_rules, {}, {}}, {});
    if (facts.rows_left_out > 0) {
        findings.at({FindingRule::left_out_rows, {}, {}}).count = facts.rows_left_out;
    }
    if (facts.quota_days == 0) return;
    findings.add(
        {FindingRule::quota_days, {}, {}},
        fmt::format(
            "{} wait at least {} for the org's daily quota",
            counted(facts.batches, "batch"),
            counted(facts.quota_days, "full day")
        )
    );
}

void find_in_skew(const SkewFacts& facts, Findings& findings) {
    if (facts.owner) {
        find_parents(FindingRule::owner_skew, facts.parents_from_10000, facts, findings);
        return;
    }
    find_parents(FindingRule::child_skew, facts.parents_from_10000, facts, findings);
    find_parents(FindingRule::many_children, facts.parents_from_6000, facts, findings);
    find_parents(FindingRule::hot_key, facts.parents_beyond_batch, facts, findings);
    if (!facts.cross_link_warning) return;
    findings.add(
        {FindingRule::cross_links, {}, facts.field},
        fmt::format(
            "{:.2f} links to other parents' rows per parent; from 1 on most rows hang together",
            facts.cross_links
        )
    );
}

}  // namespace rowlock
