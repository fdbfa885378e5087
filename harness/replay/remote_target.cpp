#include "harness/replay/remote_target.hpp"

#include "harness/client/login.hpp"
#include "harness/client/org_host.hpp"
#include "harness/client/patient_request.hpp"
#include "harness/replay/org_time.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/base/interrupt.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rowlock {
namespace {

constexpr const char* k_clock_path = "/rowlock/clock";
constexpr const char* k_advance_path = "/rowlock/clock/advance";

struct MockClock {
    TimePoint now;
    std::string mode;
};

/// Nothing if the answer is no mock's.
std::optional<MockClock> read_clock(const HttpResponse& answer) {
    const auto json = parse_json(answer.body);
    if (answer.status != 200 || !json || !json->is_object()) return std::nullopt;
    const auto mode = json->find("mode");
    const auto now = json->find("nowMicroseconds");
    if (mode == json->end() || now == json->end() || !now->is_number_integer()) return std::nullopt;
    if (!mode->is_string()) return std::nullopt;
    return MockClock{TimePoint{Duration{now->get<std::int64_t>()}}, mode->get<std::string>()};
}

Result<void> check_no_production(const std::string& url) {
    if (!may_be_production(url)) return {};
    return fail(
        ErrorCode::bad_configuration,
        url +
            " may be a production org: it is neither this machine nor a sandbox. To write there, "
            "add --i-know-this-is-production"
    );
}

}  // namespace

/// `clock`: what the target answered to the question after its clock.
RemoteTarget::RemoteTarget(HttpClient client, const HttpResponse& clock)
    : client_(std::move(client)),
      wall_begin_(std::chrono::floor<Duration>(std::chrono::system_clock::now().time_since_epoch())
      ),
      steady_begin_(std::chrono::steady_clock::now()),
      org_ms_(org_time_in(clock).value_or(milliseconds_of(wall_begin_))) {
    // Real orgs have no such route, and mocks with other clocks need no help with theirs.
    const auto mock = read_clock(clock);
    if (!mock) return;
    is_mock_ = true;
    virtual_clock_ = mock->mode == "virtual";
    if (mock->mode == "manual") mock_time_ = mock->now;
}

Result<RemoteTarget> RemoteTarget::connect(const TargetOptions& options, Access access) {
    const auto session = log_in(options);
    if (!session) return Failure{session.error()};
    if (access == Access::writes && !options.production_known) {
        if (auto safe = check_no_production(session->base_url); !safe)
            return Failure{std::move(safe.error())};
    }
    HttpClientOptions client_options;
    client_options.base_url = session->base_url;
    client_options.ca_file = options.ca_file;
    client_options.token = session->token;
    if (can_log_in_again(options)) {
        client_options.renew_token = [options] {
            return log_in(options).map([](OrgSession renewed) { return renewed.token; });
        };
    }
    auto client = HttpClient::create(std::move(client_options));
    if (!client) return Failure{std::move(client.error())};
    const auto answer = perform_patiently(*client, request_of("GET", k_clock_path), is_transient);
    if (!answer) return Failure{answer.error()};
    if (answer->status == 401) {
        return fail(
            ErrorCode::invalid_session_id,
            client->base_url() + " does not accept the token; give a valid one with --token"
        );
    }
    return RemoteTarget{std::move(*client), *answer};
}

TimePoint RemoteTarget::now() {
    if (mock_time_) return *mock_time_;
    const auto passed = std::chrono::steady_clock::now() - steady_begin_;
    return wall_begin_ + std::chrono::floor<Duration>(passed);
}

void RemoteTarget::send(Send send) {
    if (!mock_time_) return client_.start(send.token, std::move(send.request));
    replies_.push_back({send.token, client_.perform(std::move(send.request))});
}

std::optional<TargetReply> RemoteTarget::receive() {
    if (!mock_time_) {
        auto reply = client_.receive();
        if (!reply) return std::nullopt;
        return TargetReply{reply->token, std::move(reply->response)};
    }
    if (replies_.empty()) return std::nullopt;
    TargetReply reply = std::move(replies_.front());
    replies_.pop_front();
    return reply;
}

Result<void> RemoteTarget::wait_until(TimePoint time) {
    if (mock_time_) return replies_.empty() ? advance_mock(time) : Result<void>{};
    // Short, because a signal does not end the wait, and somebody may want to see progress.
    constexpr Duration k_longest = std::chrono::milliseconds{200};
    const TimePoint here = now();
    const Duration wait = time > here + k_longest ? k_longest : std::max(time - here, Duration{0});
    client_.wait(std::chrono::ceil<std::chrono::milliseconds>(wait));
    return {};
}

Result<void> RemoteTarget::advance_mock(TimePoint time) {
    if (time <= *mock_time_) return {};
    HttpRequest request = request_of("POST", k_advance_path);
    request.headers.add("Content-Type", "application/json");
    const std::int64_t to = time.time_since_epoch().count();
    JsonWriter{request.body}.begin_object().member("to", to).end_object();
    const RequestLine asked = RequestLine::of(request);
    const auto answer = client_.perform(std::move(request));
    if (!answer) return Failure{answer.error()};
    if (answer->status >= 400) return Failure{refusal(asked, *answer)};
    const auto reached = read_clock(*answer);
    if (!reached || reached->now < time)
        return Failure{protocol_error(asked, *answer, "expected a clock")};
    mock_time_ = reached->now;
    return {};
}

bool RemoteTarget::interrupted() const {
    return rowlock::interrupted();
}

Result<HttpResponse> RemoteTarget::ask(const HttpRequest& request) {
    return perform_patiently(client_, request, is_transient);
}

}  // namespace rowlock
