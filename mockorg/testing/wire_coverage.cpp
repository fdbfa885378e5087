#include "mockorg/testing/wire_coverage.hpp"

#include "mockorg/api/bulk1_format.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/base/blanks.hpp"
#include "mockorg/codec/line_end.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

constexpr std::string_view k_nothing = "-";
constexpr std::string_view k_unknown = "unknown";
constexpr std::string_view k_between = " | ";
constexpr std::size_t k_columns = 4;
/// Combinations one line may stand for.
constexpr std::size_t k_line_cases_max = 10'000;

std::array<std::span<const Route>, 4> bulk_tables() {
    return {bulk1_job_routes(), bulk1_batch_routes(), bulk2_ingest_routes(), bulk2_query_routes()};
}

/// The pattern behind `/services/data/{version}/` or `/services/async/{bare version}/`.
std::string_view short_pattern(std::string_view pattern) {
    for (int i = 0; i < 4; ++i) pattern.remove_prefix(pattern.find('/') + 1);
    return pattern;
}

/// The reply to a question that is answered at once.
template <class Request>
Result<typename Request::Reply> ask(Org& org, Request request) {
    std::optional<Result<typename Request::Reply>> answer;
    org.submit(org.now(), std::move(request), [&](Result<typename Request::Reply> reply) {
        answer = std::move(reply);
    });
    return std::move(*answer);
}

/// `Failed`, `Failed (InvalidBatch)`.
std::string state_text(std::string_view state, bool failed, std::string_view message) {
    const std::size_t end = message.find(" : ");
    if (!failed || end == std::string_view::npos) return std::string{state};
    return fmt::format("{} ({})", state, message.substr(0, end));
}

std::string content_of(const JobInfo& job) {
    const bool is_query = job.api == BulkApi::v1 && job.kind != JobKind::ingest;
    return fmt::format("{}{}", is_query ? "query " : "", name_of(job.content_type));
}

std::string content_of(const HttpRequest& request) {
    std::string_view type = request.headers.get("Content-Type");
    type = type.substr(0, type.find(';'));
    if (type.empty()) return std::string{k_nothing};
    if (type == "multipart/form-data") return "multipart";
    const auto known = content_type_of(type);
    return std::string{known ? name_of(*known) : type};
}

/// What the org says about the path's job, and its batch if there is one.
struct Subject {
    std::string state{k_unknown};
    std::optional<std::string> content;
};

Subject subject_of(Org& org, const std::vector<std::string>& arguments) {
    Subject subject;
    const auto id = RecordId::parse(arguments.at(0));
    const auto job = id ? ask(org, GetBulk1Job{*id}) : Result<JobInfo>{Failure{Error{}}};
    if (!job) return subject;
    subject.content = content_of(*job);
    if (arguments.size() == 1) {
        const bool failed = job->state == JobState::failed;
        subject.state = state_text(name_of(job->state), failed, job->error_message);
        return subject;
    }
    const auto batch_id = RecordId::parse(arguments.at(1));
    if (!batch_id) return subject;
    const auto batch = ask(org, GetBatch{*id, *batch_id});
    if (!batch) return subject;
    const bool failed = batch->state == BatchState::failed;
    subject.state = state_text(name_of(batch->state), failed, batch->state_message);
    return subject;
}

/// What stands between `begin` and the next `end`; nothing if there is none.
std::optional<std::string_view> between(
    std::string_view text, std::string_view begin, std::string_view end
) {
    const std::size_t start = text.find(begin);
    if (start == std::string_view::npos) return std::nullopt;
    text.remove_prefix(start + begin.size());
    return text.substr(0, text.find(end));
}

std::string_view error_code_in(std::string_view body) {
    if (const auto code = between(body, R"("errorCode":")", "\"")) return *code;
    if (const auto code = between(body, R"("exceptionCode":")", "\"")) return *code;
    return between(body, "<exceptionCode>", "<").value_or("");
}

bool is_code_letter(char c) {
    return (c >= 'A' && c <= 'Z') || c == '_';
}

/// Adds the words a result file begins its errors with, e.g. `"UNABLE_TO_LOCK_ROW:`.
void add_row_errors(
    std::string_view body, const std::string& content, std::set<std::string>& cases
) {
    for (std::size_t at = body.find('_'); at != std::string_view::npos; at = body.find('_', at)) {
        std::size_t begin = at;
        while (begin > 0 && is_code_letter(body[begin - 1])) --begin;
        while (at < body.size() && is_code_letter(body[at])) ++at;
        const char before = begin > 0 ? body[begin - 1] : ' ';
        const char after = at < body.size() ? body[at] : ' ';
        const bool in_csv = before == '"' && after == ':';
        const bool is_member = before == '"' && after == '"';
        const bool is_element = before == '>' && after == '<';
        if (!in_csv && !is_member && !is_element) continue;
        cases.insert(fmt::format("a row | - | {} | {}", content, body.substr(begin, at - begin)));
    }
}

bool is_result_of_rows(std::string_view request) {
    return request.find("/failedResults |") != std::string_view::npos ||
           request.find("/result |") != std::string_view::npos;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

/// All combinations a line stands for; none if it has not four columns, or too many.
std::vector<std::string> cases_in(std::string_view line) {
    const auto columns = split(line, '|');
    if (columns.size() != k_columns) return {};
    std::vector<std::string> cases = {""};
    for (std::size_t i = 0; i < k_columns; ++i) {
        std::vector<std::string> longer;
        for (const std::string& begin : cases) {
            for (const std::string_view value : split(columns[i], ',')) {
                if (value.empty()) return {};
                longer.push_back(begin + std::string{i == 0 ? "" : k_between} + std::string{value});
            }
        }
        if (longer.size() > k_line_cases_max) return {};
        cases = std::move(longer);
    }
    return cases;
}

}  // namespace

void WireCoverage::before(Org& org, const HttpRequest& request) {
    static const Router router{bulk_tables()};
    request_.clear();
    const HttpTarget target = parse_target(request.target);
    auto found = router.find(request.method, target);
    if (const auto* wrong = std::get_if<Router::WrongMethod>(&found)) {
        found = router.find(wrong->allowed.front(), target);
    }
    const auto* match = std::get_if<Router::Match>(&found);
    if (match == nullptr) return;
    Subject subject;
    subject.state = k_nothing;
    if (!match->arguments.empty()) subject = subject_of(org, match->arguments);
    content_ = subject.content ? *subject.content : content_of(request);
    request_ = fmt::format(
        "{} {}{}{}{}{}",
        request.method,
        short_pattern(match->route->pattern),
        k_between,
        subject.state,
        k_between,
        content_
    );
}

void WireCoverage::after(const HttpResponse& answer) {
    if (request_.empty()) return;
    const std::string_view code =
        answer.status < 400 ? std::string_view{} : error_code_in(answer.body);
    cases_.insert(
        fmt::format("{}{}{}{}{}", request_, k_between, answer.status, code.empty() ? "" : " ", code)
    );
    if (answer.status == 200 && is_result_of_rows(request_)) {
        add_row_errors(answer.body, content_, cases_);
    }
}

std::vector<std::string> bulk_requests() {
    std::vector<std::string> requests;
    for (const std::span<const Route> table : bulk_tables()) {
        for (const Route& route : table) {
            requests.push_back(fmt::format("{} {}", route.method, short_pattern(route.pattern)));
        }
    }
    return requests;
}

Result<std::set<std::string>> parse_wire_cases(std::string_view text, std::string_view file_name) {
    std::set<std::string> all;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
        const std::string_view line = without_line_end(text.substr(0, length));
        text.remove_prefix(length);
        if (line.empty() || line.front() == '#') continue;
        std::vector<std::string> cases = cases_in(line);
        if (cases.empty()) {
            return fail(
                ErrorCode::bad_file,
                fmt::format(
                    "{}:{}: expected request | state | content | answer, with commas between "
                    "several of them",
                    file_name,
                    number
                )
            );
        }
        all.insert(cases.begin(), cases.end());
    }
    return all;
}

}  // namespace rowlock
