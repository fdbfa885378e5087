#include "harness/batcher/loader/faulty_org.hpp"

#include "harness/replay/bulk1_requests.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "tests/support/test.hpp"

namespace rowlock::loader {
namespace {

History one_row(std::vector<Event> events = {}) {
    History history;
    history.rows = {{1, RowText::plain, false, false}};
    history.events = std::move(events);
    return history;
}

/// Sends the steps of a load by hand.
class HandLoader {
public:
    explicit HandLoader(const History& history) : org_(history) {}

    FaultyOrg& org() { return org_; }

    std::optional<HttpResponse> create() {
        IngestJobSpec spec;
        spec.object = org_.task().object;
        spec.operation = org_.task().operation;
        spec.external_id_field = org_.task().external_id_field;
        spec.format.line_ending = org_.task().line_ending;
        auto answer = org_.send(requests_.create(spec));
        if (answer && answer->status == 200) job_ = answer->body.substr(7, 18);
        return answer;
    }

    std::optional<HttpResponse> upload() {
        std::vector<std::size_t> rows(org_.task().rows.size());
        for (std::size_t row = 0; row < rows.size(); ++row) rows[row] = row;
        return org_.send(requests_.upload(job_, csv_of(org_.task(), rows)));
    }

    std::optional<HttpResponse> close() {
        return org_.send(requests_.set_state(job_, "UploadComplete"));
    }

    std::string state() {
        const auto answer = org_.send(requests_.info(job_));
        if (!answer) return "lost";
        const auto place = answer->body.find("\"state\":\"") + 9;
        return answer->body.substr(place, answer->body.find('"', place) - place);
    }

    std::string failed() {
        return org_.send(requests_.results(job_, ResultFile::failed)).value().body;
    }

    /// All steps, and time for the job to end.
    void load() {
        create();
        upload();
        close();
        org_.wait(std::chrono::minutes{5});
    }

    const std::string& job() const { return job_; }

private:
    FaultyOrg org_;
    Bulk2Requests requests_;
    std::string job_;
};

TEST_CASE("where nothing happens a load is a load") {
    HandLoader load{one_row()};
    CHECK(load.create()->status == 200);
    CHECK(load.upload()->status == 201);
    CHECK(load.close()->status == 200);
    load.org().wait(seconds(60));
    CHECK(load.state() == "JobComplete");
    const OrgTruth truth = load.org().truth();
    CHECK(truth.rows[0].copies == 1);
    CHECK(truth.rows[0].right == 1);
    CHECK(truth.open_jobs.empty());
    CHECK(load.org().transcript().size() == 4);
}

TEST_CASE("a 503 and a lost request have no effect, a lost reply and a 504 have") {
    const EventKind kind = GENERATE(
        EventKind::unavailable,
        EventKind::request_lost,
        EventKind::reply_lost,
        EventKind::gateway_timeout
    );
    HandLoader load{one_row({{Step::close, 1, kind, 1}})};
    load.create();
    load.upload();
    const auto answer = load.close();
    const bool gateway = kind == EventKind::gateway_timeout;
    CHECK(answer.has_value() == (gateway || kind == EventKind::unavailable));
    if (answer) CHECK(answer->status == (gateway ? 504 : 503));
    CHECK((load.state() == "Open") == (!gateway && kind != EventKind::reply_lost));
    const Happenings happenings = load.org().truth().happenings;
    CHECK(happenings.kinds[static_cast<std::size_t>(kind)]);
    CHECK(happenings.any_doubt() == (kind != EventKind::unavailable));
}

TEST_CASE("an event happens once, at its own step") {
    HandLoader load{one_row({{Step::poll, 2, EventKind::request_lost, 1}})};
    load.load();
    CHECK(load.state() == "JobComplete");
    CHECK(load.state() == "lost");
    CHECK(load.state() == "JobComplete");
}

TEST_CASE("an event at a request happens at the request of that number, whatever it is") {
    HandLoader load{one_row({{Step::request, 2, EventKind::request_lost, 1}})};
    CHECK(load.create().has_value());
    CHECK_FALSE(load.upload().has_value());
    CHECK(load.close().has_value());
}

TEST_CASE("what cannot happen does not") {
    HandLoader load{one_row({{Step::create, 1, EventKind::job_aborted, 1}})};
    CHECK(load.create()->status == 200);
    CHECK(load.org().transcript().size() == 1);
    CHECK(load.org().truth().happenings.disturbed == std::array<bool, k_wire_apis>{});
}

TEST_CASE("every kind of text is in the org as it was") {
    History history = one_row();
    history.crlf = GENERATE(false, true);
    for (std::uint8_t text = 1; text < k_row_texts; ++text) {
        history.rows.push_back({0, static_cast<RowText>(text), false, false});
    }
    HandLoader load{history};
    load.load();
    const OrgTruth truth = load.org().truth();
    REQUIRE(truth.rows.size() == k_row_texts);
    for (const RowTruth& row : truth.rows) CHECK(row.right == 1);
}

TEST_CASE("what is stored otherwise is told by column and text") {
    History history = one_row();
    history.rows[0].text = RowText::outer_blanks;
    FaultyOrg org{history};
    const std::string body = R"({"allOrNone":false,"records":[{"attributes":{"type":"Contact"},)"
                             R"("LastName":"N1","Email":"row1@example.com","Description":"a"}]})";
    HttpRequest request{"POST", "/services/data/v60.0/composite/sobjects", {}, body};
    request.headers.add("Content-Type", "application/json");
    REQUIRE(org.send(request)->status == 200);
    const OrgTruth truth = org.truth();
    REQUIRE(truth.rows[0].spoiled);
    CHECK(org.task().columns[truth.rows[0].spoiled->column] == "AccountId");
    CHECK_FALSE(truth.told_by_jobs);
    CHECK(truth.happenings.used[static_cast<std::size_t>(WireApi::rest)]);
}

TEST_CASE("somebody aborts the job") {
    HandLoader load{one_row({{Step::close, 1, EventKind::job_aborted, 1}})};
    load.create();
    load.upload();
    CHECK(load.close()->status == 400);
    CHECK(load.state() == "Aborted");
    CHECK(load.org().truth().rows[0].unprocessed == 1);
}

TEST_CASE("somebody locks the account of a row, or another") {
    const std::uint8_t account = GENERATE(std::uint8_t{1}, std::uint8_t{2});
    HandLoader load{one_row({{Step::close, 1, EventKind::account_locked, account}})};
    load.load();
    CHECK((load.failed().find("UNABLE_TO_LOCK_ROW") != std::string::npos) == (account == 1));
    const OrgTruth truth = load.org().truth();
    CHECK(truth.rows[0].copies == (account == 1 ? 0U : 1U));
    CHECK(truth.rows[0].failures == (account == 1 ? 1U : 0U));
    CHECK(truth.rows[0].refusals == 0);
}

TEST_CASE("an hour passes") {
    HandLoader load{one_row({{Step::create, 1, EventKind::time_passes, 1}})};
    const TimePoint start = load.org().now();
    load.create();
    CHECK(load.org().now() - start > std::chrono::hours{1});
}

TEST_CASE("a strict org gives up the job and leaves rows unprocessed") {
    History history = one_row({{Step::close, 1, EventKind::account_locked, 1}});
    history.rows.push_back({0, RowText::plain, false, false});
    history.strict = true;
    HandLoader load{history};
    load.load();
    CHECK(load.state() == "Failed");
    const OrgTruth truth = load.org().truth();
    CHECK(truth.rows[0].failures == 1);
    CHECK(truth.rows[1].unprocessed == 1);
}

TEST_CASE("rows that are hopeless are refused, known ones are changed") {
    History history = one_row();
    history.upsert = true;
    history.rows = {{0, RowText::quotes, false, true}, {0, RowText::line_break, true, true}};
    HandLoader load{history};
    load.load();
    const OrgTruth truth = load.org().truth();
    CHECK(truth.rows[0].right == 1);
    CHECK(truth.rows[0].copies == 1);
    CHECK(truth.rows[1].refusals == 1);
    CHECK(truth.rows[1].untouched == 1);
    CHECK_FALSE(truth.invented);
}

TEST_CASE("results of a job that the loader deletes still count") {
    History history = one_row();
    history.rows[0].hopeless = true;
    HandLoader load{history};
    load.load();
    const auto gone =
        load.org().send({"DELETE", "/services/data/v60.0/jobs/ingest/" + load.job(), {}, {}});
    CHECK(gone->status == 204);
    CHECK(load.org().truth().rows[0].refusals == 1);
}

/// Sends a job of Bulk API 1.0 with one batch, and waits.
void load_by_bulk1(FaultyOrg& org, std::string_view last_state) {
    const Bulk1Requests requests{k_api_version};
    const auto created = org.send(requests.create({org.task().object, "insert", {}, false}));
    REQUIRE(created);
    const auto job = read_bulk1_job({}, *created);
    REQUIRE(job);
    REQUIRE(org.send(requests.add_batch(job->id, csv_of(org.task(), {0})))->status == 201);
    org.send(requests.set_state(job->id, last_state));
    org.wait(std::chrono::minutes{5});
}

TEST_CASE("batches of Bulk API 1.0 are read, too") {
    const bool hopeless = GENERATE(false, true);
    History history = one_row();
    history.rows[0].hopeless = hopeless;
    FaultyOrg org{history};
    load_by_bulk1(org, "Closed");
    const OrgTruth truth = org.truth();
    CHECK(truth.rows[0].right == (hopeless ? 0U : 1U));
    CHECK(truth.rows[0].refusals == (hopeless ? 1U : 0U));
    CHECK_FALSE(truth.rows[0].refusal.empty() == hopeless);
    CHECK(truth.told_by_jobs);
    CHECK(truth.open_jobs.empty());
}

TEST_CASE("jobs of Bulk API 1.0 are aborted and left open like others") {
    FaultyOrg aborted{one_row({{Step::request, 2, EventKind::job_aborted, 1}})};
    const Bulk1Requests requests{k_api_version};
    const auto created = aborted.send(requests.create({"Contact", "insert", {}, false}));
    const auto job = read_bulk1_job({}, created.value());
    CHECK(aborted.send(requests.add_batch(job->id, "LastName\na\n"))->status == 400);
    CHECK(aborted.truth().open_jobs.empty());

    FaultyOrg open{one_row()};
    const auto left =
        read_bulk1_job({}, open.send(requests.create({"Contact", "insert", {}, false})).value());
    CHECK(open.truth().open_jobs == std::vector<std::string>{left->id});
}

TEST_CASE("jobs left open are told, but not those nobody knows of") {
    HandLoader known{one_row()};
    known.create();
    CHECK(known.org().truth().open_jobs == std::vector<std::string>{known.job()});
    HandLoader unknown{one_row({{Step::create, 1, EventKind::reply_lost, 1}})};
    CHECK_FALSE(unknown.create().has_value());
    CHECK(unknown.org().truth().open_jobs.empty());
}

TEST_CASE("patience ends with requests and with hours") {
    HandLoader polls{one_row()};
    polls.create();
    CHECK_THROWS_AS(
        [&] {
            for (;;) polls.state();
        }(),
        FaultyOrg::Exhausted
    );
    HandLoader waits{one_row()};
    CHECK_THROWS_AS(waits.org().wait(std::chrono::hours{49}), FaultyOrg::Exhausted);
    CHECK_THROWS_AS(waits.org().wait(Duration::max()), FaultyOrg::Exhausted);
    CHECK(polls.org().transcript().size() < 100);
}

TEST_CASE("requests are told apart") {
    const auto step = [](const char* method, const std::string& path, const char* body = "") {
        const HttpRequest request{method, "/services/data/v60.0/" + path, {}, body};
        return step_of(request, parse_target(request.target));
    };
    CHECK(step("POST", "jobs/ingest/") == Step::create);
    CHECK(step("PUT", "jobs/ingest/750x/batches") == Step::upload);
    CHECK(step("PATCH", "jobs/ingest/750x", R"({"state":"UploadComplete"})") == Step::close);
    CHECK(step("PATCH", "jobs/ingest/750x", R"({"state":"Aborted"})") == Step::abort);
    CHECK(step("GET", "jobs/ingest/750x") == Step::poll);
    CHECK(step("GET", "jobs/ingest/750x/failedResults") == Step::results);
    CHECK(step("GET", "jobs/ingest") == Step::other);
    CHECK(step("DELETE", "jobs/ingest/750x") == Step::other);
    CHECK(step("GET", "query?q=x") == Step::other);
}

}  // namespace
}  // namespace rowlock::loader
