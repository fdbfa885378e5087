#include "mockorg/api/faces.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

TEST_CASE("the versions and what is in one") {
    InProcessApi org;
    const auto versions = nlohmann::json::parse(org.send("GET", "/services/data").body);
    CHECK(versions.front()["version"] == "31.0");
    CHECK(
        versions.back().dump() ==
        R"({"label":"Summer '26","url":"/services/data/v67.0","version":"67.0"})"
    );
    const auto resources = nlohmann::json::parse(org.send("GET", "/services/data/v60.0").body);
    CHECK(resources["query"] == "/services/data/v60.0/query");
    CHECK(resources["sobjects"] == "/services/data/v60.0/sobjects");
}

TEST_CASE("limits go down") {
    InProcessApi org;
    org.run_job(org.create_job(R"({"object":"Account","operation":"insert"})"), "Name\nA\n");
    const auto limits = nlohmann::json::parse(org.send("GET", "/services/data/v60.0/limits").body);
    CHECK(limits["DailyApiRequests"].dump() == R"({"Max":15000,"Remaining":14996})");
    CHECK(limits["DailyBulkApiBatches"].dump() == R"({"Max":15000,"Remaining":14999})");
}

TEST_CASE("limits have their names of old in old versions, and storage is what records take") {
    InProcessApi org;
    for (int i = 0; i < 600; ++i) org.create("Account", R"({"Name":"A"})");
    const auto limits = [&](const std::string& version) {
        const Answer answer = org.send("GET", "/services/data/v" + version + "/limits");
        return nlohmann::json::parse(answer.body);
    };
    CHECK(limits("48.0").contains("DailyBulkApiRequests"));
    CHECK_FALSE(limits("48.0").contains("DailyBulkApiBatches"));
    CHECK_FALSE(limits("60.0").contains("DailyBulkApiRequests"));
    CHECK(limits("60.0")["DataStorageMB"].dump() == R"({"Max":10240,"Remaining":10238})");
    CHECK(limits("60.0").contains("DailyAsyncApexExecutions"));
}

TEST_CASE("a query's result file takes from the day's storage") {
    InProcessApi org;
    const auto storage = [&] {
        const Answer limits = org.send("GET", "/services/data/v60.0/limits");
        return nlohmann::json::parse(limits.body)["DailyBulkV2QueryFileStorageMB"].dump();
    };
    CHECK(storage() == R"({"Max":976562,"Remaining":976562})");
    for (int i = 0; i < 2; ++i) {
        org.send(
            "POST",
            "/services/data/v60.0/jobs/query",
            R"({"operation":"query","query":"SELECT Id FROM User"})"
        );
        // A megabyte begun counts whole, but files share it.
        CHECK(storage() == R"({"Max":976562,"Remaining":976561})");
    }
}

TEST_CASE("records are counted") {
    InProcessApi org;
    org.create("Account", R"({"Name":"A"})");
    const std::string path = "/services/data/v60.0/limits/recordCount";
    CHECK(
        org.send("GET", path + "?sObjects=contact,Nothing,Account").body ==
        R"({"sObjects":[{"count":0,"name":"Contact"},{"count":1,"name":"Account"}]})"
    );
    const auto all = nlohmann::json::parse(org.send("GET", path).body);
    CHECK(all["sObjects"].size() == org.api().org().config().schema->objects().size());
}

}  // namespace
}  // namespace rowlock
