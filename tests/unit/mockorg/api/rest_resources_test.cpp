#include "mockorg/api/faces.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

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

TEST_CASE("what is listed answers, and what answers is listed") {
    InProcessApi org;
    const int version = GENERATE(31, 40, 41, 46, 47, 60, 67);
    const std::string root = "/services/data/v" + std::to_string(version) + ".0";
    std::set<std::string> listed;
    std::vector<std::string> lists{root};
    while (!lists.empty()) {
        const std::string list = lists.back();
        lists.pop_back();
        const auto resources = nlohmann::json::parse(org.send("GET", list).body);
        for (const auto& [name, url] : resources.items()) {
            if (name == "identity") continue;
            CAPTURE(name);
            CHECK(url == list + "/" + name);
            listed.insert(url.get<std::string>());
            // Some want to be asked something, some to be sent something; none is unknown.
            const int status = org.send("GET", url.get<std::string>() + "/").status;
            if (name != "tree") CHECK(status != 404);
            const bool is_list = name == "composite" || name == "jobs" || name == "tooling";
            if (is_list) lists.push_back(url.get<std::string>());
        }
    }
    const std::array tables = {
        bulk2_ingest_routes(),
        bulk2_query_routes(),
        rest_resource_routes(),
        rest_limit_routes(),
        rest_query_routes(),
        rest_search_routes(),
        tooling_routes(),
        rest_describe_routes(),
        rest_record_routes(),
        composite_routes(),
        composite_graph_routes(),
        composite_tree_routes(),
        rest_collection_routes()};
    const std::string_view below_version = "/services/data/{version}/";
    for (const auto& table : tables) {
        for (const Route& route : table) {
            if (!route.pattern.starts_with(below_version)) continue;
            const std::string path{route.pattern.substr(below_version.size())};
            if (version < 47 && path.starts_with("jobs")) continue;
            if (version < 36 && path == "parameterizedSearch") continue;
            CAPTURE(path);
            const auto fits = [&](const std::string& url) {
                const std::string name = url.substr(root.size() + 1);
                return path == name || path.starts_with(name + "/");
            };
            CHECK(std::any_of(listed.begin(), listed.end(), fits));
        }
    }
    CHECK(listed.count(root + "/jobs") == (version >= 41 ? 1U : 0U));
    CHECK(listed.count(root + "/parameterizedSearch") == (version >= 36 ? 1U : 0U));
    CHECK(listed.count(root + "/jobs/query") == (version >= 47 ? 1U : 0U));
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
