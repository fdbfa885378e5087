#include "mockorg/engine/query_job_desk.hpp"

#include "mockorg/engine/query_locator.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

namespace rowlock {
namespace {

constexpr Duration k_day = std::chrono::hours{24};

OrgConfig small_pages() {
    OrgConfig config = steady_config();
    config.query_jobs.page_rows = 10;
    return config;
}

struct QueryJobDeskFixture : OrgFixture {
    explicit QueryJobDeskFixture(OrgConfig config = small_pages())
        : OrgFixture(std::move(config)) {}

    void make_accounts(std::size_t count) {
        std::string csv = "Name\n";
        for (std::size_t i = 0; i < count; ++i) csv.append("A" + std::to_string(i) + "\n");
        load("Account", "insert", std::move(csv));
        org.run_until_idle();
    }

    Result<JobInfo> create(
        const std::string& soql, double api_version = 60.0, const std::string& operation = "query"
    ) {
        return org.ask(CreateQueryJob{operation, soql, {}, api_version});
    }

    RecordId finished(const std::string& soql, double api_version = 60.0) {
        const RecordId id = require_value(create(soql, api_version)).id;
        org.run_until_idle();
        return id;
    }

    Result<JobInfo> get(const RecordId& id) { return org.ask(GetQueryJob{id}); }

    Result<JobInfo> abort(const RecordId& id) { return org.ask(SetQueryJobState{id, "Aborted"}); }

    Result<GetQueryResults::Reply> results(
        const RecordId& id,
        const std::string& locator = {},
        std::optional<std::uint64_t> max_rows = {},
        double api_version = 60.0
    ) {
        return org.ask(GetQueryResults{id, api_version, locator, max_rows});
    }

    Result<GetQueryResultPages::Reply> pages(const RecordId& id, const std::string& locator = {}) {
        return org.ask(GetQueryResultPages{id, 60.0, locator});
    }
};

template <class T>
std::string code_of(const Result<T>& result) {
    return result ? "none" : std::string{wire_code(result.error().code)};
}

TEST_CASE("without maxRecords hundreds of thousands of rows are one page") {
    QueryJobDeskFixture fixture{steady_config()};
    fixture.make_accounts(300'000);
    const auto page = require_value(fixture.results(fixture.finished("SELECT Id FROM Account")));
    CHECK(page.rows == 300'000);
    CHECK_FALSE(page.next_locator.has_value());
}

TEST_CASE("a query job is told apart from every other job by its id") {
    QueryJobDeskFixture fixture;
    fixture.make_accounts(1);
    const auto made = fixture.create("SELECT Id FROM Account");
    REQUIRE(made.has_value());
    CHECK(made->state == JobState::upload_complete);
    CHECK(made->kind == JobKind::query);
    CHECK(made->object == "Account");
    CHECK(made->id.text().substr(0, 3) == "750");
    CHECK(made->created == fixture.org.org().now());
    CHECK(code_of(fixture.org.ask(GetJob{made->id})) == "NOT_FOUND");
    CHECK(code_of(fixture.get(fixture.org.org().job_id(0))) == "NOT_FOUND");
    CHECK(code_of(fixture.get(*RecordId::parse("750000000000000"))) == "NOT_FOUND");
    CHECK(require_value(fixture.org.ask(ListJobs{})).size() == 2);
}

TEST_CASE("an operation that reads nothing is refused") {
    QueryJobDeskFixture fixture;
    for (const std::string operation : {"", "insert", "QUERY", "queryall"}) {
        CHECK(
            code_of(fixture.create("SELECT Id FROM Account", 60.0, operation)) == "INVALIDOPERATION"
        );
    }
}

TEST_CASE("pages follow each other by their locators, and each can be read again") {
    QueryJobDeskFixture fixture;
    fixture.make_accounts(25);
    const RecordId job = fixture.finished("SELECT Name FROM Account");
    const auto first = fixture.results(job);
    REQUIRE(first.has_value());
    CHECK(first->rows == 10);
    CHECK(first->next_locator == query_locator(10));
    const auto second = fixture.results(job, *first->next_locator, 12);
    CHECK(second->rows == 12);
    const auto last = fixture.results(job, *second->next_locator);
    CHECK(last->rows == 3);
    CHECK_FALSE(last->next_locator.has_value());
    CHECK(read_all(last->csv) == "\"Name\"\n\"A22\"\n\"A23\"\n\"A24\"\n");

    fixture.account("new");
    const auto again = fixture.results(job, *first->next_locator, 12);
    CHECK(read_all(again->csv) == read_all(second->csv));
}

TEST_CASE("a page that ends with the last row says that it is the last") {
    QueryJobDeskFixture fixture;
    fixture.make_accounts(10);
    const RecordId job = fixture.finished("SELECT Name FROM Account");
    CHECK_FALSE(fixture.results(job)->next_locator.has_value());
    CHECK(fixture.results(job, {}, 9)->next_locator == query_locator(9));
    CHECK_FALSE(fixture.results(job, {}, 1'000'000'000'000)->next_locator.has_value());
}

TEST_CASE("no rows are one page with nothing but the header line") {
    QueryJobDeskFixture fixture;
    const RecordId job = fixture.finished("SELECT Id, Name FROM Account");
    const auto page = fixture.results(job);
    REQUIRE(page.has_value());
    CHECK(page->rows == 0);
    CHECK_FALSE(page->next_locator.has_value());
    CHECK(read_all(page->csv) == "\"Id\",\"Name\"\n");
    const auto pages = fixture.pages(job);
    CHECK(pages->locators == std::vector<std::string>{query_locator(0)});
    CHECK(fixture.results(job, pages->locators.front())->rows == 0);
}

TEST_CASE("locators of other rows than the result has are refused, and so is an empty page") {
    QueryJobDeskFixture fixture;
    fixture.make_accounts(10);
    const RecordId job = fixture.finished("SELECT Name FROM Account");
    CHECK(code_of(fixture.results(job, query_locator(10))) == "INVALID_QUERY_LOCATOR");
    CHECK(code_of(fixture.results(job, "null")) == "INVALID_QUERY_LOCATOR");
    CHECK(code_of(fixture.pages(job, query_locator(10))) == "INVALID_QUERY_LOCATOR");
    CHECK(code_of(fixture.results(job, {}, 0)) == "CLIENTINPUTERROR");
}

TEST_CASE("pages to fetch side by side come five at a time and cover all rows once") {
    QueryJobDeskFixture fixture;
    fixture.make_accounts(73);
    const RecordId job = fixture.finished("SELECT Name FROM Account");
    std::uint64_t rows = 0;
    std::vector<std::size_t> named;
    std::string locator;
    for (;;) {
        const auto pages = fixture.pages(job, locator);
        REQUIRE(pages.has_value());
        named.push_back(pages->locators.size());
        for (const std::string& page : pages->locators) rows += fixture.results(job, page)->rows;
        if (!pages->next_locator) break;
        locator = *pages->next_locator;
    }
    CHECK(named == std::vector<std::size_t>{5, 3});
    CHECK(rows == 73);
}

TEST_CASE("results are there for the job's own API version only, and once it is complete") {
    QueryJobDeskFixture fixture;
    const RecordId job = require_value(fixture.create("SELECT Id FROM Account")).id;
    CHECK(code_of(fixture.results(job)) == "INVALIDJOBSTATE");
    fixture.org.advance(seconds(0.5));
    CHECK(fixture.get(job)->state == JobState::in_progress);
    CHECK(code_of(fixture.results(job)) == "INVALIDJOBSTATE");
    CHECK(code_of(fixture.pages(job)) == "INVALIDJOBSTATE");
    fixture.org.run_until_idle();
    CHECK(fixture.results(job).has_value());
    CHECK(code_of(fixture.results(job, {}, {}, 61.0)) == "INVALIDVERSION");
    CHECK(fixture.results(job, {}, {}, 61.0).error().message.find("60.0") != std::string::npos);
}

TEST_CASE("up to version 49 columns come in alphabetical order") {
    QueryJobDeskFixture fixture;
    const auto header = [&](double version) {
        const RecordId job = fixture.finished("SELECT Name, Id FROM Account", version);
        return read_all(fixture.results(job, {}, {}, version)->csv);
    };
    CHECK(header(49.0) == "\"Id\",\"Name\"\n");
    CHECK(header(50.0) == "\"Name\",\"Id\"\n");
}

TEST_CASE("a job is aborted while it is under way and deleted once it is not") {
    QueryJobDeskFixture fixture;
    fixture.make_accounts(3);
    const std::string soql = "SELECT Id FROM Account";
    const RecordId waiting = require_value(fixture.create(soql)).id;
    CHECK(code_of(fixture.org.ask(DeleteQueryJob{waiting})) == "API_ERROR");
    CHECK(fixture.abort(waiting)->state == JobState::aborted);

    const RecordId running = require_value(fixture.create(soql)).id;
    fixture.org.advance(seconds(1.0));
    CHECK(code_of(fixture.org.ask(DeleteQueryJob{running})) == "API_ERROR");
    CHECK(fixture.abort(running)->total_time == seconds(0.5));
    fixture.org.run_until_idle();
    CHECK(fixture.get(running)->state == JobState::aborted);
    CHECK(fixture.get(running)->rows_processed == 0);
    CHECK(code_of(fixture.results(running)) == "INVALIDJOBSTATE");
    CHECK(fixture.abort(running).error().message == "Aborting already Aborted Job not allowed");

    const RecordId done = fixture.finished(soql);
    const auto refused = fixture.abort(done);
    CHECK(code_of(refused) == "INVALIDJOBSTATE");
    CHECK(refused.error().message == "Aborting already Completed Job not allowed");
    CHECK(code_of(fixture.org.ask(SetQueryJobState{done, "UploadComplete"})) == "INVALIDJOB");

    for (const RecordId& id : {waiting, running, done}) {
        CHECK(fixture.org.ask(DeleteQueryJob{id}).has_value());
        CHECK(code_of(fixture.get(id)) == "NOT_FOUND");
        CHECK(code_of(fixture.results(id)) == "NOT_FOUND");
        CHECK(code_of(fixture.org.ask(DeleteQueryJob{id})) == "NOT_FOUND");
    }
    CHECK(require_value(fixture.org.ask(ListJobs{})).size() == 1);
}

TEST_CASE("so many query jobs a day and no more") {
    OrgConfig config = small_pages();
    config.bulk_limits.query_jobs_per_day = 2;
    QueryJobDeskFixture fixture{config};
    const std::string soql = "SELECT Id FROM Account";
    fixture.finished(soql);
    CHECK_FALSE(fixture.create("SELECT Nope FROM Account").has_value());
    fixture.finished(soql);
    const auto refused = fixture.create(soql);
    CHECK(code_of(refused) == "LIMIT_EXCEEDED");
    CHECK(refused.error().message == "Max bulk v2 query jobs (2) per 24 hrs has been reached");
    CHECK(fixture.org.org().query_jobs_in_last_day() == 2);
    fixture.org.advance(k_day);
    CHECK(fixture.create(soql).has_value());
}

TEST_CASE("result files count towards the day's storage, jobs that have none do not") {
    OrgConfig config = small_pages();
    config.bulk_limits.query_storage_kb_per_day = 1;
    QueryJobDeskFixture fixture{config};
    fixture.make_accounts(100);
    CHECK(fixture.org.org().query_storage_in_last_day() == 0);
    const RecordId job = fixture.finished("SELECT Name FROM Account");
    const std::string file = read_all(require_value(fixture.results(job, {}, 1'000)).csv);
    CHECK(fixture.org.org().query_storage_in_last_day() == file.size());
    const RecordId aborted = require_value(fixture.create("SELECT Id FROM Account")).id;
    require_value(fixture.abort(aborted));
    fixture.org.run_until_idle();
    CHECK(fixture.org.org().query_storage_in_last_day() == file.size());
    fixture.finished("SELECT Name FROM Account");
    const auto refused = fixture.create("SELECT Id FROM Account");
    CHECK(code_of(refused) == "LIMIT_EXCEEDED");
    CHECK(
        refused.error().message ==
        "Max bulk v2 query result size stored (1) kb per 24 hrs has been exceeded"
    );
    fixture.org.advance(k_day + seconds(1));
    CHECK(fixture.org.org().query_storage_in_last_day() == 0);
    CHECK(fixture.create("SELECT Id FROM Account").has_value());
}

TEST_CASE("a query job that asks to be serial gets what an ingest job gets") {
    const auto [setting, lane] = GENERATE(table<Bulk2Serial, std::optional<Lane>>({
        {Bulk2Serial::reject, std::nullopt},
        {Bulk2Serial::ignore, Lane::parallel},
        {Bulk2Serial::honour, Lane::serial},
    }));
    OrgConfig config = small_pages();
    config.bulk2_serial = setting;
    QueryJobDeskFixture fixture{config};
    CreateQueryJob request{"query", "SELECT Id FROM Account", {}, 60.0};
    request.serial_asked = true;
    const auto made = fixture.org.ask(request);
    CHECK(made.has_value() == lane.has_value());
    if (made) {
        CHECK(made->lane == lane);
    } else {
        CHECK(error_of(made) == "INVALIDJOB:Property currently unsupported: 'concurrencyMode':--");
        CHECK(fixture.org.org().query_jobs_in_last_day() == 0);
    }
    fixture.org.run_until_idle();
}

TEST_CASE("a query job and its results are gone after 7 days, and the org stays idle meanwhile") {
    QueryJobDeskFixture fixture;
    fixture.make_accounts(1);
    const RecordId job = fixture.finished("SELECT Id FROM Account");
    CHECK_FALSE(fixture.org.org().next_deadline().has_value());
    fixture.org.advance(7 * k_day);
    CHECK(fixture.results(job).has_value());
    fixture.org.advance(Duration{1});
    CHECK(code_of(fixture.results(job)) == "NOT_FOUND");
    CHECK(code_of(fixture.get(job)) == "NOT_FOUND");
    CHECK(require_value(fixture.org.ask(ListJobs{})).empty());
}

TEST_CASE("results are part of a snapshot, and restoring takes later jobs back") {
    QueryJobDeskFixture fixture;
    fixture.make_accounts(3);
    const RecordId job = fixture.finished("SELECT Name FROM Account");
    const std::string before = read_all(fixture.results(job)->csv);
    const auto snapshot = fixture.org.org().snapshot();
    const RecordId later = fixture.finished("SELECT Id FROM Account");
    CHECK(fixture.org.ask(DeleteQueryJob{job}).has_value());
    fixture.org.org().restore(*snapshot);
    CHECK(read_all(fixture.results(job)->csv) == before);
    CHECK(code_of(fixture.get(later)) == "NOT_FOUND");
}

TEST_CASE("pages by any maxRecords, one after the other, are the whole result") {
    QueryJobDeskFixture fixture;
    fixture.make_accounts(57);
    const RecordId job = fixture.finished("SELECT Id, Name FROM Account ORDER BY Name");
    const std::string whole = read_all(fixture.results(job, {}, 57)->csv);
    const std::string header = "\"Id\",\"Name\"\n";
    rc::prop("concatenated", [&] {
        std::string joined = header;
        std::string locator;
        for (;;) {
            const auto rows = *rc::gen::inRange<std::uint64_t>(1, 30);
            const auto page = fixture.results(job, locator, rows);
            RC_ASSERT(page.has_value());
            RC_ASSERT(page->rows >= 1U);
            RC_ASSERT(page->rows <= rows);
            joined.append(read_all(page->csv), header.size());
            if (!page->next_locator) break;
            locator = *page->next_locator;
        }
        RC_ASSERT(joined == whole);
    });
}

}  // namespace
}  // namespace rowlock
