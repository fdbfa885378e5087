#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rowlock {
namespace {

constexpr const char* k_query = "/services/data/v60.0/jobs/query";

OrgConfig small_pages() {
    OrgConfig config = steady_config();
    config.query_jobs.page_rows = 4;
    return config;
}

std::string create_body(const std::string& soql, const std::string& more = "") {
    return R"({"operation":"query","query":")" + soql + "\"" + more + "}";
}

/// An Api with a client that works on query jobs.
struct Fixture : InProcessApi {
    explicit Fixture(
        ClockMode::Kind clock = ClockMode::Kind::virtual_, OrgConfig config = small_pages()
    )
        : InProcessApi(clock, std::move(config)) {}

    void make_accounts(int count) {
        std::string csv = "Name\n";
        for (int i = 0; i < count; ++i) csv.append("A" + std::to_string(i) + "\n");
        run_job(create_job(R"({"object":"Account","operation":"insert"})"), csv);
    }

    std::string query_job(const std::string& soql) {
        const Answer answer = send("POST", k_query, create_body(soql));
        INFO(answer.body);
        REQUIRE(answer.status == 200);
        return member(answer.body, "id");
    }

    Answer of_job(
        const std::string& method,
        const std::string& id,
        const std::string& rest = "",
        const std::string& body = ""
    ) {
        return send(method, std::string{k_query} + "/" + id + rest, body);
    }

    void advance(double by) { api().org().advance_to(api().org().now() + seconds(by)); }
};

std::string error_code(const Answer& answer) {
    return nlohmann::json::parse(answer.body).at(0).at("errorCode").get<std::string>();
}

std::string error_message(const Answer& answer) {
    return nlohmann::json::parse(answer.body).at(0).at("message").get<std::string>();
}

/// Names of a JSON object's members, in order.
std::vector<std::string> names_of(const std::string& json) {
    const auto object = nlohmann::ordered_json::parse(json);
    std::vector<std::string> names;
    for (const auto& [name, value] : object.items()) names.push_back(name);
    return names;
}

TEST_CASE("create, change, info and list show a job in their own forms") {
    Fixture api{ClockMode::Kind::manual};
    const Answer created = api.send("POST", k_query, create_body("select Id, name from account"));
    CHECK(created.status == 200);
    const std::vector<std::string> base = {
        "id",
        "operation",
        "object",
        "createdById",
        "createdDate",
        "systemModstamp",
        "state",
        "concurrencyMode",
        "contentType",
        "apiVersion"};
    const auto with = [&](const std::vector<std::string>& more) {
        std::vector<std::string> names = base;
        names.insert(names.end(), more.begin(), more.end());
        return names;
    };
    CHECK(names_of(created.body) == with({"lineEnding", "columnDelimiter"}));
    CHECK(member(created.body, "state") == "UploadComplete");
    CHECK(member(created.body, "object") == "Account");
    CHECK(member(created.body, "apiVersion") == "60.0");
    CHECK(member(created.body, "createdDate").ends_with("+0000"));
    const std::string id = member(created.body, "id");
    CHECK(id.size() == 18);
    CHECK(id.substr(0, 3) == "750");

    const std::vector<std::string> in_info = {
        "jobType",
        "lineEnding",
        "columnDelimiter",
        "numberRecordsProcessed",
        "retries",
        "totalProcessingTime",
        "isPkChunkingSupported"};
    const Answer info = api.of_job("GET", id);
    CHECK(names_of(info.body) == with(in_info));
    CHECK(member(info.body, "jobType") == "V2Query");
    CHECK(member(info.body, "isPkChunkingSupported") == "true");
    CHECK(member(api.of_job("GET", id, "/").body, "id") == id);

    const auto list = nlohmann::json::parse(api.send("GET", k_query).body);
    REQUIRE(list.at("records").size() == 1);
    CHECK(
        names_of(
            nlohmann::ordered_json::parse(api.send("GET", k_query).body).at("records")[0].dump()
        ) == with({"jobType", "lineEnding", "columnDelimiter"})
    );
    CHECK(list.at("done") == true);
    CHECK(list.at("nextRecordsUrl").is_null());

    const Answer changed = api.of_job("PATCH", id, "", R"({"state":"Aborted"})");
    CHECK(changed.status == 200);
    CHECK(names_of(changed.body) == base);
    CHECK(member(changed.body, "state") == "Aborted");
}

TEST_CASE("the counters move while the job is InProgress") {
    OrgConfig config = small_pages();
    config.query_jobs.step_rows = 3;
    config.query_jobs.start_delay = seconds(1.0);
    config.query_jobs.overhead = seconds(0.0);
    config.query_jobs.step_time = seconds(1.0);
    Fixture api{ClockMode::Kind::manual, config};
    api.make_accounts(5);
    api.advance(100.0);
    const std::string id = api.query_job("SELECT Id FROM Account");
    std::vector<std::string> seen;
    for (int i = 0; i < 4; ++i) {
        const std::string body = api.of_job("GET", id).body;
        seen.push_back(
            member(body, "state") + " " + member(body, "numberRecordsProcessed") + " " +
            member(body, "totalProcessingTime")
        );
        api.advance(1.0);
    }
    CHECK(
        seen ==
        std::vector<std::string>{
            "UploadComplete 0 0", "InProgress 0 0", "InProgress 3 0", "JobComplete 5 2000"}
    );
}

TEST_CASE("results come with their headers, page by page, until the locator is null") {
    Fixture api;
    api.make_accounts(9);
    const std::string id = api.query_job("SELECT Name FROM Account");
    std::string target = "/results";
    std::vector<std::string> pages;
    std::vector<std::string> counts;
    for (;;) {
        const Answer page = api.of_job("GET", id, target);
        REQUIRE(page.status == 200);
        CHECK(page.headers.get("Content-Type") == "text/csv; charset=UTF-8");
        pages.push_back(page.body);
        counts.emplace_back(page.headers.get("Sforce-NumberOfRecords"));
        REQUIRE(page.headers.has("Sforce-Locator"));
        const std::string locator{page.headers.get("Sforce-Locator")};
        if (locator == "null") break;
        // A widely used client writes it into the next address as it is.
        CHECK(locator == percent_encode(locator));
        target = "/results/?locator=" + percent_encode(locator);
    }
    CHECK(counts == std::vector<std::string>{"4", "4", "1"});
    CHECK(pages[1] == "\"Name\"\n\"A4\"\n\"A5\"\n\"A6\"\n\"A7\"\n");
    CHECK(pages[2] == "\"Name\"\n\"A8\"\n");

    const Answer all = api.of_job("GET", id, "/results?maxRecords=9");
    CHECK(all.headers.get("Sforce-NumberOfRecords") == "9");
    CHECK(all.headers.get("Sforce-Locator") == "null");
    CHECK(std::count(all.body.begin(), all.body.end(), '\n') == 10);
}

TEST_CASE("no rows: the header line, and both headers all the same") {
    Fixture api;
    const Answer page = api.of_job("GET", api.query_job("SELECT Id, Name FROM Lead"), "/results");
    CHECK(page.body == "\"Id\",\"Name\"\n");
    CHECK(page.headers.get("Sforce-NumberOfRecords") == "0");
    CHECK(page.headers.get("Sforce-Locator") == "null");
}

TEST_CASE("parents' fields, delimiter and line ending are as asked for") {
    Fixture api;
    const std::string account = api.create("Account", R"({"Name":"Acme"})");
    api.create("Contact", R"({"LastName":"Roe","AccountId":")" + account + "\"}");
    const Answer created = api.send(
        "POST",
        k_query,
        create_body(
            "SELECT LastName, Account.Name, Account.Owner.Id FROM Contact",
            R"(,"contentType":"CSV","columnDelimiter":"SEMICOLON","lineEnding":"CRLF")"
        )
    );
    CHECK(member(created.body, "columnDelimiter") == "SEMICOLON");
    CHECK(member(created.body, "lineEnding") == "CRLF");
    CHECK(
        api.of_job("GET", member(created.body, "id"), "/results").body ==
        "\"LastName\";\"Account.Name\";\"Account.Owner.Id\"\r\n\"Roe\";\"Acme\";\"" +
            api.api().org().user_id().text() + "\"\r\n"
    );
}

TEST_CASE("a job's pages to fetch side by side, in any letter case of the path") {
    Fixture api;
    api.make_accounts(22);
    const std::string id = api.query_job("SELECT Name FROM Account");
    const std::string path = std::string{k_query} + "/" + id;
    const Answer first = api.of_job("GET", id, "/resultPages");
    REQUIRE(first.status == 200);
    const auto pages = nlohmann::json::parse(first.body);
    CHECK(pages.at("resultPages").size() == 5);
    CHECK(pages.at("done") == false);
    const auto next = pages.at("nextRecordsUrl").get<std::string>();
    CHECK(next.find(path + "/resultpages?locator=") == 0);

    std::string names;
    for (const auto& page : pages.at("resultPages")) {
        const auto url = page.at("resultUrl").get<std::string>();
        CHECK(url.find(path + "/results?locator=") == 0);
        names += api.send("GET", url).body;
    }
    CHECK(names.find("\"A0\"") != std::string::npos);
    CHECK(names.find("\"A19\"") != std::string::npos);
    const auto last = nlohmann::json::parse(api.send("GET", next).body);
    CHECK(last.at("resultPages").size() == 1);
    CHECK(last.at("done") == true);
    CHECK(last.at("nextRecordsUrl").is_null());
    CHECK(
        api.send("GET", last.at("resultPages")[0].at("resultUrl").get<std::string>()).body ==
        "\"Name\"\n\"A20\"\n\"A21\"\n"
    );
}

/// What each route answers in each state of a job.
struct RouteCase {
    std::string state;
    int info;
    int abort;
    int results;
    int pages;
    int remove;
};

TEST_CASE("every route in every state") {
    const auto expected = GENERATE(values<RouteCase>({
        {"UploadComplete", 200, 200, 400, 400, 400},
        {"InProgress", 200, 200, 400, 400, 400},
        {"JobComplete", 200, 400, 200, 200, 204},
        {"Aborted", 200, 400, 400, 400, 204},
        {"deleted", 404, 404, 404, 404, 404},
        {"forgotten", 404, 404, 404, 404, 404},
    }));
    INFO(expected.state);
    const auto status =
        [&](const std::string& method, const std::string& rest, const std::string& body) {
            Fixture api{ClockMode::Kind::manual};
            const std::string id = api.query_job("SELECT Id FROM Account");
            if (expected.state == "InProgress") api.advance(1.0);
            if (expected.state == "Aborted") api.of_job("PATCH", id, "", R"({"state":"Aborted"})");
            if (expected.state == "JobComplete" || expected.state == "deleted") api.advance(100.0);
            if (expected.state == "forgotten") api.advance(8 * 24 * 3600.0);
            if (expected.state == "deleted") CHECK(api.of_job("DELETE", id).status == 204);
            const Answer before = api.of_job("GET", id);
            if (before.status == 200) CHECK(member(before.body, "state") == expected.state);
            const Answer answer = api.of_job(method, id, rest, body);
            if (answer.status == 404) CHECK(error_code(answer) == "NOT_FOUND");
            if (answer.status == 204) CHECK(answer.body.empty());
            return answer.status;
        };
    CHECK(status("GET", "", "") == expected.info);
    CHECK(status("PATCH", "", R"({"state":"Aborted"})") == expected.abort);
    CHECK(status("GET", "/results", "") == expected.results);
    CHECK(status("GET", "/resultPages", "") == expected.pages);
    CHECK(status("DELETE", "", "") == expected.remove);
    CHECK(status("PUT", "/batches", "Name\n") == 404);
    CHECK(status("POST", "", "{}") == 405);
}

TEST_CASE("what goes wrong is said in the platform's words") {
    Fixture api;
    api.make_accounts(1);
    const std::string done = api.query_job("SELECT Id FROM Account");
    const Answer abort = api.of_job("PATCH", done, "", R"({"state":"Aborted"})");
    CHECK(
        abort.body ==
        R"([{"errorCode":"INVALIDJOBSTATE","message":"Aborting already Completed Job not allowed"}])"
    );
    CHECK(api.of_job("PATCH", done, "", R"({"state":"UploadComplete"})").status == 400);
    CHECK(api.of_job("PATCH", done, "", "{").status == 400);

    const auto refused = [&](const std::string& body) {
        const Answer answer = api.send("POST", k_query, body);
        CHECK(answer.status == 400);
        return error_code(answer) + ": " + error_message(answer);
    };
    CHECK(
        refused(create_body("SELECT Id, (SELECT Id FROM Contacts) FROM Account")) ==
        "API_ERROR: Aggregate Relationships not supported in Bulk V2 Query with CSV content type"
    );
    CHECK(
        refused(create_body("SELECT BillingAddress FROM Account")) ==
        "API_ERROR: Selecting compound data not supported in Bulk Query"
    );
    CHECK(refused(create_body("SELECT FROM")).starts_with("MALFORMED_QUERY: "));
    CHECK(refused(create_body("SELECT Nope FROM Account")).starts_with("INVALID_FIELD: "));
    CHECK(refused(create_body("SELECT Id FROM Nope")).starts_with("INVALID_TYPE: "));
    CHECK(refused(R"({"operation":"query"})").starts_with("MALFORMED_QUERY: "));
    CHECK(refused(R"({"operation":"upsert","query":"SELECT Id FROM Account"})")
              .starts_with("INVALIDOPERATION: "));
    CHECK(refused("[]").starts_with("JSON_PARSER_ERROR: "));
    CHECK(refused(R"({"operation":"query","query":5})").starts_with("JSON_PARSER_ERROR: "));
    const std::string account = "SELECT Id FROM Account";
    CHECK(refused(create_body(account, R"(,"contentType":"JSON")")).starts_with("INVALIDJOB: "));
    CHECK_FALSE(refused(create_body(account, R"(,"columnDelimiter":"X")")).empty());
    const Answer xml = api.send("POST", k_query, "<x/>", {{"Content-Type", "application/xml"}});
    CHECK(xml.status == 415);

    CHECK(error_code(api.of_job("GET", done, "/results?locator=nope")) == "INVALID_QUERY_LOCATOR");
    for (const std::string max : {"0", "-1", "x", "1.5", "99999999999999999999"}) {
        CHECK(
            error_code(api.of_job("GET", done, "/results?maxRecords=" + max)) == "CLIENTINPUTERROR"
        );
    }
    for (const std::string id : {"nope", "750000000000000", "001RL0000000001AAA"}) {
        CHECK(api.of_job("GET", id, "/results").status == 404);
    }
}

TEST_CASE("a query job that asks to be serial is answered like an ingest job") {
    const auto [setting, status, mode] = GENERATE(table<Bulk2Serial, int, std::string>({
        {Bulk2Serial::reject, 400, ""},
        {Bulk2Serial::ignore, 200, "Parallel"},
        {Bulk2Serial::honour, 200, "Serial"},
    }));
    OrgConfig config = small_pages();
    config.bulk2_serial = setting;
    Fixture api{ClockMode::Kind::virtual_, config};
    const std::string word = GENERATE(as<std::string>{}, "\"Serial\"", "1");
    const Answer answer = api.send(
        "POST", k_query, create_body("SELECT Id FROM Account", ",\"concurrencyMode\":" + word)
    );
    CHECK(answer.status == status);
    if (status == 200) {
        CHECK(member(answer.body, "concurrencyMode") == mode);
    } else {
        CHECK(
            answer.body ==
            R"([{"errorCode":"INVALIDJOB","message":"Property currently unsupported: 'concurrencyMode'"}])"
        );
    }
    CHECK(
        api.send(
               "POST",
               k_query,
               create_body("SELECT Id FROM Account", R"(,"concurrencyMode":"Parallel")")
        )
            .status == 200
    );
}

TEST_CASE("a query job lives under the API version that made it") {
    Fixture api;
    const std::string id = api.query_job("SELECT Id FROM Account");
    const auto get = [&](const std::string& version, const std::string& rest) {
        return api.send("GET", "/services/data/" + version + "/jobs/query/" + id + rest);
    };
    CHECK(get("v61.0", "").status == 200);
    CHECK(get("v61.0", "/results").status == 409);
    CHECK(error_code(get("v59.0", "/resultPages")) == "INVALIDVERSION");
    CHECK(get("v60.0", "/results").status == 200);
    // resultPages came with 58, query jobs with 47.
    CHECK(get("v57.0", "/resultPages").status == 404);
    CHECK(get("v46.0", "").status == 404);
    CHECK(api.send("GET", "/services/data/v46.0/jobs/query").status == 404);
    CHECK(
        api.send("POST", "/services/data/v46.0/jobs/query", create_body("SELECT Id FROM Account"))
            .status == 404
    );
    CHECK(
        api.send("POST", "/services/data/v47.0/jobs/query", create_body("SELECT Id FROM Account"))
            .status == 200
    );
}

TEST_CASE("each list shows its own jobs") {
    Fixture api;
    api.make_accounts(1);
    api.query_job("SELECT Id FROM Account");
    api.query_job("SELECT Id FROM Account LIMIT 1");
    const auto types = [&](const std::string& target) {
        std::string found;
        const auto list =
            nlohmann::json::parse(api.send("GET", "/services/data/v60.0/jobs/" + target).body);
        for (const auto& job : list.at("records"))
            found += job.at("jobType").get<std::string>() + " ";
        return found;
    };
    CHECK(types("query") == "V2Query V2Query ");
    CHECK(types("query?jobType=V2Query") == "V2Query V2Query ");
    CHECK(types("query?jobType=V2Ingest") == "V2Ingest ");
    CHECK(types("query?jobType=Classic").empty());
    CHECK(types("query?isPkChunkingEnabled=true") == "V2Query ");
    CHECK(types("query?concurrencyMode=serial").empty());
    CHECK(types("ingest") == "V2Ingest ");
    CHECK(types("ingest?jobType=V2Query").empty());
}

TEST_CASE(
    "query jobs beyond the day's limit are refused, and the limits resource says how many are left"
) {
    OrgConfig config = small_pages();
    config.bulk_limits.query_jobs_per_day = 1;
    Fixture api{ClockMode::Kind::virtual_, config};
    api.query_job("SELECT Id FROM Account");
    const Answer refused = api.send("POST", k_query, create_body("SELECT Id FROM Account"));
    CHECK(refused.status == 400);
    CHECK(
        refused.body ==
        R"([{"errorCode":"LIMIT_EXCEEDED","message":"Max bulk v2 query jobs (1) per 24 hrs has been reached"}])"
    );
    const auto limits = nlohmann::json::parse(api.send("GET", "/services/data/v60.0/limits").body);
    CHECK(limits.at("DailyBulkV2QueryJobs").dump() == R"({"Max":1,"Remaining":0})");
    CHECK(limits.at("DailyBulkApiBatches").at("Max") == 15'000);
}

}  // namespace
}  // namespace rowlock
