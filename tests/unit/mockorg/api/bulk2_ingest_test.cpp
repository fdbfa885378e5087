#include "mockorg/api/faces.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

constexpr const char* k_jobs = "/services/data/v60.0/jobs/ingest";
constexpr const char* k_insert_accounts = R"({"object":"Account","operation":"insert"})";

std::string job_path(const std::string& id, const std::string& rest = {}) {
    return std::string{k_jobs} + "/" + id + rest;
}

std::string state_of(InProcessApi& org, const std::string& id) {
    return member(org.send("GET", job_path(id)).body, "state");
}

/// `[{"errorCode":…,"message":…}]`
std::string error_text(std::string_view code, std::string_view message) {
    return R"([{"errorCode":")" + std::string{code} + R"(","message":")" + std::string{message} +
           R"("}])";
}

TEST_CASE("a job from create to delete") {
    InProcessApi org;
    const Answer created = org.send(
        "POST",
        std::string{k_jobs} + "/",
        R"({"object":"account","operation":"insert","contentType":"CSV"})"
    );
    CHECK(created.status == 200);
    CHECK(created.headers.get("Content-Type") == "application/json;charset=UTF-8");
    const std::string id = member(created.body, "id");
    CHECK(id.size() == 18);
    CHECK(id.substr(0, 3) == "750");
    CHECK(
        created.body ==
        R"({"id":")" + id + R"(","operation":"insert","object":"Account","createdById":")" +
            org.api().org().user_id().text() +
            R"(","createdDate":"2026-01-01T00:00:00.000+0000","systemModstamp":"2026-01-01T00:00:00.000+0000",)"
            R"("state":"Open","concurrencyMode":"Parallel","contentType":"CSV","apiVersion":60.0,)"
            R"("contentUrl":"services/data/v60.0/jobs/ingest/)" +
            id + R"(/batches","lineEnding":"LF","columnDelimiter":"COMMA"})"
    );

    const Answer uploaded = org.send(
        "PUT",
        job_path(id, "/batches/"),
        "NAME,Industry\nA,\n\"B\",x\n,y\n",
        {{"Content-Type", "text/csv"}}
    );
    CHECK(uploaded.status == 201);
    CHECK(uploaded.body.empty());

    const Answer closed = org.send("PATCH", job_path(id), R"({"id":"x","state":"UploadComplete"})");
    CHECK(closed.status == 200);
    CHECK(member(closed.body, "state") == "UploadComplete");
    CHECK(member(closed.body, "lineEnding").empty());

    const Answer info = org.send("GET", job_path(id, "/"));
    CHECK(member(info.body, "state") == "JobComplete");
    CHECK(member(info.body, "numberRecordsProcessed") == "3");
    CHECK(member(info.body, "numberRecordsFailed") == "1");
    CHECK(member(info.body, "totalProcessingTime") != "0");
    CHECK(member(info.body, "jobType") == "V2Ingest");
    CHECK(info.body.find("errorMessage") == std::string::npos);
    CHECK(info.body.find("contentUrl") == std::string::npos);

    const Answer good = org.send("GET", job_path(id, "/SuccessfulResults/"));
    CHECK(good.status == 200);
    CHECK(good.headers.get("Content-Type") == "text/csv; charset=UTF-8");
    CHECK(good.body.find("\"sf__Id\",\"sf__Created\",NAME,Industry\n\"001") == 0);
    CHECK(good.body.find("\",\"true\",\"B\",\"x\"\n") != std::string::npos);
    const Answer bad = org.send("GET", job_path(id, "/failedResults"));
    CHECK(
        bad.body ==
        "\"sf__Id\",\"sf__Error\",NAME,Industry\n"
        "\"\",\"REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --\",\"\",\"y\"\n"
    );
    CHECK(org.send("GET", job_path(id, "/unprocessedRecords")).body == "NAME,Industry\n");

    const Answer deleted = org.send("DELETE", job_path(id));
    CHECK(deleted.status == 204);
    CHECK(deleted.body.empty());
    const Answer gone = org.send("GET", job_path(id));
    CHECK(gone.status == 404);
    CHECK(gone.body == error_text("NOT_FOUND", "The requested resource does not exist"));
}

TEST_CASE("a multipart create needs no close") {
    InProcessApi org;
    const std::string body =
        "--BOUNDARY\nContent-Type: application/json\nContent-Disposition: form-data; "
        "name=\"job\"\n\n"
        "{\"object\":\"Account\",\"contentType\":\"CSV\",\"operation\":\"insert\"}\n--BOUNDARY\n"
        "Content-Type: text/csv\nContent-Disposition: form-data; name=\"content\"; "
        "filename=\"content\"\n\n"
        "Name\nAstro\n--BOUNDARY--\n";
    const Answer created = org.send(
        "POST", k_jobs, body, {{"Content-Type", "multipart/form-data; boundary=\"BOUNDARY\""}}
    );
    CHECK(created.status == 200);
    CHECK(member(created.body, "state") == "UploadComplete");
    CHECK(member(created.body, "contentUrl").empty());
    const std::string info = org.send("GET", job_path(member(created.body, "id"))).body;
    CHECK(member(info, "state") == "JobComplete");
    CHECK(member(info, "numberRecordsProcessed") == "1");
    CHECK(member(info, "numberRecordsFailed") == "0");
}

TEST_CASE("a job fails for its header and line ends, never for its rows") {
    InProcessApi org;
    const std::string header = org.create_job(k_insert_accounts);
    org.run_job(header, "Name,No_Such_Field__c\nA,b\n");
    const std::string info = org.send("GET", job_path(header)).body;
    CHECK(member(info, "state") == "Failed");
    CHECK(member(info, "errorMessage") == "InvalidBatch : Field name not found : No_Such_Field__c");
    CHECK(member(info, "numberRecordsProcessed") == "0");
    CHECK(info.substr(info.size() - 20) == ": No_Such_Field__c\"}");

    const std::string ends = org.create_job(k_insert_accounts);
    org.run_job(ends, "Name\r\nA\r\n");
    CHECK(
        member(org.send("GET", job_path(ends)).body, "errorMessage") ==
        "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF"
    );

    const std::string rows = org.create_job(k_insert_accounts);
    org.run_job(rows, "Name\n\"\"\n\"\"\n");
    const std::string all_failed = org.send("GET", job_path(rows)).body;
    CHECK(member(all_failed, "state") == "JobComplete");
    CHECK(member(all_failed, "numberRecordsProcessed") == "2");
    CHECK(member(all_failed, "numberRecordsFailed") == "2");
}

TEST_CASE("an empty upload, or none, is a job without rows") {
    InProcessApi org;
    const bool upload = GENERATE(true, false);
    const std::string id = org.create_job(k_insert_accounts);
    if (upload) CHECK(org.send("PUT", job_path(id, "/batches"), "").status == 201);
    CHECK(org.send("PATCH", job_path(id), R"({"state":"UploadComplete"})").status == 200);
    const std::string info = org.send("GET", job_path(id)).body;
    CHECK(member(info, "state") == "JobComplete");
    CHECK(member(info, "numberRecordsProcessed") == "0");
    CHECK(org.send("GET", job_path(id, "/failedResults")).status == 200);
}

TEST_CASE("an upsert by Id without a column of that name inserts every row") {
    InProcessApi org;
    const std::string id =
        org.create_job(R"({"object":"Account","operation":"upsert","externalIdFieldName":"Id"})");
    org.run_job(id, "NAME\nA\nB\n");
    const std::string info = org.send("GET", job_path(id)).body;
    CHECK(member(info, "numberRecordsProcessed") == "2");
    CHECK(member(info, "numberRecordsFailed") == "0");
    const std::string rows = org.send("GET", job_path(id, "/successfulResults")).body;
    CHECK(rows.starts_with("\"sf__Id\",\"sf__Created\",NAME\n"));
    CHECK(rows.find("\"false\"") == std::string::npos);
}

TEST_CASE("job ids may be short, and are no ids if they are none") {
    InProcessApi org;
    const std::string id = org.create_job(k_insert_accounts);
    CHECK(org.send("GET", job_path(id.substr(0, 15))).status == 200);
    for (const std::string method : {"GET", "PATCH", "DELETE"}) {
        CHECK(org.send(method, job_path("750x"), R"({"state":"Aborted"})").status == 404);
        CHECK(
            org.send(method, job_path("750RL0000000999"), R"({"state":"Aborted"})").status == 404
        );
    }
    CHECK(org.send("PUT", job_path("undefined", "/batches"), "Name\nA\n").status == 404);
    CHECK(org.send("GET", job_path("undefined", "/failedResults")).status == 404);
}

TEST_CASE("what a create must not ask for") {
    InProcessApi org;
    const auto [body, text] = GENERATE(table<std::string, std::string>({
        {R"({"object":"Nothing__c","operation":"insert"})",
         error_text("INVALIDENTITY", "Entity 'Nothing__c' is not supported by the Bulk API.")},
        {R"({"object":"Account","operation":"insert","concurrencyMode":"Serial"})",
         error_text("INVALIDJOB", "Property currently unsupported: 'concurrencyMode'")},
    }));
    const Answer answer = org.send("POST", k_jobs, body);
    CHECK(answer.status == 400);
    CHECK(answer.body == text);
    CHECK(org.send("POST", k_jobs, R"({"object":"Account","operation":"merge"})").status == 400);
    CHECK(org.send("POST", k_jobs, R"({"object":"Account","operation":"upsert"})").status == 400);
    CHECK(org.send("POST", k_jobs, R"({"object":7,"operation":"upsert"})").status == 400);
    CHECK(org.send("POST", k_jobs, "<job/>", {{"Content-Type", "application/xml"}}).status == 415);
}

TEST_CASE("a serial job, where the setting lets it pass") {
    const std::string body =
        R"({"object":"Account","operation":"insert","concurrencyMode":"Serial"})";
    OrgConfig ignoring = steady_config();
    ignoring.bulk2_serial = Bulk2Serial::ignore;
    InProcessApi ignorant{ClockMode::Kind::virtual_, ignoring};
    CHECK(member(ignorant.send("POST", k_jobs, body).body, "concurrencyMode") == "Parallel");
    OrgConfig honouring = steady_config();
    honouring.bulk2_serial = Bulk2Serial::honour;
    InProcessApi obedient{ClockMode::Kind::virtual_, honouring};
    CHECK(member(obedient.send("POST", k_jobs, body).body, "concurrencyMode") == "Serial");
}

TEST_CASE("only one upload, only CSV, only to an open job") {
    InProcessApi org;
    const std::string id = org.create_job(k_insert_accounts);
    CHECK(
        org.send(
               "PUT", job_path(id, "/batches"), "{}", {{"Content-Type", "application/json"}}
        ).status == 415
    );
    const InProcessApi::Fields csv = {{"Content-Type", "text/csv; charset=UTF-8"}};
    CHECK(org.send("PUT", job_path(id, "/batches"), "Name\nA\n", csv).status == 201);
    const Answer again = org.send("PUT", job_path(id, "/batches"), "Name\nA\n", csv);
    CHECK(again.status == 400);
    CHECK(again.body.find("Found multiple contents for job") != std::string::npos);

    const std::string aborted = org.create_job(k_insert_accounts);
    CHECK(org.send("PATCH", job_path(aborted), R"({"state":"Aborted"})").status == 200);
    const Answer late = org.send("PUT", job_path(aborted, "/batches"), "Name\nA\n", csv);
    CHECK(late.status == 400);
    CHECK(late.body.find("INVALIDJOBSTATE") != std::string::npos);
}

TEST_CASE("the states of a job, and what each allows") {
    InProcessApi org{ClockMode::Kind::manual};
    const std::string id = org.create_job(k_insert_accounts);
    const auto change = [&](const std::string& state) {
        return org.send("PATCH", job_path(id), R"({"state":")" + state + R"("})");
    };
    const auto advance = [&](double by) {
        org.api().org().advance_to(org.api().org().now() + seconds(by));
    };
    CHECK(change("InProgress").status == 400);
    CHECK(change("").status == 400);
    CHECK(org.send("DELETE", job_path(id)).status == 400);
    CHECK(org.send("GET", job_path(id, "/failedResults")).status == 400);
    REQUIRE(org.send("PUT", job_path(id, "/batches"), "Name\nA\n").status == 201);
    CHECK(member(change("UploadComplete").body, "state") == "UploadComplete");
    CHECK(change("UploadComplete").status == 400);

    advance(0.5);
    const std::string running = org.send("GET", job_path(id)).body;
    CHECK(member(running, "state") == "InProgress");
    CHECK(member(running, "totalProcessingTime") == "0");
    const Answer early = org.send("DELETE", job_path(id));
    CHECK(early.status == 400);
    CHECK(
        early.body ==
        error_text(
            "API_ERROR", "Error encountered when deleting the job because the job is not terminated"
        )
    );

    advance(100.0);
    CHECK(state_of(org, id) == "JobComplete");
    const Answer late = change("Aborted");
    CHECK(late.status == 400);
    CHECK(late.body == error_text("INVALIDJOBSTATE", "Aborting already Completed Job not allowed"));
    CHECK(org.send("DELETE", job_path(id)).status == 204);
}

TEST_CASE("an aborted job gives back what it did not do") {
    InProcessApi org{ClockMode::Kind::manual};
    const std::string id = org.create_job(k_insert_accounts);
    REQUIRE(org.send("PUT", job_path(id, "/batches"), "Name\nA\nB\n").status == 201);
    const Answer aborted = org.send("PATCH", job_path(id), R"({"state":"Aborted"})");
    CHECK(member(aborted.body, "state") == "Aborted");
    const std::string rows = org.send("GET", job_path(id, "/unprocessedrecords")).body;
    CHECK((rows == "Name\nA\nB\n" || rows == "Name\nB\nA\n"));
    CHECK(org.send("DELETE", job_path(id)).status == 204);
}

TEST_CASE("delimiters and line ends hold for the results, too") {
    InProcessApi org;
    const std::string id = org.create_job(
        R"({"object":"Account","operation":"insert","columnDelimiter":"PIPE","lineEnding":"CRLF"})"
    );
    org.run_job(id, "Name|Industry\r\nA, B|x\r\n");
    const std::string good = org.send("GET", job_path(id, "/successfulResults")).body;
    CHECK(good.find("\"sf__Id\"|\"sf__Created\"|Name|Industry\r\n\"001") == 0);
    CHECK(good.find("\"|\"true\"|\"A, B\"|\"x\"\r\n") != std::string::npos);
}

TEST_CASE("jobs are listed page by page") {
    InProcessApi org;
    for (int i = 0; i < 1001; ++i) org.create_job(k_insert_accounts);
    const auto first = nlohmann::json::parse(org.send("GET", k_jobs).body);
    CHECK(first["records"].size() == 1000);
    const auto next = first["nextRecordsUrl"].get<std::string>();
    const auto second = nlohmann::json::parse(org.send("GET", next).body);
    CHECK(second["records"].size() == 1);
    CHECK(second["nextRecordsUrl"].is_null());
    const Answer wrong = org.send("GET", std::string{k_jobs} + "?queryLocator=nonsense");
    CHECK(wrong.status == 400);
    CHECK(wrong.body == error_text("INVALID_QUERY_LOCATOR", "invalid query locator"));
}

TEST_CASE("numbers in the job belong to the version it was made with") {
    InProcessApi org;
    const Answer created = org.send("POST", "/services/data/v47.0/jobs/ingest", k_insert_accounts);
    CHECK(
        created.body.find(R"("apiVersion":47.0,"contentUrl":"services/data/v47.0/)") !=
        std::string::npos
    );
    const Answer info = org.send("GET", job_path(member(created.body, "id")));
    CHECK(info.body.find(R"("apiVersion":47.0)") != std::string::npos);
}

TEST_CASE("an upload in another charset is stored as what it says, one in none is refused") {
    InProcessApi org;
    const std::string job = org.create_job(R"({"object":"Account","operation":"insert"})");
    const std::string path = std::string{"/services/data/v60.0/jobs/ingest/"} + job;
    const auto upload = [&](const std::string& type) {
        const InProcessApi::Fields fields = {{"Content-Type", type}};
        return org.send("PUT", path + "/batches", "Name\ncaf\xE9\n", fields).status;
    };
    CHECK(upload("text/csv; charset=klingon") == 415);
    CHECK(upload("text/csv; charset=euc-jp") == 400);
    CHECK(upload("text/csv; charset=ISO-8859-1") == 201);
    CHECK(org.send("PATCH", path, R"({"state":"UploadComplete"})").status == 200);
    const std::string query = "/services/data/v60.0/query?q=SELECT+Name+FROM+Account";
    CHECK(org.send("GET", query).body.find("caf\xC3\xA9") != std::string::npos);
}

}  // namespace
}  // namespace rowlock
