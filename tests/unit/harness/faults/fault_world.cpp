#include "tests/unit/harness/faults/fault_world.hpp"

#include "harness/client/http_client.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace rowlock::test {
namespace {

constexpr const char* k_schema = "fixtures/schemas/external-id.json";
constexpr const char* k_data = "/services/data/v60.0/";

HttpClient client_of(const LiveServer& server) {
    HttpClientOptions options;
    options.base_url = server.url();
    options.token = LiveServer::k_token;
    auto client = HttpClient::create(options);
    REQUIRE(client);
    return std::move(*client);
}

HttpRequest request_of(const std::string& method, const std::string& path, std::string body) {
    HttpRequest request;
    request.method = method;
    request.target = path;
    const bool xml = body.starts_with('<');
    if (!body.empty()) request.headers.add("Content-Type", xml ? "text/xml" : "application/json");
    if (xml) request.headers.add("SOAPAction", "\"\"");
    request.body = std::move(body);
    return request;
}

/// What a write answers: the clock has to move on for it.
HttpResponse written(const LiveServer& server, HttpRequest request) {
    HttpClient client = client_of(server);
    client.start(1, std::move(request));
    for (;;) {
        client.wait(std::chrono::milliseconds{5});
        auto reply = client.receive();
        if (reply) {
            REQUIRE(reply->response);
            INFO(reply->response->body);
            REQUIRE(reply->response->status < 300);
            return std::move(*reply->response);
        }
        ask(server, "POST", "/rowlock/clock/advance", R"({"seconds": 5})");
    }
}

}  // namespace

HttpResponse ask(
    const LiveServer& server,
    const std::string& method,
    const std::string& path,
    const std::string& body
) {
    auto answer = client_of(server).perform(request_of(method, path, body));
    REQUIRE(answer);
    return std::move(*answer);
}

Json parsed(const std::string& text) {
    auto json = parse_json(text);
    if (!json) FAIL(text);
    return std::move(*json);
}

std::map<std::string, std::uint64_t> deals_of(const LiveServer& server) {
    // A test may have ended it.
    ask(server, "POST", "/rowlock/sessions/renew");
    const std::string query = "query?q=SELECT+External_ID__c+FROM+Opportunity";
    const Json answer = parsed(ask(server, "GET", k_data + query).body);
    REQUIRE(answer.contains("records"));
    REQUIRE(answer["done"] == true);
    std::map<std::string, std::uint64_t> deals;
    for (const Json& record : answer["records"])
        ++deals[record["External_ID__c"].get<std::string>()];
    return deals;
}

std::uint64_t count_of(const LiveServer& server, const std::string& rows) {
    ask(server, "POST", "/rowlock/sessions/renew");
    const std::string soql = percent_encode("SELECT COUNT() FROM " + rows);
    const Json answer = parsed(ask(server, "GET", k_data + ("query?q=" + soql)).body);
    return answer["totalSize"].get<std::uint64_t>();
}

std::uint64_t open_jobs_of(const LiveServer& server) {
    const Json list = parsed(ask(server, "GET", "/services/data/v60.0/jobs/ingest").body);
    const Json& jobs = list["records"];
    return static_cast<std::uint64_t>(std::count_if(jobs.begin(), jobs.end(), [](const Json& job) {
        return job["state"] == "Open";
    }));
}

std::string DealsLoad::text() const {
    const std::string schema = std::filesystem::absolute(k_schema).string();
    const std::string key = operation == "upsert" ? R"("externalId": "External_ID__c",)" : "";
    // REST goes by the wall clock.
    const std::string delay = api == "rest" ? "100ms" : "15s";
    return R"({"name": "deals", "seed": 5, "profile": "heavy", "schema": ")" + schema + R"(",
        "sources": {
            "accounts": {"object": "Account", "rows": 3, "columns": {
                "External_ID__c": "A{n}", "Name": "Account {n}"}},
            "deals": {"object": "Opportunity", "rows": )" +
           std::to_string(rows) + R"(, "columns": {
                "External_ID__c": "EXT-{n}", "Name": "Deal {n}", "StageName": "Prospecting",
                "CloseDate": {"date": "2026-01-01"},
                "AccountId": {"parent": "accounts", "pick": "grouped"}}}},
        "setup": [{"source": "accounts", "operation": "upsert", "externalId": "External_ID__c",
                   "pollEvery": "100ms"}],
        "faults": [)" +
           faults + R"(],
        "load": {"source": "deals", "operation": ")" +
           operation + "\"," + key + R"("api": ")" + api + R"(", "batchRows": )" +
           std::to_string(batch_rows) + R"(, "inFlight": 1, "retry": {"times": 3, "delay": ")" +
           delay + R"("}}})";
}

OrgConfig deals_org() {
    OrgConfig config;
    config.seed = 5;
    config.profile = *find_profile("heavy");
    config.schema = read_schema_file(k_schema).value();
    // So that there can be a reference to nothing.
    config.keep_dangling_references = true;
    return config;
}

FaultWorld::FaultWorld(std::uint64_t rows, const std::string& api)
    : server_(ClockMode::Kind::manual, deals_org()) {
    DealsLoad deals;
    deals.api = api;
    deals.rows = rows;
    deals.batch_rows = (rows + 2) / 3;
    load_ = folder_.write("load.json", deals.text());
    const std::string stranger = create("Account", R"({"Name": "old"})");
    const std::string gone = create("Account", R"({"Name": "gone"})");
    const auto expect_clean = [](const ProgramResult& result) {
        INFO(result.out << result.err);
        REQUIRE(result.code == 0);
    };
    expect_clean(undisturbed({"baseline", "--load", load_, "--out", file("base.json")}));
    expect_clean(undisturbed(
        {"replay", load_, "--report", file("report.json"), "--journal", file("journal")}
    ));
    written(
        server_,
        request_of("PATCH", k_data + ("sobjects/Account/" + stranger), R"({"Name": "changed"})")
    );
    // Near the end of all, so that they are on the last page of those there are several of.
    remove("Opportunity", deal("EXT-" + std::to_string(rows - 2)));
    remove("Opportunity", deal("EXT-" + std::to_string(rows - 5)));
    const std::string orphan = deal("EXT-" + std::to_string(rows - 9));
    const std::string deal_path = k_data + ("sobjects/Opportunity/" + orphan);
    written(server_, request_of("PATCH", deal_path, R"({"AccountId": ")" + gone + "\"}"));
    remove("Opportunity", orphan);
    remove("Account", gone);
    undelete(orphan);
    create(
        "Opportunity",
        R"({"External_ID__c": "EXT-more", "Name": "More", "StageName": "Prospecting",
            "CloseDate": "2026-01-01"})"
    );
    keep();
}

ProgramResult FaultWorld::undisturbed(const std::vector<std::string>& arguments) {
    return run_program(against(server_, arguments));
}

FaultedRun FaultWorld::run(
    const FaultCase& fault, const std::vector<std::string>& arguments, const Aim& aim
) {
    return run_as_given(fault, against_faulty(server_, fault, arguments), aim);
}

FaultedRun FaultWorld::run_as_given(
    const FaultCase& fault, const std::vector<std::string>& arguments, const Aim& aim
) {
    restore();
    const std::string path = "/rowlock/faults/" + fault.name;
    const HttpResponse set = ask(server_, "PUT", path, json_of(fault, aim));
    INFO(set.body);
    REQUIRE(set.status == 201);
    FaultedRun run;
    run.program = run_program(arguments);
    run.struck = parsed(ask(server_, "GET", path).body)["struck"].get<std::uint64_t>();
    ask(server_, "DELETE", "/rowlock/faults");
    return run;
}

void FaultWorld::keep() {
    ask(server_, "PUT", "/rowlock/snapshots/kept");
}

void FaultWorld::restore() {
    ask(server_, "POST", "/rowlock/snapshots/kept/restore");
    ask(server_, "POST", "/rowlock/sessions/renew");
}

void FaultWorld::begin_job(const std::string& external_ids, std::uint64_t rows) {
    restore();
    const std::string jobs = k_data + std::string{"jobs/ingest"};
    const std::string job = R"({"object": "Opportunity", "operation": "insert",
        "contentType": "CSV", "lineEnding": "LF"})";
    const Json made = parsed(ask(server_, "POST", jobs, job).body);
    const std::string path = jobs + '/' + made["id"].get<std::string>();
    std::string csv = "External_ID__c,Name,StageName,CloseDate\n";
    for (std::uint64_t row = 0; row < rows; ++row)
        csv += external_ids + std::to_string(row) + ",Late,Prospecting,2026-01-01\n";
    HttpRequest upload = request_of("PUT", path + "/batches", csv);
    upload.headers = {};
    upload.headers.add("Content-Type", "text/csv");
    const auto uploaded = client_of(server_).perform(std::move(upload));
    REQUIRE(uploaded);
    REQUIRE(uploaded->status == 201);
    REQUIRE(ask(server_, "PATCH", path, R"({"state": "UploadComplete"})").status == 200);
    keep();
}

std::string FaultWorld::job_ids() const {
    std::ifstream journal{file("journal")};
    REQUIRE(journal);
    std::string ids;
    for (std::string line; std::getline(journal, line);) {
        const Json entry = parsed(line);
        const bool is_load = entry.contains("pass") && entry["pass"][0] == 1;
        if (!is_load || !entry.contains("job")) continue;
        const std::string id = entry["job"].get<std::string>();
        if (ids.find(id) == std::string::npos) ids += (ids.empty() ? "" : ",") + id;
    }
    return ids;
}

std::string FaultWorld::create(const std::string& object, const std::string& body) {
    const auto answer = written(server_, request_of("POST", k_data + ("sobjects/" + object), body));
    return parsed(answer.body)["id"].get<std::string>();
}

void FaultWorld::remove(const std::string& object, const std::string& id) {
    written(server_, request_of("DELETE", k_data + ("sobjects/" + object + "/" + id), ""));
}

void FaultWorld::undelete(const std::string& id) {
    const std::string call =
        R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" )"
        R"(xmlns="urn:partner.soap.sforce.com"><e:Header><SessionHeader><sessionId>)" +
        std::string{LiveServer::k_token} +
        "</sessionId></SessionHeader></e:Header><e:Body><undelete><ids>" + id +
        "</ids></undelete></e:Body></e:Envelope>";
    const auto answer = written(server_, request_of("POST", "/services/Soap/u/60.0", call));
    INFO(answer.body);
    REQUIRE(answer.body.find("<success>true</success>") != std::string::npos);
}

std::string FaultWorld::deal(const std::string& external_id) {
    const std::string soql =
        "SELECT Id FROM Opportunity WHERE External_ID__c = '" + external_id + "'";
    const Json answer =
        parsed(ask(server_, "GET", k_data + ("query?q=" + percent_encode(soql))).body);
    REQUIRE(answer["totalSize"] == 1);
    return answer["records"][0]["Id"].get<std::string>();
}

}  // namespace rowlock::test
