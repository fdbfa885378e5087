#pragma once

#include "harness/client/http_client.hpp"
#include "harness/client/target_options.hpp"
#include "harness/replay/target.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace rowlock {

/// What a command is going to do to the org's records.
enum class Access : std::uint8_t { reads, writes };

/// An org over HTTP. A rowlock mock with a manual clock is driven step by step: one request after
/// another, and waiting means moving the mock's clock, so that a load runs as in a rehearsal and
/// without real waiting. Any other org goes by the wall clock, with several requests under way at
/// once.
class RemoteTarget final : public Target {
public:
    /// Logs in, and asks the target which clock it has. A session that ends is renewed, unless it
    /// came as a token. Errors: those of log_in(), and bad_configuration for writes to what may be
    /// a production org without the user's word.
    static Result<RemoteTarget> connect(const TargetOptions& options, Access access);

    TimePoint now() override;
    void send(Send send) override;
    std::optional<TargetReply> receive() override;
    Result<void> wait_until(TimePoint time) override;
    bool interrupted() const override;

    bool manual_clock() const { return mock_time_.has_value(); }

    /// A mock that does all its work before the next request comes, so that nothing overlaps.
    bool virtual_clock() const { return virtual_clock_; }

    /// A rowlock mock org, with whatever clock.
    bool is_mock() const { return is_mock_; }

    /// Where requests go: an alias or a login host may have led elsewhere.
    const std::string& base_url() const { return client_.base_url(); }

    /// Where the org's clock stood when we came, in milliseconds since 1970; if it does not tell,
    /// our own.
    std::int64_t org_ms() const { return org_ms_; }

    /// One request outside any driver, tried again while the trouble is a passing one (Patience).
    /// Nothing else may be under way.
    Result<HttpResponse> ask(const HttpRequest& request);

private:
    RemoteTarget(HttpClient client, const HttpResponse& clock);

    Result<void> advance_mock(TimePoint time);

    HttpClient client_;
    bool is_mock_ = false;
    bool virtual_clock_ = false;
    /// The mock's clock, if it is a manual one.
    std::optional<TimePoint> mock_time_;
    /// Wall clock: where it stood at the beginning, and a clock that never jumps for the rest.
    TimePoint wall_begin_;
    std::chrono::steady_clock::time_point steady_begin_;
    std::int64_t org_ms_;
    std::deque<TargetReply> replies_;
};

}  // namespace rowlock
