#include "harness/replay/bulk2_api.hpp"

#include "mockorg/base/assert.hpp"

namespace rowlock {
namespace {

/// A job takes 150 MB of base64. [limits; guide, bulk-api 1.13]
constexpr std::size_t k_upload_bytes_max = 100'000'000;

/// Whether a repeated request was refused because its first try had worked after all.
bool had_worked(const Error& refused) {
    return refused.code == ErrorCode::invalid_job_state ||
           refused.message.find("Found multiple contents") != std::string::npos;
}

class Bulk2Exchange final : public BatchExchange {
public:
    Bulk2Exchange(PassContext& context, const Bulk2Requests& requests, BatchSlot slot)
        : context_(context), requests_(requests), slot_(std::move(slot)) {
        const JournaledBatch* known = context_.journal.find(slot_.place());
        if (known == nullptr || known->job.empty()) return;
        id_ = known->job;
        continued_ = true;
        step_ = Step::ask;
        // Keys to know the rows by.
        render();
    }

    BatchPhase phase() const override {
        switch (step_) {
            case Step::create:
            case Step::upload:
                return BatchPhase::preparing;
            case Step::close:
                return BatchPhase::committing;
            case Step::abort:
                return BatchPhase::aborting;
            case Step::ask:
                return continued_ ? BatchPhase::preparing : BatchPhase::running;
            case Step::successful:
            case Step::failed:
            case Step::unprocessed:
                return BatchPhase::reading;
            case Step::settled:
                return BatchPhase::settled;
            case Step::withdrawn:
                break;
        }
        return BatchPhase::withdrawn;
    }

    HttpRequest request() override;

    bool creates_job() const override { return step_ == Step::create; }

    bool prepare() override {
        if (step_ != Step::create || prepared_) return false;
        prepared_ = render();
        return true;
    }

    Result<void> read(const RequestLine& asked, HttpResponse answer, bool repeated) override;

    bool retry(bool) override { return true; }

    bool too_early(const HttpResponse& answer) const override {
        return was_aborted_ && phase() == BatchPhase::reading &&
               wire_code_of(answer) == wire_code(ErrorCode::invalid_job_state);
    }

    bool abort() override {
        if (id_.empty()) return false;
        // First of all, how far did the earlier run come?
        if (continued_) return true;
        if (aborted_) return false;
        was_running_ = phase() == BatchPhase::running;
        step_ = Step::abort;
        return true;
    }

    const std::string& job_id() const override { return id_; }

    const SentRows& rows() const override { return slot_.rows; }

private:
    enum class Step : std::uint8_t {
        create,
        upload,
        close,
        ask,
        successful,
        failed,
        unprocessed,
        abort,
        settled,
        withdrawn
    };

    Result<void> read_created(const RequestLine& asked, const HttpResponse& answer);
    Result<void> read_asked(const RequestLine& asked, const HttpResponse& answer);
    Result<void> continue_from(const IngestJobStatus& status);
    void read_aborted(const HttpResponse& answer);
    /// Whether a transaction of the aborted job may still be under way.
    bool may_still_work(const IngestJobStatus& status);
    void end(const IngestJobStatus& status);
    Result<void> read_results(const RequestLine& asked, HttpResponse answer);
    void begin_reading();
    Result<void> settle();

    std::string render() { return render_rows(context_, slot_.rows, k_upload_bytes_max); }

    IngestJobSpec job_spec() const {
        return {
            context_.object,
            std::string{name_of(context_.operation)},
            context_.external_id,
            context_.identity.format(),
            context_.serial};
    }

    PassContext& context_;
    const Bulk2Requests& requests_;
    BatchSlot slot_;
    Step step_ = Step::create;
    std::string id_;
    /// The data of the upload to come.
    std::optional<std::string> prepared_;
    /// An earlier run made the job; how far it came is to be found out.
    bool continued_ = false;
    /// The earlier run may have uploaded and closed it already.
    bool tolerant_ = false;
    bool was_running_ = false;
    bool aborted_ = false;
    /// It ended as aborted,
    bool was_aborted_ = false;
    /// with no row processed.
    bool untouched_ = false;
    unsigned asked_since_ = 0;
    std::unique_ptr<JobAccounting> accounting_;
};

HttpRequest Bulk2Exchange::request() {
    switch (step_) {
        case Step::create:
            return requests_.create(job_spec());
        case Step::upload:
            return requests_.upload(
                id_, prepared_ ? *std::exchange(prepared_, std::nullopt) : render()
            );
        case Step::close:
            return requests_.set_state(id_, "UploadComplete");
        case Step::ask:
            return requests_.info(id_);
        case Step::successful:
            return requests_.results(id_, ResultFile::successful);
        case Step::failed:
            return requests_.results(id_, ResultFile::failed);
        case Step::unprocessed:
            return requests_.results(id_, ResultFile::unprocessed);
        case Step::abort:
            return requests_.set_state(id_, "Aborted");
        case Step::settled:
        case Step::withdrawn:
            break;
    }
    ROWLOCK_ASSERT(false);
    return {};
}

Result<void> Bulk2Exchange::read(const RequestLine& asked, HttpResponse answer, bool repeated) {
    switch (step_) {
        case Step::create:
            return read_created(asked, answer);
        case Step::upload: {
            auto uploaded = read_uploaded(asked, answer);
            if (!uploaded && !((repeated || tolerant_) && had_worked(uploaded.error())))
                return uploaded;
            step_ = Step::close;
            return {};
        }
        case Step::close: {
            auto state = read_state(asked, answer);
            if (!state && !((repeated || tolerant_) && had_worked(state.error())))
                return Failure{std::move(state.error())};
            step_ = Step::ask;
            return {};
        }
        case Step::ask:
            return read_asked(asked, answer);
        case Step::successful:
        case Step::failed:
        case Step::unprocessed:
            return read_results(asked, std::move(answer));
        case Step::abort:
            read_aborted(answer);
            return {};
        case Step::settled:
        case Step::withdrawn:
            break;
    }
    ROWLOCK_ASSERT(false);
    return {};
}

Result<void> Bulk2Exchange::read_created(const RequestLine& asked, const HttpResponse& answer) {
    auto id = read_created_job(asked, answer);
    if (!id) return Failure{std::move(id.error())};
    id_ = std::move(*id);
    context_.journal.job_created(slot_.place(), id_);
    step_ = Step::upload;
    return {};
}

Result<void> Bulk2Exchange::read_asked(const RequestLine& asked, const HttpResponse& answer) {
    auto status = read_job_status(asked, answer);
    if (!status) {
        if (status.error().code != ErrorCode::not_found) return Failure{std::move(status.error())};
        if (auto lost = job_lost(context_, std::move(status.error()), id_, continued_))
            return Failure{std::move(*lost)};
        continued_ = false;
        id_.clear();
        step_ = context_.repeatable() ? Step::create : Step::settled;
        if (step_ == Step::settled) leave_unknown(context_, slot_.rows);
        return {};
    }
    if (continued_) return continue_from(*status);
    if (status->ended() && !may_still_work(*status)) end(*status);
    return {};
}

void Bulk2Exchange::read_aborted(const HttpResponse& answer) {
    step_ = Step::withdrawn;
    if (!was_running_) return;
    aborted_ = true;
    step_ = Step::ask;
    // Refused: it has ended by itself.
    if (answer.status >= 400) begin_reading();
}

/// An aborted job says so at once, but the chunk it was at goes on to its commit, after a lock wait
/// of up to 10 s: rows that look untried would be there a moment later.
bool Bulk2Exchange::may_still_work(const IngestJobStatus& status) {
    constexpr unsigned k_questions = 4;
    return !context_.mock_org && status.state == "Aborted" &&
           status.rows_processed < slot_.rows.count && ++asked_since_ < k_questions;
}

Result<void> Bulk2Exchange::continue_from(const IngestJobStatus& status) {
    if (status.state == "Open") {
        // The same job: if the earlier run's last words are still on their way, they find their
        // work done, and nothing is done twice.
        tolerant_ = true;
        step_ = Step::upload;
    } else if (status.ended() && !may_still_work(status)) {
        end(status);
    }
    continued_ = false;
    return {};
}

void Bulk2Exchange::end(const IngestJobStatus& status) {
    PassStatistics& statistics = *context_.statistics;
    statistics.retries += status.retries;
    statistics.active_time += status.active_time;
    statistics.add_span(status.created_ms, status.modified_ms);
    was_aborted_ = status.state == "Aborted";
    untouched_ = was_aborted_ && status.rows_processed == 0;
    if (status.state == "Failed") {
        statistics.add_failure(status.error_message);
        // A job of which not one row was tried (a wrong header, say) tells how all others would go;
        // one of an earlier run only how it went then.
        if (status.rows_processed == 0 && !continued_)
            context_.hopeless = untried("job " + status.id, status.error_message);
    }
    begin_reading();
}

void Bulk2Exchange::begin_reading() {
    accounting_ = std::make_unique<JobAccounting>(
        slot_.rows, context_.identity, *context_.ledger, context_.created_ids
    );
    step_ = Step::successful;
}

Result<void> Bulk2Exchange::read_results(const RequestLine& asked, HttpResponse answer) {
    const int status = answer.status;
    auto csv = read_result_file(asked, std::move(answer));
    if (!csv) return Failure{std::move(csv.error())};
    const ResultFile file = step_ == Step::successful ? ResultFile::successful
                            : step_ == Step::failed   ? ResultFile::failed
                                                      : ResultFile::unprocessed;
    auto read = accounting_->read(file, *csv);
    const bool last = read && (accounting_->complete() || file == ResultFile::unprocessed);
    if (last) read = settle();
    if (!read) {
        HttpResponse shown;
        shown.status = status;
        shown.body = std::move(*csv);
        return Failure{protocol_error(asked, shown, read.error().message)};
    }
    if (!last) step_ = file == ResultFile::successful ? Step::failed : Step::unprocessed;
    return {};
}

/// A job that was aborted before its upload has no rows to tell of: they were never there.
Result<void> Bulk2Exchange::settle() {
    if (auto finished = accounting_->finish(); !finished) return finished;
    context_.statistics->ambiguous_rows += accounting_->ambiguous_rows();
    step_ = Step::settled;
    if (!untouched_) return {};
    for (RowNumber i = 0; i < slot_.rows.count; ++i) {
        const RowNumber row = slot_.rows.row(i);
        if (context_.ledger->status(row) == RowStatus::missing)
            context_.ledger->set(row, RowStatus::unprocessed);
    }
    return {};
}

}  // namespace

Bulk2Api::Bulk2Api(PassContext& context) : context_(context) {}

std::unique_ptr<BatchExchange> Bulk2Api::begin(BatchSlot slot) {
    return std::make_unique<Bulk2Exchange>(context_, requests_, std::move(slot));
}

}  // namespace rowlock
