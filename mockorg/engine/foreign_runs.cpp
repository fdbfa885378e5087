#include "mockorg/engine/foreign_runs.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/engine/record_updates.hpp"
#include "mockorg/engine/rows_meeting.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace rowlock {
namespace {

/// A writer that is far behind does not take the org's memory.
constexpr std::uint32_t k_runs_max = 1000;
constexpr std::uint32_t k_automation_runs_max = 100'000;
/// How long the records found by a condition are good for.
constexpr Duration k_search_pause = std::chrono::minutes{1};
/// Nobody holds or waits longer than that.
constexpr Duration k_idle_time_kept = std::chrono::hours{1};
constexpr double k_minute = 60.0;

/// `count` different numbers below `bound`, ascending. [Floyd]
std::set<std::uint64_t> draw(Random random, std::uint64_t bound, std::uint64_t count) {
    std::set<std::uint64_t> drawn;
    for (std::uint64_t i = bound - count; i < bound; ++i) {
        const std::uint64_t number = random.below(i + 1);
        drawn.insert(drawn.contains(number) ? i : number);
    }
    return drawn;
}

}  // namespace

/// Whoever has a seed of his own meets the same chance in every org.
Random ForeignRuns::random_of(std::uint32_t number) const {
    const ForeignWriter& writer = world_.foreign.writers.at(number).writer;
    return Random{writer.seed.value_or(world_.config().seed)}
        .split("foreign writer")
        .split(writer.name);
}

std::uint32_t ForeignRuns::next_writer() const {
    const auto& writers = world_.foreign.writers;
    const auto first = std::min_element(writers.begin(), writers.end(), [](auto& a, auto& b) {
        return a.second.next < b.second.next;
    });
    ROWLOCK_ASSERT(first != writers.end());
    return first->first;
}

std::optional<TimePoint> ForeignRuns::next_due() const {
    TimePoint next = world_.foreign.events.next_time().value_or(TimePoint::max());
    for (const auto& [number, writer] : world_.foreign.writers) next = std::min(next, writer.next);
    if (next == TimePoint::max()) return std::nullopt;
    return next;
}

void ForeignRuns::perform_next() {
    const auto event = world_.foreign.events.next_time();
    if (event && *event == next_due()) return perform(world_.foreign.events.take());
    come(next_writer());
}

void ForeignRuns::perform(const Event& event) {
    if (event.kind == Event::Kind::foreign_due) return due(event.subject);
    if (event.kind == Event::Kind::foreign_commit) return commit(event.subject);
    ROWLOCK_ASSERT(event.kind == Event::Kind::lock_timeout);
    const TransactionNo transaction{event.subject};
    const auto timeout = transactions_.timed_out(transaction, event.detail);
    if (timeout) lock_timeout(transaction, *timeout);
}

TimePoint ForeignRuns::first_time(std::uint32_t number, TimePoint set_at) const {
    const ActiveForeignWriter& active = world_.foreign.writers.at(number);
    if (active.writer.is_automation()) return TimePoint::max();
    const TimePoint first = set_at + active.writer.first;
    return active.writer.per_minute > 0 ? next_time(number, first) : first;
}

TimePoint ForeignRuns::next_time(std::uint32_t number, TimePoint after) const {
    const ActiveForeignWriter& active = world_.foreign.writers.at(number);
    TimePoint next = TimePoint::max();
    if (active.writer.every) next = after + *active.writer.every;
    if (active.writer.per_minute > 0) {
        Random random = random_of(number).split("time").split(active.runs);
        next = after + seconds(random.exponential(k_minute / active.writer.per_minute));
    }
    return next < active.ends ? next : TimePoint::max();
}

void ForeignRuns::come(std::uint32_t number) {
    ActiveForeignWriter& active = world_.foreign.writers.at(number);
    const TimePoint time = active.next;
    std::vector<RecordHandle> records = choose(number);
    const auto run = records.empty() ? std::nullopt : open_run(number, std::move(records));
    if (!run) ++active.runs;
    active.next = next_time(number, time);
    if (run) due(*run);
}

void ForeignRuns::search(ActiveForeignWriter& active) {
    if (active.found && world_.now - active.found_at < k_search_pause) return;
    auto found = rows_meeting(world_, active.writer.object, active.writer.where);
    active.found = std::make_shared<const std::vector<std::uint32_t>>(
        found ? std::move(found->rows) : std::vector<std::uint32_t>{}
    );
    active.found_at = world_.now;
}

/// A scheduled job takes all, in order; the others a few by chance.
std::vector<RecordHandle> ForeignRuns::choose(std::uint32_t number) {
    ActiveForeignWriter& active = world_.foreign.writers.at(number);
    const bool takes_all = active.writer.kind == ForeignWriterKind::scheduled;
    if (takes_all) active.found.reset();
    search(active);
    const std::vector<std::uint32_t>& rows = *active.found;
    std::vector<RecordHandle> records;
    const auto take = [&](std::uint32_t row) {
        const RecordHandle record{active.object, row};
        if (world_.store.state(record) == RowState::live) records.push_back(record);
    };
    if (takes_all || rows.size() <= active.writer.records) {
        for (const std::uint32_t row : rows) take(row);
    } else {
        const Random random = random_of(number).split("records").split(active.runs);
        for (const std::uint64_t at : draw(random, rows.size(), active.writer.records))
            take(rows[at]);
    }
    if (records.empty()) ++active.statistics.idle;
    return records;
}

std::optional<std::uint32_t> ForeignRuns::open_run(
    std::uint32_t number, std::vector<RecordHandle> records
) {
    ActiveForeignWriter& active = world_.foreign.writers.at(number);
    const bool automation = active.writer.is_automation();
    if (active.runs_open >= (automation ? k_automation_runs_max : k_runs_max)) {
        ++active.statistics.skipped;
        return std::nullopt;
    }
    const std::uint32_t id = world_.foreign.next_run++;
    ForeignRun run;
    run.writer = number;
    run.number = active.runs++;
    run.records = std::move(records);
    world_.foreign.runs.emplace(id, std::move(run));
    ++active.runs_open;
    ++active.statistics.runs;
    return id;
}

void ForeignRuns::add(std::uint32_t writer, std::vector<RecordHandle> records, TimePoint time) {
    const auto run = open_run(writer, std::move(records));
    if (run) world_.events.add(time, Event::Kind::foreign_due, *run);
}

ForeignRuns::Slice ForeignRuns::slice_of(const ForeignRun& run) {
    const std::size_t rest = run.records.size() - run.done;
    return {run.done, std::min<std::size_t>(rest, writer_of(run).writer.records)};
}

/// Drawn by what the transaction is, not by when it runs.
Duration ForeignRuns::hold_of(const ForeignRun& run) {
    const ForeignWriter& writer = writer_of(run).writer;
    const Profile& profile = world_.profile();
    const Random random =
        random_of(run.writer).split("hold").split(run.number).split(run.done).split(run.attempt);
    if (writer.hold)
        return DurationLaw{to_seconds(writer.hold->mean), writer.hold->variation}.draw(random);
    const bool in_bulk = writer.is_automation() || writer.kind == ForeignWriterKind::scheduled;
    return in_bulk ? profile.draw_hold(random, slice_of(run).size) : profile.rest_hold.draw(random);
}

void ForeignRuns::due(std::uint32_t id) {
    const auto found = world_.foreign.runs.find(id);
    if (found == world_.foreign.runs.end()) return;
    ForeignRun& run = found->second;
    const ForeignWriter& writer = writer_of(run).writer;
    const Slice slice = slice_of(run);
    TransactionOrigin origin;
    origin.kind = TransactionOrigin::Kind::foreign;
    origin.job = run.writer;
    origin.batch = static_cast<std::uint32_t>(run.number);
    origin.first_row = run.done;
    origin.rows = static_cast<std::uint32_t>(slice.size);
    ForeignTerms terms;
    terms.run = id;
    terms.wait = writer.wait.value_or(world_.profile().lock_wait);
    terms.hold = hold_of(run);
    terms.in_background = !writer.is_automation();
    if (writer.unordered) {
        terms.order = random_of(run.writer)
                          .split("order")
                          .split(run.number)
                          .split(run.done)
                          .split(run.attempt);
    }
    std::vector<WantedLock> wanted;
    for (std::size_t i = 0; i < slice.size; ++i) {
        collect_update_locks(
            world_, run.records[slice.begin + i], static_cast<std::uint16_t>(i), wanted
        );
    }
    run.transaction = transactions_.open(origin, terms);
    transactions_.acquire(*run.transaction, std::move(wanted));
}

void ForeignRuns::commit(std::uint32_t id) {
    const auto found = world_.foreign.runs.find(id);
    if (found == world_.foreign.runs.end()) return;
    ForeignRun& run = found->second;
    const Slice slice = slice_of(run);
    const std::span<const RecordHandle> records{run.records};
    ForeignStatistics& statistics = writer_of(run).statistics;
    statistics.records +=
        update_records(world_, records.subspan(slice.begin, slice.size), world_.stamp_of({}));
    ++statistics.committed;
    transactions_.close(*std::exchange(run.transaction, std::nullopt));
    go_on(id);
}

/// The next transaction of the run, if there is one.
void ForeignRuns::go_on(std::uint32_t id) {
    ForeignRun& run = world_.foreign.runs.at(id);
    run.done += static_cast<std::uint32_t>(slice_of(run).size);
    run.attempt = 0;
    if (run.done < run.records.size()) return due(id);
    --writer_of(run).runs_open;
    world_.foreign.runs.erase(id);
}

void ForeignRuns::lock_timeout(TransactionNo transaction, const Transactions::Timeout& timeout) {
    const Transaction& failed = transactions_.at(transaction);
    const std::uint32_t id = failed.foreign->run;
    const std::uint32_t rows = failed.origin.rows;
    transactions_.record_failure(transaction, timeout, rows);
    transactions_.close(transaction);
    ForeignRun& run = world_.foreign.runs.at(id);
    run.transaction.reset();
    ActiveForeignWriter& active = writer_of(run);
    if (run.attempt >= active.writer.retries) {
        ++active.statistics.given_up;
        return go_on(id);
    }
    ++run.attempt;
    ++active.statistics.retries;
    EventQueue& events = active.writer.is_automation() ? world_.events : world_.foreign.events;
    events.add(world_.now + active.writer.retry_delay, Event::Kind::foreign_due, id);
}

void ForeignRuns::skip_idle_time(TimePoint horizon) {
    if (horizon - world_.now <= k_idle_time_kept) return;
    const TimePoint kept_from = horizon - k_idle_time_kept;
    for (auto& [number, active] : world_.foreign.writers) {
        if (active.next >= kept_from) continue;
        const auto& every = active.writer.every;
        if (every) {
            active.next += (kept_from - active.next) / *every * *every;
        } else if (active.writer.per_minute > 0) {
            active.next = kept_from;
        }
        if (active.next >= active.ends) active.next = TimePoint::max();
    }
}

void ForeignRuns::check_invariants() const {
    std::map<std::uint32_t, std::uint32_t> open;
    for (const auto& [id, run] : world_.foreign.runs) {
        ++open[run.writer];
        ROWLOCK_ASSERT(run.done < run.records.size());
        if (!run.transaction) continue;
        const Transaction& own = world_.transactions[static_cast<std::size_t>(*run.transaction)];
        ROWLOCK_ASSERT(own.open && own.foreign && own.foreign->run == id);
    }
    std::uint32_t automations = 0;
    std::uint32_t unordered = 0;
    for (const auto& [number, active] : world_.foreign.writers) {
        ROWLOCK_ASSERT(open[number] == active.runs_open);
        if (active.writer.is_automation()) ++automations;
        if (active.writer.unordered) ++unordered;
    }
    ROWLOCK_ASSERT(automations == world_.foreign.automations);
    ROWLOCK_ASSERT(unordered == world_.foreign.unordered);
}

void ForeignRuns::abandon(std::uint32_t writer) {
    auto& runs = world_.foreign.runs;
    std::vector<TransactionNo> open;
    for (auto run = runs.begin(); run != runs.end();) {
        if (run->second.writer != writer) {
            ++run;
            continue;
        }
        if (run->second.transaction) open.push_back(*run->second.transaction);
        run = runs.erase(run);
    }
    for (const TransactionNo transaction : open) transactions_.close(transaction);
}

}  // namespace rowlock
