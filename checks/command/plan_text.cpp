#include "checks/command/plan_text.hpp"

#include "checks/report/shape_wording.hpp"
#include "checks/report/wording.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

std::uint64_t batches_in(const BatchPlan& plan, BatchLane lane) {
    const auto& batches = plan.batching.batches;
    return static_cast<std::uint64_t>(std::count_if(
        batches.begin(),
        batches.end(),
        [lane](const PlannedBatch& batch) { return batch.lane == lane; }
    ));
}

/// What kind of plan it is and how to send it.
std::string verdict(const PlanAnswer& answer) {
    const BatchPlan& plan = answer.plan;
    if (batches_in(plan, BatchLane::feed) > 0) {
        return fmt::format(
            "FEED: {} of batches {} records, so the client must hold batches back; send a batch "
            "when all earlier ones in its \"conflicts\" are done",
            counted(plan.conflicts.pair_count(), "pair"),
            plan.conflicts.pair_count() == 1 ? "shares" : "share"
        );
    }
    if (plan.phases() > 1) {
        return fmt::format(
            "PHASES: {} in which no two batches share a record; send the batches of one, in any "
            "order, when all of the one before are done",
            plan.phases()
        );
    }
    if (batches_in(plan, BatchLane::serial) > 0 && answer.options.serial_mode) {
        return "SERIAL LANE: batches that share records are in a Serial job, one at a time";
    }
    if (batches_in(plan, BatchLane::serial) > 0) {
        return "ONE AT A TIME: batches that share records are in the lane \"serial\"; Bulk API 2.0 "
               "has no Serial mode, so send each as a job of its own when the one before is done";
    }
    if (plan.batching.batches.empty()) return "NOTHING TO SEND: there are no rows";
    if (answer.keys_left_open != OpenKeys::none) {
        return "INCOMPLETE: no two batches share a record that the files lead to, but some rows "
               "lock others, too";
    }
    return "CONFLICT-FREE: no two batches share a record; send them all at once, in any order";
}

std::string bound_sentence(const PlanAnswer& answer) {
    const LoadBounds& bounds = answer.plan.bounds;
    const auto name = [&](KeyNo number) {
        const KeyName key = answer.input.key_name(number);
        return key.object + " " + key.record;
    };
    if (bounds.binding == BindingBound::key) {
        return binding_reason(bounds.binding, {name(bounds.hottest_key)}, bounds.hottest_key_rows);
    }
    std::vector<std::string> keys;
    if (bounds.binding == BindingBound::triangle) {
        for (const KeyNo key : bounds.triangle) keys.push_back(name(key));
    }
    return binding_reason(bounds.binding, keys, bounds.triangle_rows);
}

std::string candidate_name(const PlanCandidate& candidate) {
    std::string name{name_of(candidate.planner)};
    if (candidate.groups > 0) name += fmt::format(" ({} groups)", candidate.groups);
    return name;
}

/// Why the plan's planner, out of those there are.
std::string choice(const BatchPlan& plan) {
    constexpr double k_good_enough = 0.03;
    if (plan.candidates.size() > 1) {
        return fmt::format("the best of {} plans tried", plan.candidates.size());
    }
    if (plan.serial_reason == SerialReason::no_feed) return "the only one that needs no feed";
    return plan.gap() <= k_good_enough ? "whose plan was good enough to try no other"
                                       : "the only one for rows that hang together so little";
}

/// With what is open where the way of sending does not say it.
std::string whole_verdict(const PlanAnswer& answer) {
    std::string text = verdict(answer);
    if (answer.keys_left_open == OpenKeys::certain && !text.starts_with("INCOMPLETE")) {
        text += "; INCOMPLETE: some rows lock records that the plan does not know of";
    }
    return text;
}

std::string summary(const PlanAnswer& answer) {
    const BatchPlan& plan = answer.plan;
    std::string text = whole_verdict(answer) + '\n';
    text += fmt::format(
        "  rows              {} in {}\n",
        grouped(plan.batching.order.size()),
        counted(plan.batching.batches.size(), "batch")
    );
    if (plan.batching.batches.empty()) return text;
    text += fmt::format(
        "  predicted time    {}, {:.1f} batches at a time on average\n",
        time_text(to_seconds(plan.makespan)),
        plan.at_work()
    );
    text += fmt::format(
        "  likely time       {}, {:.1f} batches at a time, if transactions take unevenly long\n",
        time_text(to_seconds(plan.likely)),
        plan.likely_at_work()
    );
    text += fmt::format(
        "  lower bound       {}, so at most {:.1f} % could be gained; what sets it is {}\n",
        time_text(to_seconds(plan.bounds.makespan)),
        100.0 * plan.gap() / (1.0 + plan.gap()),
        bound_sentence(answer)
    );
    text += fmt::format(
        "  planner           {}, {}\n", candidate_name(plan.candidates[plan.chosen]), choice(plan)
    );
    if (plan.serial_makespan_min) {
        text += fmt::format(
            "  without {} at least {} with {}\n",
            plan.phases() > 1 ? "phases   " : "a feed   ",
            time_text(to_seconds(*plan.serial_makespan_min)),
            answer.options.serial_mode ? "a Serial job" : "one job at a time"
        );
    }
    if (plan.bounds.quota_days > 0) {
        text += fmt::format(
            "  quota             {} of 15,000 batches\n",
            counted(plan.bounds.quota_days, "full day")
        );
    }
    return text;
}

std::string too_many_conflicts() {
    return fmt::format(
        "too many batches share records: a plan can list {} of them, or {} that share with few; "
        "larger batches would be fewer",
        grouped(k_conflicting_batches_max),
        grouped(k_sparse_batches_max)
    );
}

std::string warnings(const PlanAnswer& answer) {
    const BatchPlan& plan = answer.plan;
    std::string text;
    if (!plan.oversize_rows.empty()) {
        const RowOrigin origin = answer.input.origin(plan.oversize_rows.front());
        text += fmt::format(
            "warning: too large for a batch: {}; the first is {} row {}\n",
            counted(plan.oversize_rows.size(), "row"),
            answer.input.files()[origin.file].source.path,
            origin.row
        );
    }
    if (!plan.own_key_clashes.empty()) {
        text += fmt::format(
            "warning: in one transaction {} of rows write the same record ({}); the platform "
            "refuses the second\n",
            counted(plan.own_key_clashes.size(), "pair"),
            answer.input.key_name(plan.own_key_clashes.front().key).record
        );
    }
    if (plan.serial_reason == SerialReason::too_many_conflicts) {
        text += "warning: no feed, for " + too_many_conflicts() + '\n';
    }
    for (const Unresolved& each : answer.input.unresolved()) {
        if (is_moot(each, answer.input.files())) continue;
        const bool open = open_keys(each, answer.input.files()) != OpenKeys::none;
        if (open && answer.keys_left_open != OpenKeys::none) {
            text += "warning: the plan knows nothing of some locks: " + describe(each) + '\n';
        } else if (each.reason == UnresolvedReason::unmet_condition) {
            text += "note: " + describe(each) + '\n';
        }
    }
    for (const OtherNames& each : answer.other_names) {
        text += "warning: the plan cannot tell some records apart: " + describe(each) + '\n';
    }
    if (answer.conflicting_keys > 0) {
        text += fmt::format(
            "warning: the checker finds {} shared by batches that nothing keeps apart\n",
            counted(answer.conflicting_keys, "record")
        );
    }
    return text;
}

std::string comparison(const BatchPlan& plan) {
    std::string text = fmt::format(
        "\n{:<24} {:>11} {:>8} {:>16} {:>10} {:>10}\n",
        "planner",
        "batch rows",
        "batches",
        "conflicting pairs",
        "predicted",
        "rated at"
    );
    for (std::size_t i = 0; i < plan.candidates.size(); ++i) {
        const PlanCandidate& each = plan.candidates[i];
        text += fmt::format(
            "{:<24} {:>11} {:>8} {:>17} {:>10} {:>10}{}\n",
            candidate_name(each),
            grouped(each.batch_rows),
            grouped(each.batches),
            each.phases > 1 ? counted(each.phases, "phase") : grouped(each.conflicting_pairs),
            time_text(to_seconds(each.makespan)),
            time_text(to_seconds(each.expected)),
            i == plan.chosen ? "  <- chosen" : ""
        );
    }
    return text +
           "Rated at: the mean of the predicted time and that of batches 5 % faster or slower. The "
           "likely time,\nfor the chosen plan only, lets each transaction vary as transactions "
           "do.\n";
}

/// Why these planners were tried.
std::string_view situation_sentence(PlanSituation situation) {
    switch (situation) {
        case PlanSituation::empty:
            return "There are no rows.";
        case PlanSituation::components_fit:
            return "Rows that hang together by shared records fit into a batch each, so a plan "
                   "without conflicts exists.";
        case PlanSituation::hot_keys:
            return "Only rows of single records exceed a batch: each of these records is a chain "
                   "of "
                   "batches that run one after another, the rest is free of conflicts.";
        case PlanSituation::large_components:
            return "More rows than a batch holds hang together over many records, so batches must "
                   "share some; the planners differ in which.";
    }
    return {};
}

/// Why what exceeds a batch runs one batch at a time; empty if it does not.
std::string serial_sentence(SerialReason reason) {
    switch (reason) {
        case SerialReason::none:
            return {};
        case SerialReason::no_feed:
            return "The client cannot hold batches back (--no-feed), so what exceeds a batch runs "
                   "one batch at a time.\n";
        case SerialReason::too_many_conflicts:
            return "There is no feed, for " + too_many_conflicts() +
                   ". What exceeds a batch runs one batch at a time.\n";
    }
    return {};
}

std::string_view objective_sentence(PlanObjective objective) {
    switch (objective) {
        case PlanObjective::safety:
            return "A plan without conflicts was preferred to any other, then the one rated "
                   "fastest.";
        case PlanObjective::time:
            return "The plan rated fastest was preferred.";
        case PlanObjective::batches:
            return "The fewest batches were preferred.";
    }
    return {};
}

std::string reasons(const BatchPlan& plan, const BatchCost& cost, double variation) {
    std::string text = fmt::format(
        "\n{}\n{}\n", situation_sentence(plan.situation), objective_sentence(plan.objective)
    );
    text += serial_sentence(plan.serial_reason);
    if (plan.phases() > 1) {
        text += "There is no feed, for " + too_many_conflicts() + ". Phases need no list.\n";
    }
    text += fmt::format(
        "On average each parent's rows have {:.2f} links to rows of other parents{}.\n",
        plan.cross_links.degree,
        plan.cross_links.warning() ? "; from about 1 on, most rows hang together" : ""
    );
    text += fmt::format(
        "{} shared by several batches. Transactions take {} locks; {} would be the least.\n",
        counted(plan.key_usage.shared_keys, "record") +
            (plan.key_usage.shared_keys == 1 ? " is" : " are"),
        grouped(plan.key_usage.acquisitions),
        grouped(plan.bounds.acquisitions_min)
    );
    text += fmt::format(
        "Times are predictions of a model ({:g} s a batch, {:g} ms a row): compare them, do not "
        "promise them.\n",
        to_seconds(cost.per_batch),
        to_seconds(cost.per_row) * 1'000.0
    );
    if (cost.poll > Duration{}) {
        text += fmt::format(
            "A client that holds batches back asks every {:g} s, so it sends {:g} s late on "
            "average: "
            "time in which nothing works.\n",
            to_seconds(cost.poll),
            to_seconds(cost.gap())
        );
    }
    text += fmt::format(
        "The likely time lets the time of a transaction vary by {:g} %.\n", 100.0 * variation
    );
    return text;
}

void write_candidates(const BatchPlan& plan, JsonWriter& json) {
    json.key("candidates").begin_array();
    for (std::size_t i = 0; i < plan.candidates.size(); ++i) {
        const PlanCandidate& each = plan.candidates[i];
        json.begin_object()
            .member("planner", name_of(each.planner))
            .member("groups", each.groups)
            .member("batchRowsMax", each.batch_rows)
            .member("batches", each.batches)
            .member("conflictingPairs", each.conflicting_pairs)
            .member("phases", each.phases)
            .member("makespanSeconds", to_seconds(each.makespan))
            .member("expectedSeconds", to_seconds(each.expected))
            .member("chosen", i == plan.chosen)
            .end_object();
    }
    json.end_array();
}

}  // namespace

std::string plan_text(const PlanAnswer& answer, bool compare, bool explain) {
    std::string text = summary(answer);
    if (!answer.written_to.empty()) text += "  written to        " + answer.written_to + '\n';
    text += warnings(answer);
    if (compare) text += comparison(answer.plan);
    if (explain) text += reasons(answer.plan, answer.options.cost, answer.options.variation);
    return text;
}

std::string plan_json(const PlanAnswer& answer) {
    const BatchPlan& plan = answer.plan;
    std::string text;
    JsonWriter json{text};
    json.begin_object()
        .member("schemaVersion", 1)
        .member("command", "plan")
        .member("summary", whole_verdict(answer))
        .member("rows", std::uint64_t{plan.batching.order.size()})
        .member("workers", answer.options.workers)
        .member("objective", name_of(plan.objective))
        .member("situation", name_of(plan.situation))
        .member("serialReason", name_of(plan.serial_reason))
        .key("batches")
        .begin_object()
        .member("parallel", batches_in(plan, BatchLane::parallel))
        .member("serial", batches_in(plan, BatchLane::serial))
        .member("feed", batches_in(plan, BatchLane::feed))
        .end_object()
        .member("phases", plan.phases())
        .member("conflictingPairs", plan.conflicts.pair_count())
        .member("sharedKeys", plan.key_usage.shared_keys)
        .member("unguardedKeys", answer.conflicting_keys)
        .member("makespanSeconds", to_seconds(plan.makespan))
        .member("parallelism", plan.at_work())
        .member("likelySeconds", to_seconds(plan.likely))
        .member("likelyParallelism", plan.likely_at_work())
        .member("boundSeconds", to_seconds(plan.bounds.makespan))
        .member("binding", name_of(plan.bounds.binding))
        .member("bindingText", bound_sentence(answer))
        .member("gap", plan.gap())
        .member("quotaDays", plan.bounds.quota_days)
        .key("serialMakespanMinSeconds");
    if (plan.serial_makespan_min) {
        json.value(to_seconds(*plan.serial_makespan_min));
    } else {
        json.null();
    }
    json.member("oversizeRows", std::uint64_t{plan.oversize_rows.size()})
        .member("ownKeyClashes", std::uint64_t{plan.own_key_clashes.size()})
        .member("keysLeftOpen", answer.keys_left_open != OpenKeys::none)
        .member("writtenTo", answer.written_to);
    write_candidates(plan, json);
    json.end_object();
    return text;
}

}  // namespace rowlock
