#include "mockorg/explain/contention_text.hpp"

#include "mockorg/base/counted.hpp"
#include "mockorg/codec/duration_text.hpp"
#include "mockorg/explain/contention_words.hpp"
#include "mockorg/explain/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace rowlock {
namespace {

std::string sums_text(const ContentionSums& sums) {
    std::string text =
        fmt::format("{}, {} in vain, ", counted(sums.waits, "wait"), grouped(sums.timeouts));
    if (sums.rows_failed > 0 || sums.records_failed == 0)
        text += counted(sums.rows_failed, "row") + " lost, ";
    if (sums.records_failed > 0)
        text += counted(sums.records_failed, "record") + " of foreign writers not written, ";
    text += duration_text(sums.waited) + " waited";
    if (sums.deadlocks > 0) text += ", " + counted(sums.deadlocks, "deadlock");
    return text;
}

std::string pairs_heading(std::string_view what, std::size_t shown, std::size_t all) {
    if (shown == all) return fmt::format("{}:\n", what);
    return fmt::format("{} (the first {} of {}):\n", what, shown, grouped(all));
}

std::string party_pairs_text(const LedgerReport& report, std::size_t most) {
    if (report.party_pairs.empty()) return {};
    const std::size_t shown = std::min(most, report.party_pairs.size());
    std::string text = pairs_heading("who waited for whom", shown, report.party_pairs.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const PairContentionSums& pair = report.party_pairs[i];
        const bool same = pair.waiter == pair.holder;
        text += fmt::format(
            "  {} for {}: {}\n",
            words_for(report.parties.at(pair.waiter)),
            same ? "itself" : words_for(report.parties.at(pair.holder)),
            sums_text(pair.sums)
        );
    }
    return text;
}

std::string rule_pairs_text(const LedgerReport& report, std::size_t most) {
    if (report.rule_pairs.empty()) return {};
    const std::size_t shown = std::min(most, report.rule_pairs.size());
    std::string text = pairs_heading("by the rules", shown, report.rule_pairs.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const PairContentionSums& pair = report.rule_pairs[i];
        text += fmt::format(
            "  {} against {}: {}\n",
            report.rules.at(pair.waiter).id,
            report.rules.at(pair.holder).id,
            sums_text(pair.sums)
        );
    }
    return text;
}

std::string keys_text(const LedgerReport& report, std::size_t most) {
    if (report.hottest.empty()) return {};
    const std::size_t shown = std::min(most, report.hottest.size());
    std::string text = "most fought over:\n";
    for (std::size_t i = 0; i < shown; ++i) {
        const KeyContentionSums& hot = report.hottest[i];
        text += fmt::format("  {}: {}\n", words_for(report.keys.at(hot.key)), sums_text(hot.sums));
    }
    return text;
}

/// Clients are one side, every foreign writer is one of its own.
std::uint32_t side_number(const LedgerReport& report, const ConflictSide& side) {
    const NamedParty::Kind kind = report.parties.at(side.party).kind;
    const bool is_client = kind == NamedParty::Kind::bulk || kind == NamedParty::Kind::rest;
    return is_client ? 0 : side.party + 1;
}

}  // namespace

std::vector<std::size_t> worst_failures(const LedgerReport& report, std::size_t most) {
    struct Worst {
        std::uint64_t rows = 0;
        std::size_t failure = 0;
    };

    using Fight = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;
    std::map<Fight, Worst> by_fight;
    for (std::size_t i = 0; i < report.failures.size(); ++i) {
        const ExplainedFailure& failure = report.failures[i];
        const Fight fight{
            failure.key, side_number(report, failure.waiter), side_number(report, failure.holder)};
        const auto [found, is_new] = by_fight.try_emplace(fight, Worst{0, i});
        Worst& worst = found->second;
        if (!is_new && failure.rows_failed > report.failures[worst.failure].rows_failed)
            worst.failure = i;
        worst.rows += failure.rows_failed;
    }
    std::vector<Worst> order;
    for (const auto& [fight, worst] : by_fight) order.push_back(worst);
    std::stable_sort(order.begin(), order.end(), [](const Worst& a, const Worst& b) {
        return a.rows != b.rows ? a.rows > b.rows : a.failure < b.failure;
    });
    if (order.size() > most) order.resize(most);
    std::vector<std::size_t> failures;
    for (const Worst& worst : order) failures.push_back(worst.failure);
    return failures;
}

std::string failure_text(
    const LedgerReport& report, const Adviser& adviser, const ExplainedFailure& failure
) {
    std::string text = "  " + explain(report, failure) + "\n";
    for (const Advice& advice : adviser.advise(failure))
        text += fmt::format("    avoided by {}: {}\n", name_of(advice.kind), advice.text);
    return text;
}

std::string contention_text(const LedgerReport& report, std::size_t most) {
    std::string text = fmt::format(
        "{} of clients: {}\n", counted(report.transactions, "transaction"), sums_text(report.totals)
    );
    if (report.foreign.waits > 0)
        text += fmt::format("of foreign writers: {}\n", sums_text(report.foreign));
    if (report.failures_left_out > 0)
        text += fmt::format(
            "{} not kept by the ledger\n", counted(report.failures_left_out, "failure")
        );
    text += keys_text(report, most);
    text += party_pairs_text(report, most);
    text += rule_pairs_text(report, most);
    return text;
}

}  // namespace rowlock
