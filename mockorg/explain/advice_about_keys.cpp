#include "mockorg/base/counted.hpp"
#include "mockorg/explain/advice.hpp"
#include "mockorg/explain/contention_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock {
namespace {

/// A key is hot if it made at least so many transactions fail, and at least one in so many.
constexpr std::uint64_t k_hot_timeouts = 3;
constexpr std::uint64_t k_hot_share = 10;

bool is_delete(const NamedParty& job) {
    return job.operation == "delete" || job.operation == "hardDelete";
}

}  // namespace

/// Of clients, and of foreign writers for the one key where there are more of them.
std::uint64_t Adviser::timeouts() const {
    std::uint64_t most = report_.totals.timeouts;
    for (const FailedOf& key : failed_of_) most = std::max(most, key.timeouts);
    return most;
}

bool Adviser::is_hot(std::uint64_t timeouts_of_key) const {
    return timeouts_of_key >= k_hot_timeouts && timeouts_of_key * k_hot_share >= timeouts();
}

/// Keys that are no records have cures of their own.
bool Adviser::about_special_key(const ExplainedFailure& failure, List& out) const {
    switch (report_.keys.at(failure.key).kind) {
        case NamedKey::Kind::record:
            return false;
        case NamedKey::Kind::group_membership:
            out.push_back(
                {AdviceKind::controlled_feed,
                 "change owners, roles and groups in one batch at a time: the org has a single "
                 "table of group memberships"}
            );
            return true;
        case NamedKey::Kind::unique_value:
            break;
    }
    out.push_back(
        {AdviceKind::join_duplicates,
         "join the rows with the same unique value into one, or send the later ones when the batch "
         "of the first has ended: in one transaction they fail as duplicates"}
    );
    return true;
}

/// Two batches of one kind met: no batch holds rows of two operations.
bool Adviser::are_of_one_kind(const ExplainedFailure& failure) const {
    const NamedParty& wanting = waiter(failure);
    const NamedParty& having = holder(failure);
    return wanting.kind == Kind::bulk && having.kind == Kind::bulk &&
           wanting.object == having.object && wanting.operation == having.operation &&
           wanting.serial == having.serial;
}

/// They met because of values of one column.
bool Adviser::may_be_ordered(const ExplainedFailure& failure) const {
    const bool own =
        failure.waiter.cause == LockCause::own && failure.holder.cause == LockCause::own;
    const NamedRule& wanted = report_.rules.at(failure.waiter.rule);
    const NamedRule& had = report_.rules.at(failure.holder.rule);
    const bool same_way = wanted.column == had.column && wanted.path == had.path;
    return are_of_one_kind(failure) && own && same_way &&
           (!wanted.column.empty() || !wanted.path.empty());
}

/// An order of the load's rows that is known to put both rows in one batch.
void Adviser::about_order(const ExplainedFailure& failure, List& out) const {
    using Ordered = KeyRows::Ordered;
    if (!may_be_ordered(failure) || !failure.key_rows) return;
    const KeyRows& known = *failure.key_rows;
    const bool helps = known.same_value && known.ordered != Ordered::apart;
    if (known.column.empty() || !helps || known.kept_together) return;
    const bool joined = known.ordered == Ordered::together_in_one_partition;
    out.push_back(
        {AdviceKind::order_rows,
         fmt::format(
             "order the rows by {0} and keep those of one value in one batch{1} ({2}\"order\": "
             "{{\"by\": \"{0}\", \"keepTogether\": true}}): then {3} and {4}, and all {5} with "
             "this value, stand in the same batch, whose chunks never run at once",
             known.column,
             joined ? ", in one partition, for the order has a seam of two in this value" : "",
             joined ? "\"partitions\": 1, " : "",
             row_words(report_, failure.waiter),
             row_words(report_, failure.holder),
             counted(known.rows, "row")
         )}
    );
}

/// An order that helps on conditions that are not known here.
void Adviser::about_order_by_hand(const ExplainedFailure& failure, List& out) const {
    if (!may_be_ordered(failure)) return;
    const NamedRule& rule = report_.rules.at(failure.waiter.rule);
    if (!rule.path.empty()) {
        about_order_behind(failure, out);
        return;
    }
    if (!failure.key_rows) {
        out.push_back(
            {AdviceKind::order_rows,
             fmt::format(
                 "if the rows have {0}, and all of one value fit in one batch: order them by {0} "
                 "before they are cut into batches, so that those of one value stand in the same "
                 "batch, whose chunks never run at once",
                 rule.column
             )}
        );
        return;
    }
    if (!failure.key_rows->column.empty() || failure.key_rows->kept_together) return;
    out.push_back(
        {AdviceKind::order_rows,
         fmt::format(
             "the load has no column {0}: take it from the org by a query, and if no more than {1} "
             "have the same value there, order the rows by it, those of one value in one batch",
             rule.column,
             counted(failure.key_rows->batch_rows, "row")
         )}
    );
}

/// The record is behind another one: rows of different values in their own column lead there.
void Adviser::about_order_behind(const ExplainedFailure& failure, List& out) const {
    if (failure.key_rows && failure.key_rows->kept_together) return;
    const std::string most = failure.key_rows
                                 ? "no more than " + counted(failure.key_rows->batch_rows, "row")
                                 : std::string{"no more rows than a batch takes"};
    out.push_back(
        {AdviceKind::order_rows,
         fmt::format(
             "if {0} lead to one {1}: order the rows by what is behind {2}, which the rows "
             "themselves do not say (rowlock plan with --reference does, or a query), and keep "
             "those of one {1} in one batch, whose chunks never run at once",
             most,
             report_.keys.at(failure.key).object,
             report_.rules.at(failure.waiter.rule).path
         )}
    );
}

/// Where no order and no lane is known to help: batches that do not run together do not meet.
void Adviser::about_one_at_a_time(const ExplainedFailure& failure, List& out) const {
    if (!are_of_one_kind(failure) || waiter(failure).serial) return;
    const std::string why =
        out.empty() ? "nothing in this load's own order is known to help: " : std::string{};
    out.push_back(
        {AdviceKind::controlled_feed,
         why + "send one batch at a time (\"inFlight\": 1, in one partition)"}
    );
}

/// A lane for a key that many fought over, and over nothing else.
void Adviser::about_lane(const ExplainedFailure& failure, List& out) const {
    const bool counted_keys = failure.shared_keys > 0;
    const FailedOf& failed = failed_of_.at(failure.key);
    const std::uint64_t mine = counted_keys ? failed.alone : failed.timeouts;
    if (failure.shared_keys > 1 || waiter(failure).kind != Kind::bulk || !is_hot(mine)) return;
    // It comes after each batch of the lane and meets the next one.
    if (failed.automation != nullptr) return about_small_batches(*failed.automation, out);
    // A plan knows what stands in the file, and so neither what goes along with a deleted row nor a
    // parent that no column names.
    const bool is_named = !failure.key_rows || !failure.key_rows->column.empty();
    const bool may_be_planned = is_named && !is_delete(waiter(failure));
    out.push_back(
        {AdviceKind::controlled_feed,
         fmt::format(
             "{} {}made {} of {} transactions fail: {}send its rows in a lane of their own, one "
             "batch at a time{}",
             words_for(report_.keys.at(failure.key)),
             counted_keys ? "alone " : "",
             grouped(mine),
             grouped(timeouts()),
             counted_keys ? "" : "if those that failed shared no other lock key with its holders, ",
             may_be_planned ? " (rowlock plan makes one)" : ""
         )}
    );
}

/// Batches of one kind that must not run together, whatever becomes of this key.
void Adviser::about_turns(const ExplainedFailure& failure, List& out) const {
    const NamedParty& wanting = waiter(failure);
    const bool same_job = failure.waiter.party == failure.holder.party;
    const bool serial_mode = same_job && wanting.bulk_api == 1;
    if (!are_of_one_kind(failure) || wanting.serial) return;
    if (failure.shared_keys < 2 && !serial_mode) return;
    const std::string why =
        failure.shared_keys < 2
            ? std::string{}
            : fmt::format(
                  "the two wanted {} in common, so that no single one is to blame: ",
                  counted(failure.shared_keys, "lock key")
              );
    const std::string_view how =
        serial_mode ? "make the job in serial mode: its batches then run one at a time"
                    : "send one batch at a time (\"inFlight\": 1, in one partition)";
    out.push_back({AdviceKind::controlled_feed, why + std::string{how}});
}

}  // namespace rowlock
