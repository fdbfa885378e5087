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

/// Two batches of one object met because of values of one column.
bool Adviser::may_be_ordered(const ExplainedFailure& failure) const {
    const NamedParty& wanting = waiter(failure);
    const NamedParty& having = holder(failure);
    return wanting.kind == Kind::bulk && having.kind == Kind::bulk &&
           wanting.object == having.object && !report_.rules.at(failure.waiter.rule).column.empty();
}

/// An order of the load's rows that is known to put both rows in one batch.
void Adviser::about_order(const ExplainedFailure& failure, List& out) const {
    if (!may_be_ordered(failure) || !failure.key_rows) return;
    const KeyRows& known = *failure.key_rows;
    const bool fits = known.same_value && known.rows <= known.batch_rows;
    if (known.column.empty() || !fits || known.kept_together) return;
    out.push_back(
        {AdviceKind::order_rows,
         fmt::format(
             "order the rows by {0} and keep those of one value in one batch (\"order\": "
             "{{\"by\": \"{0}\", \"keepTogether\": true}}): then {1} and {2}, and all {3} with "
             "this value, stand in the same batch, whose chunks never run at once",
             known.column,
             row_words(report_, failure.waiter),
             row_words(report_, failure.holder),
             counted(known.rows, "row")
         )}
    );
}

/// An order that helps on conditions that are not known here.
void Adviser::about_order_by_hand(const ExplainedFailure& failure, List& out) const {
    if (!may_be_ordered(failure)) return;
    const std::string& column = report_.rules.at(failure.waiter.rule).column;
    if (!failure.key_rows) {
        out.push_back(
            {AdviceKind::order_rows,
             fmt::format(
                 "if the rows have {0}, and all of one value fit in one batch: order them by {0} "
                 "before they are cut into batches, so that those of one value stand in the same "
                 "batch, whose chunks never run at once",
                 column
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
             column,
             counted(failure.key_rows->batch_rows, "row")
         )}
    );
}

/// A lane for a key that many fought over, and over nothing else.
void Adviser::about_lane(const ExplainedFailure& failure, List& out) const {
    const bool counted_keys = failure.shared_keys > 0;
    const FailedOf& failed = failed_of_.at(failure.key);
    const std::uint64_t mine = counted_keys ? failed.alone : failed.timeouts;
    if (failure.shared_keys > 1 || waiter(failure).kind != Kind::bulk || !is_hot(mine)) return;
    out.push_back(
        {AdviceKind::controlled_feed,
         fmt::format(
             "{} {}made {} of {} transactions fail: {}send its rows in a lane of their own, one "
             "batch at a time (rowlock plan makes one)",
             words_for(report_.keys.at(failure.key)),
             counted_keys ? "alone " : "",
             grouped(mine),
             grouped(timeouts()),
             counted_keys ? "" : "if those that failed shared no other lock key with its holders, "
         )}
    );
}

/// Batches of one kind that must not run together, whatever becomes of this key.
void Adviser::about_turns(const ExplainedFailure& failure, List& out) const {
    const NamedParty& wanting = waiter(failure);
    const NamedParty& having = holder(failure);
    const bool same_kind = wanting.kind == Kind::bulk && having.kind == Kind::bulk &&
                           wanting.object == having.object && wanting.serial == having.serial;
    const bool same_job = failure.waiter.party == failure.holder.party;
    const bool serial_mode = same_job && wanting.bulk_api == 1;
    if (!same_kind || wanting.serial || (failure.shared_keys < 2 && !serial_mode)) return;
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
