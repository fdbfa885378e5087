#include "harness/batcher/loader/faulty_org.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace rowlock::loader {
namespace {

constexpr const char* k_token = "00DTEST!loader";
constexpr std::uint32_t k_requests_max = 1'000;
constexpr std::size_t k_transcript_max = 60;
constexpr Duration k_request_time = std::chrono::milliseconds{100};
constexpr Duration k_patience = std::chrono::hours{48};
constexpr Duration k_time_step = std::chrono::hours{1};
/// A column of the task.
constexpr std::size_t k_email = 1;

OrgConfig config_of(const History& history) {
    OrgConfig config;
    Profile& profile = config.profile;
    profile.name = "loader test";
    profile.workers = 2;
    profile.chunk_rows = std::max(1U, history.chunk_rows);
    profile.hold = {history.slow ? 20.0 : 1.0, 0.0};
    profile.rest_hold = {history.long_locks ? 60.0 : 15.0, 0.0};
    profile.pre_lock = Duration{0};
    profile.batch_overhead = seconds(1.0);
    if (history.strict) {
        profile.lock_failures_max = 0;
        profile.requeues_max = 0;
    }
    return config;
}

Api make_api(const History& history) {
    auto org = Org::create(config_of(history));
    ROWLOCK_ASSERT(org.has_value());
    return Api{std::move(*org), {k_token, {ClockMode::Kind::manual, 1.0}}};
}

std::string text_of(RowText text) {
    switch (text) {
        case RowText::plain:
            return "a";
        case RowText::comma:
            return "a,b";
        case RowText::quotes:
            return "a \"b\"";
        case RowText::line_feed:
            break;
    }
    return "a\nb";
}

std::string email_of(std::size_t row) {
    return fmt::format("row{}@example.com", row + 1);
}

/// What follows `jobs/ingest` in a path; nothing for other paths.
std::optional<std::vector<std::string>> ingest_path(const HttpTarget& target) {
    const auto& path = target.path;
    const bool ingest = path.size() > 4 && equal_ignoring_case(path[3], "jobs") &&
                        equal_ignoring_case(path[4], "ingest");
    if (!ingest) return std::nullopt;
    return std::vector<std::string>(path.begin() + 5, path.end());
}

std::string member_of(const std::string& body, const char* name) {
    const auto json = parse_json(body);
    if (!json || !json->is_object()) return {};
    const auto found = json->find(name);
    return found != json->end() && found->is_string() ? found->get<std::string>() : std::string{};
}

HttpResponse unavailable_response() {
    HttpResponse response;
    response.status = 503;
    response.headers.add("Content-Type", "application/json;charset=UTF-8");
    response.body =
        R"([{"errorCode":"SERVER_UNAVAILABLE","message":"The server is busy; try again later"}])";
    return response;
}

}  // namespace

std::optional<RecordId> job_of(const HttpTarget& target) {
    const auto path = ingest_path(target);
    return path && !path->empty() ? RecordId::parse(path->front()) : std::nullopt;
}

Step step_of(const HttpRequest& request, const HttpTarget& target) {
    const auto path = ingest_path(target);
    if (!path) return Step::other;
    if (path->empty()) return request.method == "POST" ? Step::create : Step::other;
    if (path->size() == 2) return request.method == "PUT" ? Step::upload : Step::results;
    if (request.method == "GET") return Step::poll;
    if (request.method != "PATCH") return Step::other;
    return member_of(request.body, "state") == "Aborted" ? Step::abort : Step::close;
}

FaultyOrg::FaultyOrg(const History& history) : history_(history), api_(make_api(history)) {
    add_accounts();
    add_rows();
    truth_.rows.resize(task_.rows.size());
    start_ = now();
}

std::string FaultyOrg::write(WriteRecord record) {
    std::optional<Result<WriteRecord::Reply>> reply;
    Org& org = api_.org();
    org.submit(org.now(), std::move(record), [&reply](Result<WriteRecord::Reply> written) {
        reply = std::move(written);
    });
    while (!reply) {
        const auto next = org.next_deadline();
        ROWLOCK_ASSERT(next.has_value());
        org.advance_to(*next);
    }
    ROWLOCK_ASSERT(reply->has_value());
    return (*reply)->id.text();
}

void FaultyOrg::add_accounts() {
    for (unsigned i = 1; i <= k_accounts; ++i) {
        WriteRecord record{"Account", Operation::insert, {}, {}, {{"Name", fmt::format("A{}", i)}}};
        accounts_.push_back(*RecordId::parse(write(std::move(record))));
    }
}

void FaultyOrg::add_known_contact(const HistoryRow& row, std::size_t number) {
    if (!row.known || !history_.upsert) return;
    write(
        {"Contact",
         Operation::insert,
         {},
         {},
         {{"LastName", k_untouched_name}, {"Email", email_of(number)}}}
    );
}

void FaultyOrg::add_rows() {
    task_.object = "Contact";
    task_.operation = history_.upsert ? "upsert" : "insert";
    if (history_.upsert) task_.external_id_field = "Email";
    task_.columns = {"LastName", "Email", "AccountId", "Description"};
    task_.key_column = k_email;
    for (std::size_t i = 0; i < history_.rows.size(); ++i) {
        const HistoryRow& row = history_.rows[i];
        add_known_contact(row, i);
        const std::string account =
            row.account == 0 ? std::string{} : accounts_[(row.account - 1U) % k_accounts].text();
        // An update leaves empty cells alone: what it cannot do is to clear the name.
        const std::string no_name = row.known && history_.upsert ? "#N/A" : "";
        task_.rows.push_back(
            {row.hopeless ? no_name : fmt::format("N{}", i + 1),
             email_of(i),
             account,
             text_of(row.text)}
        );
    }
}

TimePoint FaultyOrg::now() const {
    return api_.org().now();
}

void FaultyOrg::check_patience(Duration ahead) {
    if (requests_ >= k_requests_max) {
        throw Exhausted{fmt::format("it had not ended after {} requests", k_requests_max)};
    }
    if (ahead > k_patience || now() + ahead - start_ > k_patience) {
        throw Exhausted{"it had not ended after 48 hours"};
    }
}

void FaultyOrg::wait(Duration time) {
    if (time <= Duration{0}) return;
    check_patience(time);
    api_.org().advance_to(now() + time);
}

void FaultyOrg::lock_account(std::uint8_t account) {
    const RecordId& id = accounts_[(account - 1U) % k_accounts];
    WriteRecord record{
        "Account", Operation::update, id.text(), {}, {{"Description", "somebody else's"}}};
    Org& org = api_.org();
    org.submit(org.now(), std::move(record), [](const Result<WriteRecord::Reply>&) {});
}

void FaultyOrg::abort_job(const HttpTarget& target) {
    const auto id = job_of(target);
    if (!id) return;
    Org& org = api_.org();
    // Refused where it has ended already.
    org.submit(org.now(), SetJobState{*id, "Aborted"}, [](const Result<JobInfo>&) {});
}

void FaultyOrg::happen(const Event& event, const HttpTarget& target, Passage& passage) {
    switch (event.kind) {
        case EventKind::unavailable:
            passage = Passage::unavailable;
            break;
        case EventKind::request_lost:
            passage = Passage::request_lost;
            break;
        case EventKind::reply_lost:
            passage = Passage::reply_lost;
            break;
        case EventKind::job_aborted:
            abort_job(target);
            break;
        case EventKind::account_locked:
            lock_account(event.account);
            break;
        case EventKind::time_passes:
            api_.org().advance_to(now() + k_time_step);
            break;
    }
    transcript_.push_back("  * " + event_text(event));
}

FaultyOrg::Passage FaultyOrg::let_events_happen(Step step, const HttpTarget& target) {
    const std::uint32_t occurrence = ++steps_[static_cast<std::size_t>(step)];
    Passage passage = Passage::whole;
    for (const Event& event : history_.events) {
        if (event.step == step && event.occurrence == occurrence) happen(event, target, passage);
    }
    return passage;
}

HttpResponse FaultyOrg::perform(HttpRequest request) {
    if (!request.headers.has("Authorization") && !request.headers.has("X-SFDC-Session")) {
        request.headers.add("Authorization", fmt::format("Bearer {}", k_token));
        request.headers.add("X-SFDC-Session", k_token);
    }
    std::optional<HttpResponse> answer;
    api_.handle(now(), std::move(request), [&answer](HttpResponse response) {
        answer = std::move(response);
    });
    while (!answer) {
        const auto next = api_.org().next_deadline();
        ROWLOCK_ASSERT(next.has_value());
        api_.org().advance_to(*next);
    }
    if (answer->stream) {
        while (answer->stream(answer->body)) {
        }
        answer->stream = nullptr;
    }
    return std::move(*answer);
}

void FaultyOrg::note(const HttpRequest& request, Step step, const std::string& outcome) {
    if (transcript_.size() == k_transcript_max) transcript_.emplace_back("  ...");
    if (transcript_.size() > k_transcript_max) return;
    const std::string at = fmt::format("{:.1f} s", to_seconds(now() - start_));
    transcript_.push_back(fmt::format(
        "{:>11}  {:<8} {} {}: {}", at, name_of(step), request.method, request.target, outcome
    ));
}

std::optional<HttpResponse> FaultyOrg::send(HttpRequest request) {
    check_patience(k_request_time);
    ++requests_;
    api_.org().advance_to(now() + k_request_time);
    const HttpTarget target = parse_target(request.target);
    const Step step = step_of(request, target);
    const Passage passage = let_events_happen(step, target);
    const HttpRequest line{request.method, request.target, {}, {}};
    if (passage == Passage::request_lost) {
        note(line, step, "never arrives");
        return std::nullopt;
    }
    if (passage == Passage::unavailable) {
        note(line, step, "503");
        return unavailable_response();
    }
    // Nobody can ask for its results afterwards.
    if (request.method == "DELETE") read_results_of(target);
    HttpResponse response = perform(std::move(request));
    if (passage == Passage::reply_lost) {
        note(line, step, fmt::format("{}, which is lost", response.status));
        return std::nullopt;
    }
    note(line, step, std::to_string(response.status));
    const std::string job = step == Step::create ? member_of(response.body, "id") : std::string{};
    if (!job.empty()) known_jobs_.push_back(job);
    return response;
}

}  // namespace rowlock::loader
