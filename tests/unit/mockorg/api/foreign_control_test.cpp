// /rowlock/foreign-writers, as clients of the control API meet it.
#include "mockorg/foreign/foreign_writer_reader.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

namespace rowlock {
namespace {

using nlohmann::json;

constexpr const char* k_writers = "/rowlock/foreign-writers";
constexpr const char* k_ann = "/rowlock/foreign-writers/Ann";
constexpr const char* k_hold_acme =
    R"({"kind": "user", "object": "Account", "where": "Name = 'Acme'", "hold": "45s"})";

TEST_CASE("a foreign writer is set, shown, replaced and taken away") {
    InProcessApi org{ClockMode::Kind::manual};
    CHECK(org.send("PUT", k_ann, k_hold_acme).status == 201);
    CHECK(org.send("PUT", k_ann, k_hold_acme).status == 200);
    const json shown = json::parse(org.send("GET", k_ann).body);
    CHECK(shown["name"] == "Ann");
    CHECK(shown["kind"] == "user");
    CHECK(shown["hold"]["mean"] == "45s");
    CHECK(shown["open"] == 0);
    CHECK(shown["statistics"]["runs"] == 0);
    const json all = json::parse(org.send("GET", k_writers).body);
    CHECK(all["foreignWriters"].size() == 1);
    CHECK(org.send("DELETE", k_ann).status == 204);
    CHECK(org.send("DELETE", k_ann).status == 404);
    CHECK(org.send("GET", k_ann).status == 404);
    org.send("PUT", k_ann, k_hold_acme);
    CHECK(org.send("DELETE", k_writers).status == 204);
    CHECK(json::parse(org.send("GET", k_writers).body)["foreignWriters"].empty());
}

TEST_CASE("who waits for it, and whom it waits for, is told by name") {
    InProcessApi org{ClockMode::Kind::manual};
    const auto made =
        org.begin("POST", "/services/data/v60.0/sobjects/Account", R"({"Name": "Acme"})");
    org.send("POST", "/rowlock/clock/advance", R"({"seconds": 1})");
    REQUIRE(made->has_value());
    const std::string id = json::parse((*made)->body)["id"];
    org.send("PUT", k_ann, k_hold_acme);
    org.send("POST", "/rowlock/clock/advance", R"({"seconds": 1})");
    CHECK(json::parse(org.send("GET", k_ann).body)["holding"] == 1);
    const auto write =
        org.begin("PATCH", "/services/data/v60.0/sobjects/Account/" + id, R"({"Name": "New"})");
    const json locks = json::parse(org.send("GET", "/rowlock/locks").body);
    CHECK(locks["locks"][0]["holder"] == json({{"kind", "foreign"}, {"name", "Ann"}}));
    org.send("POST", "/rowlock/clock/advance", R"({"seconds": 10})");
    REQUIRE(write->has_value());
    CHECK((*write)->status == 400);
    CHECK_THAT((*write)->body, Catch::Contains("UNABLE_TO_LOCK_ROW"));
    const json ledger = json::parse(org.send("GET", "/rowlock/ledger").body);
    CHECK(ledger["failures"][0]["holder"]["name"] == "Ann");
    CHECK(ledger["failures"][0]["deadlock"] == false);
    // On a manual clock nothing waits for her to let go.
    const json clock = json::parse(org.send("GET", "/rowlock/clock").body);
    CHECK(clock["nextDeadline"].is_null());
}

TEST_CASE("mistakes are refused, with the member's name") {
    InProcessApi org;
    const std::pair<const char*, const char*> mistakes[] = {
        {"[]", "JSON_PARSER_ERROR"},
        {R"({"kind": "ghost"})", "'kind' must be one of user, integration"},
        {R"({"kind": "user", "object": "Acount", "hold": "1s"})",
         "'object': there is no sObject Acount"},
        {R"({"name": "Bob", "kind": "user", "object": "Account", "hold": "1s"})",
         "'name' must be 'Ann', as in the request's path"},
        {R"({"kind": "automation", "object": "Contact", "after": ["insert"], "updates": "Acount",
             "when": "sync"})",
         "'updates': "},
    };
    for (const auto& [body, expected] : mistakes) {
        INFO(body);
        const Answer answer = org.send("PUT", k_ann, body);
        CHECK(answer.status == 400);
        CHECK_THAT(answer.body, Catch::Contains(expected));
    }
    CHECK(json::parse(org.send("GET", k_writers).body)["foreignWriters"].empty());
}

TEST_CASE("on a virtual clock an org with foreign writers is idle when its clients are") {
    InProcessApi org;
    const std::string body =
        R"({"kind": "integration", "object": "Account", "every": "1s", "hold": "30s", "wait": "20s"})";
    CHECK(org.send("PUT", k_ann, body).status == 201);
    const std::string id = org.create("Account", R"({"Name": "Acme"})");
    CHECK(org.send("POST", "/rowlock/clock/run-until-idle").status == 200);
    CHECK(org.send("POST", "/rowlock/clock/advance", R"({"seconds": 100000})").status == 200);
    const json shown = json::parse(org.send("GET", k_ann).body);
    CHECK(shown["statistics"]["committed"] > 0);
}

TEST_CASE("a reset brings back the foreign writers that were there at the start") {
    InProcessApi org;
    org.send("PUT", k_ann, k_hold_acme);
    org.send("POST", "/rowlock/reset");
    CHECK(json::parse(org.send("GET", k_writers).body)["foreignWriters"].empty());
}

TEST_CASE("the foreign writers of the page can be set as they stand") {
    std::ifstream page{"docs/foreign-writers.md"};
    REQUIRE(page);
    InProcessApi org;
    int set = 0;
    for (std::string line; std::getline(page, line);) {
        const auto begin = line.find("--json '");
        if (begin == std::string::npos) continue;
        // As a shell reads it: a quote inside quotes is written '"'"'.
        std::string body;
        const std::size_t end = line.find("' \"$url");
        for (std::size_t at = begin + 8; at < end; ++at) {
            body += line[at];
            if (line.compare(at, 5, R"('"'"')") == 0) at += 4;
        }
        const auto path = line.find("/rowlock/");
        INFO(line);
        const Answer answer = org.send("PUT", line.substr(path, line.size() - 1 - path), body);
        INFO(answer.body);
        CHECK(answer.status == 201);
        ++set;
    }
    CHECK(set == 4);
}

}  // namespace
}  // namespace rowlock
