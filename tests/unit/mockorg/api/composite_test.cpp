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

TEST_CASE("a flag that only looks true is refused, and nothing is written") {
    InProcessApi org;
    const std::string flag = GENERATE(as<std::string>{}, R"("true")", "1", "[]", "{}");
    const std::string composite =
        R"({"allOrNone":)" + flag + R"(,"compositeRequest":)" + k_two_accounts + "}";
    CHECK(org.send("POST", k_composite, composite).status == 400);
    const std::string batch =
        R"({"haltOnError":)" + flag +
        R"(,"batchRequests":[{"method":"POST","url":"v60.0/sobjects/Account","richInput":{"Name":"A"}}]})";
    CHECK(org.send("POST", std::string{k_composite} + "/batch", batch).status == 400);
    const std::string remove = std::string{k_composite} +
                               "/sobjects?ids=" + org.create("Account", R"({"Name":"A"})") +
                               "&allOrNone=1";
    CHECK(org.send("DELETE", remove).status == 400);
    const std::string count = "/services/data/v60.0/query?q=SELECT+COUNT()+FROM+Account";
    CHECK(member(org.send("GET", count).body, "totalSize") == "1");
}

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
    const auto graph = [](const std::string& id) {
        return R"({"graphId":")" + id + R"(","compositeRequest":)" + k_two_accounts + "}";
    };
    const auto answer = org.begin(
        "POST",
        std::string{k_composite} + "/graph",
        R"({"graphs":[)" + graph("1") + "," + graph("2") + "]}"
    );
    CHECK_FALSE(answer->has_value());
    CHECK(org.send("POST", "/rowlock/reset").status == 200);
    REQUIRE(answer->has_value());
    CHECK((*answer)->status == 503);
    CHECK_FALSE(org.api().org().next_deadline().has_value());
}

TEST_CASE("graphs say what is wrong with them, and nothing is written") {
    InProcessApi org;
    const auto refusal = [&](const std::string& graphs) {
        const Answer answer =
            org.send("POST", std::string{k_composite} + "/graph", R"({"graphs":[)" + graphs + "]}");
        return answer.status == 400 ? answer.body : std::string{};
    };
    const std::string requests = std::string{R"("compositeRequest":)"} + k_two_accounts + "}";
    const std::string one = R"({"graphId":"1",)" + requests;
    CHECK_THAT(refusal(one + "," + one), Catch::Contains("Duplicate graphId"));
    CHECK_THAT(refusal("{" + requests), Catch::Contains("A graph needs a graphId"));
    CHECK_THAT(refusal(R"({"graphId":"",)" + requests), Catch::Contains("needs a graphId"));
    nlohmann::json large{{"graphId", "2"}, {"compositeRequest", nlohmann::json::array()}};
    for (int i = 0; i < 499; ++i) {
        large["compositeRequest"].push_back(
            {{"method", "POST"},
             {"url", "/services/data/v60.0/sobjects/Account"},
             {"referenceId", "r" + std::to_string(i)},
             {"body", {{"Name", "A"}}}}
        );
    }
    CHECK_THAT(
        refusal(one + "," + large.dump()),
        Catch::Contains("All graphs together may have at most 500 nodes")
    );
    const Answer count =
        org.send("GET", "/services/data/v60.0/query?q=SELECT+COUNT()+FROM+Account");
    CHECK_THAT(count.body, Catch::Contains(R"("totalSize":0)"));
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

nlohmann::json composite_body(const std::string& requests, bool all_or_none) {
    nlohmann::json body{{"allOrNone", all_or_none}};
    body["compositeRequest"] = nlohmann::json::parse(requests);
    return body;
}

TEST_CASE("records are read among those that are written together") {
    InProcessApi org;
    const std::string known = org.create("Account", R"({"Name":"Known"})");
    const std::string requests =
        R"([{"method":"GET","url":"/services/data/v60.0/sobjects/Account/)" + known +
        R"(?fields=Id,Name","referenceId":"known"},
        {"method":"POST","url":"/services/data/v60.0/sobjects/Contact","referenceId":"new",
         "body":{"LastName":"C","AccountId":"@{known.Id}"}},
        {"method":"GET","url":"/services/data/v60.0/sobjects/Contact/@{new.id}","referenceId":"seen"},
        {"method":"GET","url":"/services/data/v60.0/query?q=SELECT+COUNT()+FROM+Contact","referenceId":"count"}])";
    const auto check = [&](const nlohmann::json& responses) {
        REQUIRE(responses.size() == 4);
        CHECK(responses[0]["body"]["Name"] == "Known");
        CHECK(responses[1]["httpStatusCode"] == 201);
        CHECK(responses[2]["body"]["AccountId"] == known);
        CHECK(responses[3]["body"]["totalSize"] == 1);
    };
    SECTION("in a composite request") {
        const Answer answer = org.send("POST", k_composite, composite_body(requests, true).dump());
        check(nlohmann::json::parse(answer.body)["compositeResponse"]);
    }
    SECTION("in a graph") {
        nlohmann::json graph{{"graphId", "1"}};
        graph["compositeRequest"] = nlohmann::json::parse(requests);
        nlohmann::json body;
        body["graphs"] = nlohmann::json::array({graph});
        const Answer answer = org.send("POST", std::string{k_composite} + "/graph", body.dump());
        const auto response = nlohmann::json::parse(answer.body)["graphs"][0];
        CHECK(response["isSuccessful"] == true);
        check(response["graphResponse"]["compositeResponse"]);
    }
}

TEST_CASE("a read that fails takes back what was written with it") {
    InProcessApi org;
    const std::string requests = std::string{k_two_accounts};
    auto body = composite_body(requests, true);
    body["compositeRequest"].push_back(
        {{"method", "GET"},
         {"url", "/services/data/v60.0/query?q=SELECT+Nope+FROM+Account"},
         {"referenceId", "c"}}
    );
    const auto responses =
        nlohmann::json::parse(org.send("POST", k_composite, body.dump()).body)["compositeResponse"];
    CHECK(responses[0]["body"][0]["errorCode"] == "PROCESSING_HALTED");
    CHECK(responses[2]["body"][0]["errorCode"] == "INVALID_FIELD");
    CHECK(
        member(
            org.send("GET", "/services/data/v60.0/query?q=SELECT+COUNT()+FROM+Account").body,
            "totalSize"
        ) == "0"
    );
}

TEST_CASE("references have names of their own") {
    InProcessApi org;
    const auto refusal = [&](const std::string& first, const std::string& second) {
        nlohmann::json body;
        for (const std::string& name : {first, second}) {
            body["compositeRequest"].push_back(
                {{"method", "GET"}, {"url", "/services/data/v60.0/limits"}, {"referenceId", name}}
            );
        }
        const Answer answer = org.send("POST", k_composite, body.dump());
        return answer.status == 400 ? answer.body : std::string{};
    };
    CHECK(refusal("a", "b").empty());
    CHECK(refusal("1_a", "B2").empty());
    CHECK(refusal("a", "a").find("Duplicate ReferenceId provided") != std::string::npos);
    CHECK(refusal("a", "b.c").find("Provided referenceId ('b.c') must") != std::string::npos);
    CHECK(refusal("_a", "b").find("INVALID_INPUT") != std::string::npos);
    CHECK(refusal("", "b").find("INVALID_INPUT") != std::string::npos);
}

TEST_CASE("a composite request has five queries at most") {
    InProcessApi org;
    nlohmann::json body;
    for (int i = 0; i < 6; ++i) {
        body["compositeRequest"].push_back(
            {{"method", "GET"},
             {"url", "/services/data/v60.0/query?q=SELECT+Id+FROM+Account"},
             {"referenceId", "r" + std::to_string(i)}}
        );
    }
    const Answer refused = org.send("POST", k_composite, body.dump());
    CHECK(refused.status == 400);
    CHECK(refused.body.find("LIMIT_EXCEEDED") != std::string::npos);
    body["compositeRequest"].erase(5);
    CHECK(org.send("POST", k_composite, body.dump()).status == 200);
}

TEST_CASE("a subrequest brings its conditions, and its answer the tag") {
    InProcessApi org;
    const std::string url =
        "/services/data/v60.0/sobjects/Account/" + org.create("Account", R"({"Name":"A"})");
    nlohmann::json body;
    body["compositeRequest"].push_back({{"method", "GET"}, {"url", url}, {"referenceId", "a"}});
    const auto send = [&] {
        return nlohmann::json::parse(org.send("POST", k_composite, body.dump()).body);
    };
    const auto first = send()["compositeResponse"][0];
    REQUIRE(first["httpHeaders"].contains("ETag"));
    auto together = body;
    together["allOrNone"] = true;
    const auto read = nlohmann::json::parse(org.send("POST", k_composite, together.dump()).body);
    CHECK(read["compositeResponse"][0]["httpHeaders"] == first["httpHeaders"]);
    together["compositeRequest"][0]["url"] = url + "?fields=Name";
    const auto part = nlohmann::json::parse(org.send("POST", k_composite, together.dump()).body);
    CHECK(part["compositeResponse"][0]["httpHeaders"] == first["httpHeaders"]);
    body["compositeRequest"][0]["httpHeaders"] = {{"If-None-Match", first["httpHeaders"]["ETag"]}};
    CHECK(send()["compositeResponse"][0]["httpStatusCode"] == 304);
    body["compositeRequest"][0]["httpHeaders"] = {{"Authorization", "Bearer x"}};
    CHECK(org.send("POST", k_composite, body.dump()).status == 400);
}

TEST_CASE("records of a tree have references of their own and the type of their place") {
    InProcessApi org;
    const std::string tree = std::string{k_composite} + "/tree/Account";
    const std::string record = R"({"attributes":{"type":"Account","referenceId":"a"},"Name":"A"})";
    const Answer twice = org.send("POST", tree, R"({"records":[)" + record + "," + record + "]}");
    CHECK(twice.status == 400);
    CHECK(
        twice.body ==
        R"({"hasErrors":true,"results":[{"referenceId":"a","errors":[{"statusCode":"INVALID_INPUT",)"
        R"("message":"Duplicate ReferenceId provided in the request.","fields":[]}]}]})"
    );
    CHECK_THAT(
        org.send("POST", tree, R"({"records":[]})").body, Catch::Contains("at least one record")
    );
    const Answer other = org.send(
        "POST",
        tree,
        R"({"records":[{"attributes":{"type":"Contact","referenceId":"a"},"LastName":"A"}]})"
    );
    CHECK(other.status == 400);
    CHECK(org.send("POST", tree, R"({"records":[)" + record + "]}").status == 201);
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
