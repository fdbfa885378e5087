#include "mockorg/testing/wire_runner.hpp"

#include "mockorg/api/run_until_idle.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/testing/in_process_org.hpp"
#include "mockorg/testing/wire_body.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace rowlock {
namespace {

constexpr std::string_view k_token = "00D000000000001!AQ0AQ.wire";

/// One run of a transcript with one seed.
class WireRun {
public:
    WireRun(const WireTranscript& transcript, std::uint64_t seed, Org org, WireCoverage* coverage)
        : transcript_(transcript),
          seed_(seed),
          coverage_(coverage),
          api_(std::move(org), {std::string{k_token}, transcript.clock}) {
        values_["token"] = k_token;
    }

    std::vector<ScenarioFailure> run();

private:
    Result<void> perform(const WireRequest& request);
    Result<void> perform(const WireAnswer& answer);
    Result<void> perform(const AdvanceBy& advance);
    Result<void> perform(const RunUntilIdle&);
    Result<void> add_headers(const WireRequest& request, HttpRequest& sent) const;
    void check_header(const WireHeader& expected);
    void check_body(const WireAnswer& answer);
    void add_failure(std::size_t line, std::string expected, std::string got);

    const WireTranscript& transcript_;
    std::uint64_t seed_;
    WireCoverage* coverage_;
    Api api_;
    WireValues values_;
    const WireStep* step_ = nullptr;
    /// Shared with the callback, which may come when the run is over.
    std::shared_ptr<std::optional<HttpResponse>> answer_;
    std::vector<ScenarioFailure> failures_;
};

std::vector<ScenarioFailure> WireRun::run() {
    for (const WireStep& step : transcript_.steps) {
        step_ = &step;
        const auto done =
            std::visit([&](const auto& action) { return perform(action); }, step.action);
        if (!done) {
            add_failure(step.line, "a step that can be taken", done.error().message);
            break;
        }
    }
    api_.org().check_invariants();
    return std::move(failures_);
}

void WireRun::add_failure(std::size_t line, std::string expected, std::string got) {
    failures_.push_back({transcript_.file, line, seed_, std::move(expected), std::move(got)});
}

/// Who sends a request is said for those that do not say it themselves.
Result<void> WireRun::add_headers(const WireRequest& request, HttpRequest& sent) const {
    bool says_who = false;
    for (const WireHeader& header : request.headers) {
        const bool is_login = equal_ignoring_case(header.name, "Authorization") ||
                              equal_ignoring_case(header.name, "X-SFDC-Session");
        says_who = says_who || is_login;
        if (header.is_absent) continue;
        auto value = fill_in(header.value, values_);
        if (!value) return tl::unexpected{value.error()};
        sent.headers.add(header.name, std::move(*value));
    }
    if (says_who) return {};
    if (sent.target.starts_with("/services/async")) {
        sent.headers.add("X-SFDC-Session", std::string{k_token});
    } else {
        sent.headers.add("Authorization", fmt::format("Bearer {}", k_token));
    }
    return {};
}

Result<void> WireRun::perform(const WireRequest& request) {
    HttpRequest sent;
    sent.method = request.method;
    auto target = fill_in(request.target, values_);
    if (!target) return tl::unexpected{target.error()};
    sent.target = std::move(*target);
    if (auto added = add_headers(request, sent); !added) return added;
    auto body = fill_in(request.body, values_);
    if (!body) return tl::unexpected{body.error()};
    sent.body = std::move(*body);
    if (coverage_ != nullptr) coverage_->before(api_.org(), sent);
    const auto place = std::make_shared<std::optional<HttpResponse>>();
    answer_ = place;
    api_.handle(api_.org().now(), std::move(sent), [place](HttpResponse response) {
        if (response.stream) response.body = read_all(response.stream);
        *place = std::move(response);
    });
    return {};
}

Result<void> WireRun::perform(const WireAnswer& answer) {
    if (!answer_->has_value()) {
        add_failure(step_->line, fmt::format("status {}", answer.status), "no answer yet");
        return {};
    }
    const HttpResponse& got = **answer_;
    if (coverage_ != nullptr) coverage_->after(got);
    if (got.status != answer.status) {
        add_failure(
            step_->line,
            fmt::format("status {}", answer.status),
            fmt::format("{} {:.500}", got.status, got.body)
        );
        return {};
    }
    for (const WireHeader& header : answer.headers) check_header(header);
    check_body(answer);
    return {};
}

void WireRun::check_header(const WireHeader& expected) {
    const HttpHeaders& headers = (*answer_)->headers;
    const bool is_there = headers.has(expected.name);
    if (expected.is_absent) {
        if (is_there) {
            add_failure(
                expected.line,
                fmt::format("no header {}", expected.name),
                fmt::format("'{}'", headers.get(expected.name))
            );
        }
        return;
    }
    if (!is_there) return add_failure(expected.line, "header " + expected.name, "none");
    if (auto mismatch = match_wire_text(expected.value, headers.get(expected.name), values_)) {
        add_failure(
            expected.line,
            fmt::format("{}: ...{}", expected.name, mismatch->expected),
            std::move(mismatch->got)
        );
    }
}

void WireRun::check_body(const WireAnswer& answer) {
    const WireLayout layout = layout_of((*answer_)->headers.get("Content-Type"));
    auto mismatch = match_wire_body(answer.body, (*answer_)->body, layout, step_->line, values_);
    if (!mismatch) return;
    add_failure(mismatch->line, std::move(mismatch->expected), std::move(mismatch->got));
}

Result<void> WireRun::perform(const AdvanceBy& advance) {
    api_.org().advance_to(api_.org().now() + advance.time);
    return {};
}

Result<void> WireRun::perform(const RunUntilIdle&) {
    run_until_idle(api_.org());
    return {};
}

}  // namespace

Result<std::vector<ScenarioFailure>> run_wire_transcript(
    const WireTranscript& transcript, WireCoverage* coverage
) {
    std::vector<ScenarioFailure> failures;
    for (const std::uint64_t seed : transcript.seeds) {
        OrgConfig config = transcript.config;
        config.seed = seed;
        auto org = Org::create(std::move(config));
        if (!org) return tl::unexpected{org.error()};
        std::vector<ScenarioFailure> found =
            WireRun{transcript, seed, std::move(*org), coverage}.run();
        failures.insert(failures.end(), found.begin(), found.end());
    }
    return failures;
}

}  // namespace rowlock
