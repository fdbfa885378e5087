#include "tests/unit/harness/faults/fault_cases.hpp"

#include "harness/client/http_client.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <filesystem>

namespace rowlock::test {
namespace {

constexpr const char* k_schema = "fixtures/schemas/external-id.json";

FaultCase named(std::string name, std::string members) {
    FaultCase fault;
    fault.name = std::move(name);
    fault.members = std::move(members);
    return fault;
}

FaultCase doubtful(std::string name, std::string members) {
    FaultCase fault = named(std::move(name), std::move(members));
    fault.leaves_doubt = true;
    return fault;
}

FaultCase of_jobs(std::string name, std::string members, bool gives_up) {
    FaultCase fault = named(std::move(name), std::move(members));
    fault.of_jobs = true;
    fault.gives_up = gives_up;
    return fault;
}

std::vector<FaultCase> make_cases() {
    // Two in a row: what is repeated is struck again.
    const auto anywhere = R"("count":2,"after":1)";
    std::vector<FaultCase> cases{
        named("unavailable", R"({"kind":"status","status":503,)" + std::string{anywhere} + "}"),
        named("too-many", R"({"kind":"status","status":429,)" + std::string{anywhere} + "}"),
        doubtful(
            "gateway", R"({"kind":"status","status":504,"done":true,)" + std::string{anywhere} + "}"
        ),
        named("limit", R"({"kind":"request-limit","count":1,"after":1})"),
        doubtful("silent", R"({"kind":"timeout","seconds":0.05,)" + std::string{anywhere} + "}"),
        doubtful(
            "deaf",
            R"({"kind":"timeout","seconds":0.05,"done":false,)" + std::string{anywhere} + "}"
        ),
        doubtful("reset", R"({"kind":"reset",)" + std::string{anywhere} + "}"),
        doubtful("reset-before", R"({"kind":"reset","done":false,)" + std::string{anywhere} + "}"),
        doubtful("cut", R"({"kind":"reset-in-body",)" + std::string{anywhere} + "}"),
        named("slow", R"({"kind":"slow","seconds":0.05,)" + std::string{anywhere} + "}"),
        named(
            "lock",
            R"({"kind":"lock","object":"Account","where":"External_ID__c = 'A0'","until":15})"
        ),
        of_jobs("stuck", R"({"kind":"stuck-job","seconds":30,"count":1})", false),
        of_jobs("failed", R"({"kind":"failed-job","count":1})", true),
    };
    FaultCase expired = named("expired", R"({"kind":"expired-session","count":1,"after":2})");
    expired.ends_session = true;
    cases.push_back(expired);
    return cases;
}

}  // namespace

const std::vector<FaultCase>& fault_cases() {
    static const std::vector<FaultCase> cases = make_cases();
    return cases;
}

std::string once(const FaultCase& fault) {
    constexpr std::string_view k_twice = R"("count":2)";
    std::string members = fault.members;
    const auto at = members.find(k_twice);
    if (at != std::string::npos) members.replace(at, k_twice.size(), R"("count":1)");
    return members;
}

Json json_of(const std::string& text) {
    auto json = parse_json(text);
    if (!json) FAIL(text);
    return std::move(*json);
}

HttpResponse ask(
    const LiveServer& server,
    const std::string& method,
    const std::string& path,
    const std::string& body
) {
    HttpClientOptions options;
    options.base_url = server.url();
    options.token = LiveServer::k_token;
    HttpRequest request;
    request.method = method;
    request.target = path;
    request.body = body;
    if (!body.empty()) request.headers.add("Content-Type", "application/json");
    auto client = HttpClient::create(options);
    REQUIRE(client);
    auto answer = client->perform(request);
    REQUIRE(answer);
    return std::move(*answer);
}

std::map<std::string, std::uint64_t> deals_of(const LiveServer& server) {
    // A test may have ended it.
    ask(server, "POST", "/rowlock/sessions/renew");
    const std::string query = "/services/data/v60.0/query?q=SELECT+External_ID__c+FROM+Opportunity";
    const Json answer = json_of(ask(server, "GET", query).body);
    REQUIRE(answer.contains("records"));
    REQUIRE(answer["done"] == true);
    std::map<std::string, std::uint64_t> deals;
    for (const Json& record : answer["records"])
        ++deals[record["External_ID__c"].get<std::string>()];
    return deals;
}

std::string deals_load(
    const std::string& operation, const std::string& api, const std::string& faults
) {
    const std::string schema = std::filesystem::absolute(k_schema).string();
    const std::string key = operation == "upsert" ? R"("externalId": "External_ID__c",)" : "";
    // REST goes by the wall clock.
    const std::string delay = api == "rest" ? "100ms" : "15s";
    return R"({"name": "deals", "seed": 5, "profile": "heavy", "schema": ")" + schema + R"(",
        "sources": {
            "accounts": {"object": "Account", "rows": 3, "columns": {
                "External_ID__c": "A{n}", "Name": "Account {n}"}},
            "deals": {"object": "Opportunity", "rows": 120, "columns": {
                "External_ID__c": "EXT-{n}", "Name": "Deal {n}", "StageName": "Prospecting",
                "CloseDate": {"date": "2026-01-01"},
                "AccountId": {"parent": "accounts", "pick": "grouped"}}}},
        "setup": [{"source": "accounts", "operation": "upsert", "externalId": "External_ID__c",
                   "pollEvery": "100ms"}],
        "faults": [)" +
           faults + R"(],
        "load": {"source": "deals", "operation": ")" +
           operation + "\"," + key + R"("api": ")" + api + R"(", "batchRows": 40,
                 "inFlight": 1, "retry": {"times": 3, "delay": ")" +
           delay + R"("}}})";
}

OrgConfig deals_org() {
    OrgConfig config;
    config.seed = 5;
    config.profile = *find_profile("heavy");
    config.schema = read_schema_file(k_schema).value();
    return config;
}

std::vector<std::string> against_faulty(
    const LiveServer& server, const FaultCase& fault, std::vector<std::string> arguments
) {
    if (!fault.ends_session) return against(server, std::move(arguments));
    arguments.insert(
        arguments.end(),
        {"--target", server.url(), "--client-id", "app", "--client-secret", "secret"}
    );
    return arguments;
}

}  // namespace rowlock::test
