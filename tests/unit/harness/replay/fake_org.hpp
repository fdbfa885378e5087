#pragma once

#include "harness/replay/target.hpp"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rowlock::test {

/// A few dozen lines that answer like Bulk API 2.0 ingest, with a clock of their own that jumps.
/// What becomes of each row and how long a job takes are the test's to say; any request can be made
/// to fail.
class FakeOrg final : public Target {
public:
    struct RowFate {
        enum class Kind { created, updated, failed, unprocessed, unmentioned };
        Kind kind = Kind::created;
        std::string error;
    };

    struct SentJob {
        TimePoint created;
        std::string create_body;
        std::string header;
        /// Lines as uploaded.
        std::vector<std::string> rows;
        std::string state = "Open";
        TimePoint ends;
        unsigned uploads = 0;
    };

    /// By the row's line and how often that line was sent before.
    std::function<RowFate(const std::string& line, int times_before)> fate;
    /// From UploadComplete to the end.
    std::function<Duration(const SentJob&)> duration = [](const SentJob&) { return seconds(3.0); };
    /// An answer instead of the normal one. `before`: the request then has no effect.
    std::function<std::optional<Result<HttpResponse>>(const HttpRequest&)> fault;
    /// The request takes effect, but its answer is lost on the way.
    std::function<bool(const HttpRequest&)> lose_answer = [](const HttpRequest&) { return false; };
    std::string job_state_at_end = "JobComplete";
    /// Interrupts once the clock has passed this.
    std::optional<TimePoint> interrupt_at;
    /// Interrupts after so many requests, with answers still on their way if they come late.
    std::optional<std::size_t> interrupt_after;
    /// Answers are held back until the driver waits, and then come newest first.
    bool answers_late = false;

    TimePoint now() override { return now_; }

    void send(Send send) override;
    std::optional<TargetReply> receive() override;
    Result<void> wait_until(TimePoint time) override;

    bool interrupted() const override {
        return (interrupt_at && now_ >= *interrupt_at) ||
               (interrupt_after && requests_.size() >= *interrupt_after);
    }

    const std::map<std::string, SentJob>& jobs() const { return jobs_; }

    /// `METHOD path`, the id replaced by a star.
    const std::vector<std::string>& requests() const { return requests_; }

    /// Most jobs closed and not ended at the moment another one was created.
    std::size_t most_in_flight() const { return most_in_flight_; }

private:
    HttpResponse answer(const HttpRequest& request);
    HttpResponse create(const HttpRequest& request);
    HttpResponse info(const std::string& id, SentJob& job);
    HttpResponse results(const std::string& id, SentJob& job, const std::string& file);
    void end_if_due(SentJob& job);

    TimePoint now_ = k_org_epoch;
    std::map<std::string, SentJob> jobs_;
    std::map<std::string, int> times_sent_;
    std::map<std::string, std::vector<std::pair<std::string, RowFate>>> done_;
    std::deque<TargetReply> replies_;
    bool waited_ = false;
    std::vector<std::string> requests_;
    std::size_t most_in_flight_ = 0;
};

HttpResponse json_answer(int status, std::string body);
HttpResponse error_answer(int status, const std::string& code, const std::string& message);

}  // namespace rowlock::test
