#pragma once

#include "mockorg/explain/ledger_report.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What would have avoided a failure.
enum class AdviceKind : std::uint8_t {
    /// Rows of one key side by side.
    order_rows,
    /// One batch at a time: of the rows of one key, or of all.
    controlled_feed,
    /// Fewer transactions that want the key at once.
    spread,
    /// Not both at the same time.
    other_time,
    /// Transactions that touch fewer parents, and so wait for fewer others while they hold some.
    fewer_keys,
    /// Transactions that hold their locks for less time.
    shorter_transactions,
    /// All sides take their keys in the same order.
    same_lock_order,
    /// One row for each unique value, or one after another.
    join_duplicates,
    /// A choice between sources decides whether the rule locks at all.
    check_rule,
    /// Once more, later.
    retry,
};

/// `order-rows`, ..., `retry`.
std::string_view name_of(AdviceKind kind);

struct Advice {
    AdviceKind kind{};
    /// A sentence without its full stop.
    std::string text;
};

/// Says what would have avoided failures of one report, which must outlive it: what is known to
/// help by what the report says of the load, and under a condition, which is told, where it says
/// too little.
class Adviser {
public:
    explicit Adviser(const LedgerReport& report);

    /// What helps most first; never empty.
    std::vector<Advice> advise(const ExplainedFailure& failure) const;

private:
    using List = std::vector<Advice>;
    using Kind = NamedParty::Kind;

    void against_foreign(const ExplainedFailure& failure, List& out) const;
    void against_automation(
        const ExplainedFailure& failure, const NamedParty& automation, List& out
    ) const;
    void against_rest(const ExplainedFailure& failure, List& out) const;
    void against_bulk(const ExplainedFailure& failure, List& out) const;
    bool about_special_key(const ExplainedFailure& failure, List& out) const;
    void about_small_batches(const NamedParty& automation, List& out) const;
    void about_spreading(const ExplainedFailure& failure, const NamedParty& automation, List& out)
        const;
    void about_order(const ExplainedFailure& failure, List& out) const;
    void about_order_by_hand(const ExplainedFailure& failure, List& out) const;
    void about_order_behind(const ExplainedFailure& failure, List& out) const;
    void about_lane(const ExplainedFailure& failure, List& out) const;
    void about_turns(const ExplainedFailure& failure, List& out) const;
    void about_jobs(const ExplainedFailure& failure, List& out) const;
    void about_holding(const ExplainedFailure& failure, List& out) const;
    void about_writer(const ExplainedFailure& failure, List& out) const;
    void about_rule(const ExplainedFailure& failure, List& out) const;
    void about_retry(const ExplainedFailure& failure, List& out) const;
    void about_one_at_a_time(const ExplainedFailure& failure, List& out) const;
    bool are_of_one_kind(const ExplainedFailure& failure) const;
    bool may_be_ordered(const ExplainedFailure& failure) const;
    const NamedParty* automation_in(const ExplainedFailure& failure) const;
    bool is_set_off_by_load(const ExplainedFailure& failure, const NamedParty& automation) const;
    bool is_hot(std::uint64_t timeouts) const;
    std::uint64_t timeouts() const;

    const NamedParty& waiter(const ExplainedFailure& failure) const {
        return report_.parties.at(failure.waiter.party);
    }

    const NamedParty& holder(const ExplainedFailure& failure) const {
        return report_.parties.at(failure.holder.party);
    }

    const LedgerReport& report_;

    /// By key; only of the hottest.
    struct FailedOf {
        std::uint64_t timeouts = 0;
        /// Those that shared no other key with its holder.
        std::uint64_t alone = 0;
        /// Automation that the load sets off and that fought for the key; null if none did.
        const NamedParty* automation = nullptr;
    };

    std::vector<FailedOf> failed_of_;
};

/// "order the rows …; or retry …".
std::string joined_text(const std::vector<Advice>& advice);

}  // namespace rowlock
