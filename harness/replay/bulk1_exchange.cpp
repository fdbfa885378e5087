#include "harness/replay/bulk1_exchange.hpp"

#include "mockorg/base/assert.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

/// A row the org never tried has no status code: no error at all, or the batch's own trouble under
/// the name of an exception, such as InternalServerError.
bool was_tried(const Bulk1RowResult& result) {
    if (result.success) return true;
    const std::string code = result.error.substr(0, result.error.find(':'));
    return !code.empty() &&
           std::none_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

KnownOutcome outcome_of(Bulk1RowResult result) {
    KnownOutcome outcome;
    outcome.status = result.created ? RowStatus::created : RowStatus::updated;
    if (!result.success)
        outcome.status = was_tried(result) ? RowStatus::failed : RowStatus::unprocessed;
    outcome.id = std::move(result.id);
    outcome.error = std::move(result.error);
    return outcome;
}

Bulk1Exchange::Bulk1Exchange(Bulk1Api& api, BatchSlot slot)
    : api_(api), context_(api.context()), slot_(std::move(slot)) {
    const JournaledBatch* known = context_.journal.find(slot_.place());
    if (known != nullptr && !known->job.empty()) {
        continue_from(*known);
        return;
    }
    lane_ = api_.open_lane(slot_.partition, slot_.serial);
    step_ = lane_->job.empty() ? Step::create : Step::send;
}

void Bulk1Exchange::continue_from(const JournaledBatch& known) {
    lane_ = api_.old_lane(slot_.partition, known.job);
    batch_ = known.batch;
    continued_ = true;
    step_ = batch_.empty() ? Step::seal : Step::ask;
    // How many rows it took, the first run found out in the same way.
    render_rows(context_, slot_.rows, k_bulk1_batch_bytes_max);
}

BatchPhase Bulk1Exchange::phase() const {
    switch (step_) {
        case Step::create:
        case Step::seal:
        case Step::list:
            return BatchPhase::preparing;
        case Step::send:
            return BatchPhase::committing;
        case Step::ask:
            return continued_ ? BatchPhase::preparing : BatchPhase::running;
        case Step::result:
            return BatchPhase::reading;
        case Step::abort:
            return BatchPhase::aborting;
        case Step::settled:
            return BatchPhase::settled;
        case Step::withdrawn:
            break;
    }
    return BatchPhase::withdrawn;
}

HttpRequest Bulk1Exchange::request() {
    const Bulk1Requests& requests = api_.requests();
    switch (step_) {
        case Step::create:
            return requests.create(
                {context_.object,
                 std::string{name_of(context_.operation)},
                 context_.external_id,
                 slot_.serial}
            );
        case Step::send: {
            std::string csv = render_rows(context_, slot_.rows, k_bulk1_batch_bytes_max);
            context_.journal.sending(slot_.place(), lane_->job);
            return requests.add_batch(lane_->job, std::move(csv));
        }
        case Step::seal:
            return requests.set_state(lane_->job, "Closed");
        case Step::list:
            return requests.batches(lane_->job);
        case Step::ask:
            return requests.batch_info(lane_->job, batch_);
        case Step::result:
            return requests.result(lane_->job, batch_);
        case Step::abort:
            return requests.set_state(lane_->job, "Aborted");
        case Step::settled:
        case Step::withdrawn:
            break;
    }
    ROWLOCK_ASSERT(false);
    return {};
}

Result<void> Bulk1Exchange::read(const RequestLine& asked, HttpResponse answer, bool) {
    switch (step_) {
        case Step::create:
            return read_created(asked, answer);
        case Step::send:
            return read_sent(asked, answer);
        case Step::seal:
            return read_sealed(asked, answer);
        case Step::list:
            return read_list(asked, answer);
        case Step::ask:
            return read_asked(asked, answer);
        case Step::result:
            return read_result(asked, answer);
        case Step::abort:
            // Refused or not: batches that ran may still be running, so they are asked for.
            step_ = Step::ask;
            return {};
        case Step::settled:
        case Step::withdrawn:
            break;
    }
    ROWLOCK_ASSERT(false);
    return {};
}

bool Bulk1Exchange::retry(bool unclear) {
    if (step_ == Step::send && unclear) {
        lane_->sealed = true;
        step_ = Step::seal;
    }
    return true;
}

bool Bulk1Exchange::abort() {
    // Where an earlier run left it in doubt, that is found out first.
    if (continued_ || step_ == Step::seal || step_ == Step::list) return true;
    if (step_ != Step::ask || lane_->aborted) return false;
    lane_->aborted = lane_->sealed = true;
    step_ = Step::abort;
    return true;
}

Result<void> Bulk1Exchange::read_created(const RequestLine& asked, const HttpResponse& answer) {
    auto job = read_bulk1_job(asked, answer);
    if (!job) return Failure{std::move(job.error())};
    lane_->job = std::move(job->id);
    context_.journal.shared_job_created(slot_.partition, lane_->job);
    step_ = Step::send;
    return {};
}

Result<void> Bulk1Exchange::read_sent(const RequestLine& asked, const HttpResponse& answer) {
    auto status = read_bulk1_batch(asked, answer);
    if (!status) return Failure{std::move(status.error())};
    batch_ = std::move(status->id);
    lane_->batches.insert(batch_);
    context_.journal.accepted(slot_.place(), lane_->job, batch_);
    step_ = Step::ask;
    return {};
}

Result<void> Bulk1Exchange::read_sealed(const RequestLine& asked, const HttpResponse& answer) {
    lane_->sealed = true;
    lane_->left_to_close = true;
    if (auto closed = read_bulk1_job(asked, answer);
        !closed && closed.error().code != ErrorCode::invalid_job_state) {
        if (closed.error().code != ErrorCode::invalid_job) return Failure{closed.error()};
        return lose_job(closed.error());
    }
    step_ = Step::list;
    return {};
}

Result<void> Bulk1Exchange::read_list(const RequestLine& asked, const HttpResponse& answer) {
    auto batches = read_bulk1_batch_list(asked, answer);
    if (!batches) return Failure{std::move(batches.error())};
    std::erase_if(*batches, [&](const std::string& id) { return lane_->batches.count(id) > 0; });
    if (batches->size() > 1) {
        return Failure{protocol_error(
            asked, answer, fmt::format("{} batches that are not ours", batches->size() - 1)
        )};
    }
    continued_ = false;
    if (batches->empty()) {
        send_anew();
        return {};
    }
    batch_ = std::move(batches->front());
    lane_->batches.insert(batch_);
    context_.journal.accepted(slot_.place(), lane_->job, batch_);
    step_ = Step::ask;
    return {};
}

void Bulk1Exchange::send_anew() {
    lane_ = api_.open_lane(slot_.partition, slot_.serial);
    step_ = lane_->job.empty() ? Step::create : Step::send;
}

/// The org does not know the job or batch any more.
Result<void> Bulk1Exchange::lose_job(const Error& refusal) {
    if (auto lost = job_lost(context_, refusal, lane_->job, continued_))
        return Failure{std::move(*lost)};
    lane_->left_to_close = false;
    continued_ = false;
    if (context_.repeatable()) {
        send_anew();
        return {};
    }
    leave_unknown(context_, slot_.rows);
    step_ = Step::settled;
    return {};
}

Result<void> Bulk1Exchange::read_asked(const RequestLine& asked, const HttpResponse& answer) {
    const auto status = read_bulk1_batch(asked, answer);
    if (!status) {
        const ErrorCode code = status.error().code;
        const bool is_gone = code == ErrorCode::invalid_job || code == ErrorCode::invalid_batch;
        return is_gone ? lose_job(status.error()) : Result<void>{Failure{status.error()}};
    }
    if (status->ended()) end(*status);
    continued_ = false;
    return {};
}

void Bulk1Exchange::end(const Bulk1BatchStatus& status) {
    context_.statistics->active_time += status.active_time;
    context_.statistics->add_span(status.created_ms, status.modified_ms);
    const bool failed = status.state == "Failed";
    if (failed) context_.statistics->add_failure(status.state_message);
    step_ = Step::result;
    if (status.state == "Completed" || status.rows_processed > 0) return;
    // There is no result to be had of a batch of which not one row was tried.
    // One of an earlier run tells nothing of those to come.
    if (failed && !continued_) context_.hopeless = untried("batch " + batch_, status.state_message);
    for (std::size_t i = 0; i < slot_.rows.count; ++i)
        context_.ledger->set(slot_.rows.row(i), RowStatus::unprocessed);
    step_ = Step::settled;
}

Result<void> Bulk1Exchange::read_result(const RequestLine& asked, const HttpResponse& answer) {
    auto results = read_bulk1_result(asked, answer, slot_.rows.count);
    if (!results) return Failure{std::move(results.error())};
    for (std::size_t i = 0; i < results->size(); ++i) {
        record_outcome(
            *context_.ledger,
            context_.created_ids,
            slot_.rows.row(i),
            outcome_of(std::move((*results)[i]))
        );
    }
    step_ = Step::settled;
    return {};
}

HttpRequest Bulk1Closing::request() {
    const Bulk1Requests& requests = api_.requests();
    return phase_ == BatchPhase::preparing ? requests.set_state(lane_->job, "Closed")
                                           : requests.job_info(lane_->job);
}

Result<void> Bulk1Closing::read(const RequestLine& asked, HttpResponse answer, bool) {
    lane_->sealed = true;
    auto job = read_bulk1_job(asked, answer);
    if (phase_ == BatchPhase::preparing) {
        // Closed or aborted before: just as well.
        const bool refused = !job && job.error().code != ErrorCode::invalid_job_state;
        if (refused) return Failure{std::move(job.error())};
        phase_ = BatchPhase::running;
        return {};
    }
    if (!job) return Failure{std::move(job.error())};
    api_.context().statistics->retries += job->retries;
    phase_ = BatchPhase::settled;
    return {};
}

}  // namespace rowlock
