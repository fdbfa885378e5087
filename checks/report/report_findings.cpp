#include "checks/report/report_findings.hpp"

#include "checks/findings/setup_findings.hpp"
#include "checks/report/wording.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

/// A finding for each record that has a witness, so that each can be told from others and accepted
/// alone, and one for those that have none.
void find_conflicts(
    FindingRule rule, std::uint64_t keys, const ConflictPart& part, bool soft, Findings& findings
) {
    std::uint64_t rest = keys;
    for (const ConflictWitness& witness : part.witnesses) {
        if (witness.soft != soft || rest == 0) continue;
        const std::string record = witness.object + " " + witness.key;
        Finding& finding = findings.at({rule, witness.first.file, record});
        const auto put = [&](const ConflictWitness::Place& place, const std::string& value) {
            if (findings.has_room(finding))
                finding.examples.push_back({place.row, place.line, value});
        };
        const std::string batch = fmt::format("batch {}", witness.first.batch);
        ++finding.count;
        // Places are in the finding's file; one in another file can only be told.
        if (witness.second.file == witness.first.file) {
            put(witness.first, batch);
            put(witness.second, fmt::format("batch {}", witness.second.batch));
        } else {
            put(witness.first, batch + ", and " + place_text(witness.second));
        }
        --rest;
    }
    if (rest > 0) findings.at({rule, {}, {}}).count = rest;
}

void find_near_conflicts(const std::vector<WindowPart>& windows, Findings& findings) {
    for (const WindowPart& window : windows) {
        if (window.keys == 0) continue;
        findings.add({FindingRule::near_conflict, {}, {}}, {}, {0, 0, window_sentence(window)});
    }
}

void find_unresolved(const std::vector<UnresolvedPart>& unresolved, Findings& findings) {
    for (const UnresolvedPart& part : unresolved) {
        const FindingRule rule =
            part.certain ? FindingRule::unresolved_lookup : FindingRule::unresolved_old_value;
        Finding& finding = findings.at(
            {rule, {}, part.path}, fmt::format("{}: {}", info_of(rule).title, part.meaning)
        );
        finding.count += part.rows;
    }
}

void find_in_parents(const CheckReport& report, Findings& findings) {
    for (const SkewPart& skew : report.skew) {
        SkewFacts facts;
        facts.field = skew.field;
        facts.owner = skew.owner;
        facts.parents_from_10000 = skew.parents_from_10000;
        facts.parents_from_6000 = skew.parents_from_6000 - skew.parents_from_10000;
        facts.parents_beyond_batch = skew.parents_beyond_batch;
        if (!skew.largest.empty()) {
            facts.largest = skew.largest.front().key;
            facts.largest_rows = skew.largest.front().rows;
        }
        find_in_skew(facts, findings);
    }
    if (!report.components || !report.components->cross_link_warning) return;
    SkewFacts facts;
    facts.cross_links = report.components->cross_links;
    facts.cross_link_warning = true;
    find_in_skew(facts, findings);
}

}  // namespace

void find_in_report(const CheckReport& report, Findings& findings) {
    const ConflictPart& all = report.all;
    const std::uint64_t soft_keys = all.keys > report.hard.keys ? all.keys - report.hard.keys : 0;
    find_conflicts(FindingRule::hard_conflict, report.hard.keys, report.hard, false, findings);
    find_conflicts(FindingRule::soft_conflict, soft_keys, all, true, findings);
    find_near_conflicts(report.windows, findings);
    find_unresolved(report.unresolved, findings);
    find_in_parents(report, findings);
    SetupFacts setup;
    setup.bulk2 = report.load.bulk2;
    setup.concurrency_mode_given = report.load.concurrency_mode_given;
    setup.other_plan_rules = report.load.other_plan_rules;
    setup.rows_left_out = report.load.rows_left_out;
    setup.batches = report.load.batches();
    setup.quota_days = report.bounds ? report.bounds->quota_days : 0;
    find_in_setup(setup, findings);
}

}  // namespace rowlock
