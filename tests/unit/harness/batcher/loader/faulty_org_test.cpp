#include "harness/batcher/loader/faulty_org.hpp"

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

TEST_CASE("a 503 and a lost request have no effect, a lost reply has") {
    const EventKind kind =
        GENERATE(EventKind::unavailable, EventKind::request_lost, EventKind::reply_lost);
    HandLoader load{one_row({{Step::close, 1, kind, 1}})};
    load.create();
    load.upload();
    const auto answer = load.close();
    CHECK(answer.has_value() == (kind == EventKind::unavailable));
    if (answer) CHECK(answer->status == 503);
    CHECK((load.state() == "Open") == (kind != EventKind::reply_lost));
}

TEST_CASE("an event happens once, at its own step") {
    HandLoader load{one_row({{Step::poll, 2, EventKind::request_lost, 1}})};
    load.load();
    CHECK(load.state() == "JobComplete");
    CHECK(load.state() == "lost");
    CHECK(load.state() == "JobComplete");
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
    history.rows = {{0, RowText::quotes, false, true}, {0, RowText::line_feed, true, true}};
    HandLoader load{history};
    load.load();
    const OrgTruth truth = load.org().truth();
    CHECK(truth.rows[0].right == 1);
    CHECK(truth.rows[0].copies == 1);
    CHECK(truth.rows[1].refusals == 1);
    CHECK(truth.rows[1].untouched == 1);
    CHECK(truth.invented == 0);
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
