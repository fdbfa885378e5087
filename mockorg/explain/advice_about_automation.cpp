#include "mockorg/base/counted.hpp"
#include "mockorg/codec/duration_text.hpp"
#include "mockorg/explain/advice.hpp"
#include "mockorg/explain/contention_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::string_view k_automation = "automation";
/// A transaction of a bulk job takes no more.
constexpr std::uint32_t k_chunk_rows = 200;

bool sets_off(const NamedParty& job, const NamedParty& automation) {
    if (job.kind != NamedParty::Kind::bulk || job.object != automation.object) return false;
    const auto comes_after = [&](std::string_view operation) {
        return std::find(automation.after.begin(), automation.after.end(), operation) !=
               automation.after.end();
    };
    if (job.operation == "upsert") return comes_after("insert") || comes_after("update");
    return comes_after(job.operation == "hardDelete" ? "delete" : job.operation);
}

}  // namespace

/// The automation of which one side is, where a load is the other or both are such.
const NamedParty* Adviser::automation_in(const ExplainedFailure& failure) const {
    const NamedParty& wanting = waiter(failure);
    const NamedParty& having = holder(failure);
    const auto is_automation = [](const NamedParty& party) { return party.writer == k_automation; };
    const bool by_load = wanting.kind == Kind::bulk || is_automation(wanting);
    if (is_automation(having) && by_load) return &having;
    return having.kind == Kind::bulk && is_automation(wanting) ? &wanting : nullptr;
}

/// Whether the job of this failure sets it off, or some job if none is in it.
bool Adviser::is_set_off_by_load(const ExplainedFailure& failure, const NamedParty& automation)
    const {
    for (const NamedParty* party : {&waiter(failure), &holder(failure)})
        if (party->kind == Kind::bulk) return sets_off(*party, automation);
    return std::any_of(report_.parties.begin(), report_.parties.end(), [&](const NamedParty& job) {
        return sets_off(job, automation);
    });
}

/// Automation writes because somebody does. Where that is the load, no other time is free of it:
/// what keeps its transactions and the load's apart is to let one end before the next begins, or to
/// lead them to other records.
void Adviser::against_automation(
    const ExplainedFailure& failure, const NamedParty& automation, List& out
) const {
    if (is_set_off_by_load(failure, automation)) {
        about_small_batches(automation, out);
        about_spreading(failure, automation, out);
    } else {
        out.push_back(
            {AdviceKind::other_time,
             fmt::format(
                 "load at a time when no writes of {} set {} off",
                 automation.object,
                 words_for(automation)
             )}
        );
    }
    if (holder(failure).kind == Kind::bulk) {
        about_holding(failure, out);
    } else {
        about_writer(failure, out);
    }
    if (waiter(failure).kind == Kind::foreign_writer)
        out.push_back({AdviceKind::retry, "let it try again what failed, some time later"});
}

void Adviser::about_small_batches(const NamedParty& automation, List& out) const {
    const std::uint32_t rows = std::min(automation.records, k_chunk_rows);
    out.push_back(
        {AdviceKind::controlled_feed,
         fmt::format(
             "{0} writes because of the load: send {1} at a time, and the next when these and what "
             "they set off are through (\"batchRows\": {2}, \"inFlight\": 1, in one partition, "
             "with "
             "an \"interval\" as long as a batch, the {3} until {0} begins and its transaction "
             "take "
             "together)",
             words_for(automation),
             counted(rows, "row"),
             rows,
             duration_text(automation.delay)
         )}
    );
}

void Adviser::about_spreading(
    const ExplainedFailure& failure, const NamedParty& automation, List& out
) const {
    const NamedKey& key = report_.keys.at(failure.key);
    if (key.kind != NamedKey::Kind::record || key.object == automation.object) return;
    out.push_back(
        {AdviceKind::spread,
         fmt::format(
             "spread the {} records that lead to {} over more of {}: transactions that want "
             "different ones do not meet",
             automation.object,
             words_for(key),
             key.object
         )}
    );
}

}  // namespace rowlock
