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

/// A proxy knows of no API: its page is HTML.
HttpResponse gateway_timeout_response() {
    HttpResponse response;
    response.status = 504;
    response.headers.add("Content-Type", "text/html");
    response.body = "<html><head><title>504 Gateway Time-out</title></head><body/></html>";
    return response;
}

/// Whether it may write records outside of jobs.
bool writes_at_once(const HttpRequest& request, const HttpTarget& target) {
    if (request.method == "GET") return false;
    const WireApi api = api_of(target);
    return api == WireApi::rest || (api == WireApi::other && target.path.size() > 1 &&
                                    !equal_ignoring_case(target.path[1], "oauth2"));
}

}  // namespace

std::optional<RecordId> job_of(const HttpTarget& target) {
    if (api_of(target) == WireApi::bulk1) {
        return target.path.size() > 4 ? RecordId::parse(target.path[4]) : std::nullopt;
    }
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
             cell_of(row.text, history_.crlf)}
        );
        if (history_.crlf && row.text == RowText::line_break) {
            task_.line_ending = LineEnding::crlf;
        }
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

bool FaultyOrg::abort_job(const HttpTarget& target) {
    const auto id = job_of(target);
    if (!id) return false;
    Org& org = api_.org();
    bool aborted = false;
    const auto hear = [&aborted](const Result<JobInfo>& reply) { aborted = reply.has_value(); };
    if (api_of(target) == WireApi::bulk1) {
        org.submit(org.now(), SetBulk1JobState{*id, "Aborted"}, hear);
    } else {
        org.submit(org.now(), SetJobState{*id, "Aborted"}, hear);
    }
    return aborted;
}

bool FaultyOrg::happen(const Event& event, const HttpTarget& target, Passage& passage) {
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
        case EventKind::gateway_timeout:
            passage = Passage::gateway_timeout;
            break;
        case EventKind::job_aborted:
            return abort_job(target);
        case EventKind::account_locked:
            lock_account(event.account);
            break;
        case EventKind::time_passes:
            api_.org().advance_to(now() + k_time_step);
            break;
    }
    return true;
}

bool FaultyOrg::is_time_of(const Event& event, Step step) const {
    if (event.step == Step::request) return event.occurrence == requests_;
    return event.step == step && event.occurrence == steps_[static_cast<std::size_t>(step)];
}

FaultyOrg::Passage FaultyOrg::let_events_happen(Step step, const HttpTarget& target) {
    ++requests_;
    ++steps_[static_cast<std::size_t>(step)];
    const WireApi api = api_of(target);
    truth_.happenings.used[static_cast<std::size_t>(api)] = true;
    Passage passage = Passage::whole;
    for (const Event& event : history_.events) {
        if (!is_time_of(event, step) || !happen(event, target, passage)) continue;
        truth_.happenings.add(event.kind, api);
        transcript_.push_back("  * " + event_text(event));
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

void FaultyOrg::note_new_jobs(bool answered) {
    api_.org().submit(now(), ListJobs{}, [&](const Result<std::vector<JobInfo>>& jobs) {
        ROWLOCK_ASSERT(jobs.has_value());
        for (const JobInfo& job : *jobs) {
            const bool is_new = seen_jobs_.insert(job.id.text()).second;
            if (is_new && answered) known_jobs_.insert(job.id.text());
        }
    });
}

std::optional<HttpResponse> FaultyOrg::deliver(HttpRequest request, Step step, Passage passage) {
    const HttpRequest line{request.method, request.target, {}, {}};
    if (passage == Passage::request_lost) {
        note(line, step, "never arrives");
        return std::nullopt;
    }
    if (passage == Passage::unavailable) {
        note(line, step, "503");
        return unavailable_response();
    }
    if (request.method == "DELETE") read_deleted(parse_target(request.target));
    HttpResponse response = perform(std::move(request));
    note_new_jobs(passage == Passage::whole);
    if (passage == Passage::reply_lost) {
        note(line, step, fmt::format("{}, which is lost", response.status));
        return std::nullopt;
    }
    if (passage == Passage::gateway_timeout) {
        note(line, step, fmt::format("{}, which becomes 504", response.status));
        return gateway_timeout_response();
    }
    note(line, step, std::to_string(response.status));
    return response;
}

std::optional<HttpResponse> FaultyOrg::send(HttpRequest request) {
    check_patience(k_request_time);
    api_.org().advance_to(now() + k_request_time);
    const HttpTarget target = parse_target(request.target);
    const Step step = step_of(request, target);
    const Passage passage = let_events_happen(step, target);
    if (writes_at_once(request, target)) truth_.told_by_jobs = false;
    return deliver(std::move(request), step, passage);
}

}  // namespace rowlock::loader
