#pragma once

#include "harness/replay/batch_exchange.hpp"
#include "harness/replay/bulk1_api.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace rowlock {

/// A batch of Bulk API 1.0 takes 10 MB, and 10,000,000 characters. [bulk-api 3.12]
inline constexpr std::size_t k_bulk1_batch_bytes_max = 10'000'000;

/// A line of a batch's result as a row's outcome.
KnownOutcome outcome_of(Bulk1RowResult result);

/// The way of one batch through Bulk API 1.0.
class Bulk1Exchange final : public BatchExchange {
public:
    Bulk1Exchange(Bulk1Api& api, BatchSlot slot);

    BatchPhase phase() const override;
    HttpRequest request() override;

    bool creates_job() const override { return step_ == Step::create; }

    Result<void> read(const RequestLine& asked, HttpResponse answer, bool repeated) override;
    bool retry(bool unclear) override;
    bool abort() override;

    const std::string& job_id() const override { return lane_->job; }

    std::string_view batch_id() const override { return batch_; }

    const SentRows& rows() const override { return slot_.rows; }

private:
    enum class Step : std::uint8_t {
        create,
        send,
        /// Closes the job of a batch in doubt, and lists what got into it.
        seal,
        list,
        ask,
        result,
        abort,
        settled,
        withdrawn
    };

    void continue_from(const JournaledBatch& known);
    Result<void> read_created(const RequestLine& asked, const HttpResponse& answer);
    Result<void> read_sent(const RequestLine& asked, const HttpResponse& answer);
    Result<void> read_sealed(const RequestLine& asked, const HttpResponse& answer);
    Result<void> read_list(const RequestLine& asked, const HttpResponse& answer);
    Result<void> read_asked(const RequestLine& asked, const HttpResponse& answer);
    Result<void> read_result(const RequestLine& asked, const HttpResponse& answer);
    void end(const Bulk1BatchStatus& status);
    void send_anew();
    Result<void> lose_job(const Error& refusal);

    Bulk1Api& api_;
    PassContext& context_;
    BatchSlot slot_;
    std::shared_ptr<Bulk1Lane> lane_;
    Step step_ = Step::create;
    std::string batch_;
    /// An earlier run sent it; whether the org still knows is to be found out.
    bool continued_ = false;
};

/// Closes a shared job and, when its batches are done, asks how often they were requeued.
class Bulk1Closing final : public BatchExchange {
public:
    Bulk1Closing(Bulk1Api& api, std::shared_ptr<Bulk1Lane> lane)
        : api_(api), lane_(std::move(lane)) {}

    BatchPhase phase() const override { return phase_; }

    HttpRequest request() override;
    Result<void> read(const RequestLine& asked, HttpResponse answer, bool repeated) override;

    bool retry(bool) override { return true; }

    bool abort() override { return false; }

    const std::string& job_id() const override { return lane_->job; }

    const SentRows& rows() const override { return no_rows_; }

private:
    Bulk1Api& api_;
    std::shared_ptr<Bulk1Lane> lane_;
    BatchPhase phase_ = BatchPhase::preparing;
    SentRows no_rows_;
};

}  // namespace rowlock
