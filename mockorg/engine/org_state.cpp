#include "mockorg/engine/org_state.hpp"

#include "mockorg/engine/batch_runner.hpp"
#include "mockorg/engine/foreign_runs.hpp"
#include "mockorg/engine/lock_faults.hpp"
#include "mockorg/engine/query_job_runner.hpp"

#include <algorithm>

namespace rowlock {

void Org::State::perform(const Event& event) {
    BatchRunner runner{world};
    switch (event.kind) {
        case Event::Kind::prepare_job:
            runner.prepare(event.subject);
            break;
        case Event::Kind::chunk_due:
            runner.chunk_due(TransactionNo{event.subject});
            break;
        case Event::Kind::queue_batch:
            runner.queue(event.subject, event.detail);
            break;
        case Event::Kind::batch_due:
            runner.batch_due(event.subject, event.detail);
            break;
        case Event::Kind::commit:
            perform_commit(TransactionNo{event.subject});
            break;
        case Event::Kind::lock_timeout:
            perform_timeout(event);
            break;
        case Event::Kind::query_job_due:
            QueryJobRunner{world}.due(event.subject);
            break;
        case Event::Kind::resume_batch:
            runner.resume(event.subject, event.detail);
            break;
        case Event::Kind::resume_query_job:
            QueryJobRunner{world}.resume(event.subject);
            break;
        case Event::Kind::foreign_due:
            ForeignRuns{world}.due(event.subject);
            break;
        case Event::Kind::foreign_commit:
            ForeignRuns{world}.commit(event.subject);
            break;
    }
}

std::optional<TimePoint> Org::State::next_due() {
    auto next = world.events.next_time();
    const auto or_sooner = [&](std::optional<TimePoint> time) {
        if (time && (!next || *time < *next)) next = time;
    };
    if (!world.faults.holders.empty()) or_sooner(LockFaults{world}.next_due());
    if (!world.foreign.writers.empty()) or_sooner(ForeignRuns{world}.next_due());
    return next;
}

void Org::State::perform_next() {
    const bool has_holders = !world.faults.holders.empty();
    const bool has_writers = !world.foreign.writers.empty();
    if (has_holders || has_writers) {
        // At the same moment, those from outside come first.
        const auto next = next_due();
        if (has_holders && LockFaults{world}.next_due() == next)
            return LockFaults{world}.perform_next();
        if (has_writers && ForeignRuns{world}.next_due() == next)
            return ForeignRuns{world}.perform_next();
    }
    perform(world.events.take());
}

void Org::State::skip_idle_time(TimePoint now) {
    if (world.foreign.writers.empty()) return;
    const TimePoint busy_from = world.events.next_time().value_or(TimePoint::max());
    ForeignRuns{world}.skip_idle_time(std::min(now, busy_from));
}

void Org::State::perform_commit(TransactionNo transaction) {
    if (is_rest(transaction) && QueryLocks{world}.owns(transaction)) {
        answer(QueryLocks{world}.commit(transaction));
    } else if (is_script(transaction)) {
        const std::uint64_t number = rest_number(transaction);
        answer_script(number, ScriptDesk{world}.commit(transaction, scripts.at(number)));
    } else if (is_rest(transaction)) {
        answer(RestDesk{world}.commit(transaction));
    } else {
        BatchRunner{world}.commit(transaction);
    }
}

void Org::State::perform_timeout(const Event& event) {
    const TransactionNo transaction{event.subject};
    const auto timeout = Transactions{world}.timed_out(transaction, event.detail);
    if (!timeout) return;
    if (world.transactions[event.subject].foreign) {
        ForeignRuns{world}.lock_timeout(transaction, *timeout);
    } else if (is_rest(transaction) && QueryLocks{world}.owns(transaction)) {
        answer(QueryLocks{world}.lock_timeout(transaction, *timeout));
    } else if (is_script(transaction)) {
        const std::uint64_t number = rest_number(transaction);
        answer_script(
            number, tl::unexpected{ScriptDesk{world}.lock_timeout(transaction, *timeout)}
        );
    } else if (is_rest(transaction)) {
        answer(RestDesk{world}.lock_timeout(transaction, *timeout));
    } else {
        BatchRunner{world}.lock_timeout(transaction, *timeout);
    }
}

void Org::State::answer(RestDesk::Finished finished) {
    const auto reply = pending.extract(finished.number);
    if (!reply.empty()) reply.mapped()(std::move(finished.reply));
}

void Org::State::answer(QueryLocks::Finished finished) {
    const auto reply = pending_queries.extract(finished.number);
    if (!reply.empty()) reply.mapped()(std::move(finished.reply));
}

void Org::State::answer_script(std::uint64_t number, Result<RunScript::Reply> reply) {
    scripts.erase(number);
    const auto waiting = pending_scripts.extract(number);
    if (!waiting.empty()) waiting.mapped()(std::move(reply));
}

}  // namespace rowlock
