#include "mockorg/api/faces.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

constexpr const char* k_composite = "/services/data/v60.0/composite";
constexpr const char* k_two_accounts = R"([
    {"method":"POST","url":"/services/data/v60.0/sobjects/Account","referenceId":"a","body":{"Name":"A"}},
    {"method":"POST","url":"/services/data/v60.0/sobjects/Account","referenceId":"b","body":{"Name":"B"}}])";

TEST_CASE("an org that is set back answers what was under way and what would have come behind it") {
    InProcessApi org{ClockMode::Kind::manual};
    const auto answer = org.begin(
        "POST", k_composite, std::string{R"({"compositeRequest":)"} + k_two_accounts + "}"
    );
    CHECK_FALSE(answer->has_value());
    CHECK(org.send("POST", "/rowlock/reset").status == 200);
    REQUIRE(answer->has_value());
    const auto responses = nlohmann::json::parse((*answer)->body)["compositeResponse"];
    REQUIRE(responses.size() == 2);
    CHECK(responses[0]["httpStatusCode"] == 503);
    CHECK(responses[1]["httpStatusCode"] == 503);
    CHECK(responses[1]["referenceId"] == "b");
    CHECK_FALSE(org.api().org().next_deadline().has_value());
}

TEST_CASE("graphs that were under way are told so") {
    InProcessApi org{ClockMode::Kind::manual};
    const std::string graph =
        std::string{R"({"graphId":"1","compositeRequest":)"} + k_two_accounts + "}";
    const auto answer = org.begin(
        "POST", std::string{k_composite} + "/graph", R"({"graphs":[)" + graph + "," + graph + "]}"
    );
    CHECK_FALSE(answer->has_value());
    CHECK(org.send("POST", "/rowlock/reset").status == 200);
    REQUIRE(answer->has_value());
    CHECK((*answer)->status == 503);
    CHECK_FALSE(org.api().org().next_deadline().has_value());
}

TEST_CASE("requests inside another one need the session of that one, and count once") {
    InProcessApi org;
    const Answer answer = org.send(
        "POST", k_composite, std::string{R"({"compositeRequest":)"} + k_two_accounts + "}"
    );
    CHECK(answer.headers.get("Sforce-Limit-Info") == "api-usage=1/15000");
    CHECK(answer.body.find(R"("httpStatusCode":201)") != std::string::npos);
    // Nothing but what reads and writes records.
    for (const std::string url :
         {"/rowlock/reset",
          "/services/oauth2/revoke",
          "/services/data/v60.0/composite",
          "nothing"}) {
        const Answer refused = org.send(
            "POST",
            k_composite,
            R"({"compositeRequest":[{"method":"POST","url":")" + url + R"(","referenceId":"x"}]})"
        );
        CAPTURE(url);
        CHECK(refused.body.find(R"("httpStatusCode":404)") != std::string::npos);
    }
}

TEST_CASE("nothing in a composite body upsets the org") {
    InProcessApi org;
    const std::vector<std::string> values = {
        "null",
        "1",
        "\"x\"",
        "[]",
        "{}",
        "[null]",
        "[{}]",
        k_two_accounts,
        R"([{"method":"GET","url":"/services/data/v60.0/limits"}])",
        R"([{"method":"PATCH","url":"/services/data/v60.0/sobjects/Account/@{a.id}","body":[1]}])",
        R"([{"attributes":{"type":"Account","referenceId":"r"},"Contacts":{"records":[1]}}])",
        R"([{"attributes":{"type":"Account"},"Name":{"a":{"b":1}}}])",
        R"([{"graphId":"1","compositeRequest":[{"method":"DELETE","url":"/"}]}])"};
    const std::vector<std::string> names = {
        "compositeRequest", "batchRequests", "graphs", "records", "ids", "fields", "allOrNone"};
    const std::vector<std::string> paths = {
        "", "/batch", "/graph", "/tree/Account", "/sobjects", "/sobjects/Account"};
    rc::prop("each is answered", [&] {
        std::string body = "{";
        for (const auto& name :
             *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(names))) {
            body += (body.size() > 1 ? "," : "");
            body += "\"" + name + "\":" + *rc::gen::elementOf(values);
        }
        const Answer answer =
            org.send("POST", k_composite + *rc::gen::elementOf(paths), body + "}");
        RC_ASSERT(answer.status >= 200);
        RC_ASSERT(answer.status < 500);
    });
}

}  // namespace
}  // namespace rowlock
