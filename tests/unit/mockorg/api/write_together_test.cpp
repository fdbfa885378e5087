#include "mockorg/api/write_together.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

using nlohmann::json;

constexpr const char* k_rest = "/services/data/v60.0/";

json request(
    const std::string& name,
    const std::string& method,
    const std::string& below,
    const json& body = nullptr
) {
    json made{{"referenceId", name}, {"method", method}, {"url", k_rest + below}};
    if (!body.is_null()) made["body"] = body;
    return made;
}

json record(const std::string& type, json fields) {
    fields["attributes"] = {{"type", type}};
    return fields;
}

struct Together : InProcessApi {
    using InProcessApi::InProcessApi;

    /// The answers by name.
    std::map<std::string, json> run(const json& requests) {
        const json body{{"allOrNone", true}, {"compositeRequest", requests}};
        const Answer answer = send("POST", std::string{k_rest} + "composite", body.dump());
        CAPTURE(answer.body);
        REQUIRE(answer.status == 200);
        std::map<std::string, json> by_name;
        const json whole = json::parse(answer.body);
        for (const json& each : whole.at("compositeResponse")) by_name[each["referenceId"]] = each;
        return by_name;
    }

    std::string count(const std::string& from) {
        const std::string query = std::string{k_rest} + "query?q=SELECT+COUNT()+FROM+" + from;
        return member(send("GET", query).body, "totalSize");
    }
};

std::string code_of(const json& answer) {
    return answer["body"][0]["errorCode"];
}

TEST_CASE("references lead into whatever the answers before hold") {
    Together org;
    const std::string known = org.create("Account", R"({"Name":"Known"})");
    const auto answers = org.run(
        {request("q", "GET", "query?q=SELECT+Id,Name+FROM+Account"),
         request("new", "POST", "sobjects/Account", {{"Name", "below @{q.records[0].Name}"}}),
         request(
             "child",
             "POST",
             "sobjects/Contact",
             {{"LastName", "C"}, {"AccountId", "@{q.records[0].Id}"}}
         ),
         request("seen", "GET", "query?q=SELECT+Name+FROM+Account+WHERE+Id='@{new.id}'"),
         request("change", "PATCH", "sobjects/Contact/@{child.id}", {{"Phone", "1"}})}
    );
    CHECK(answers.at("seen")["body"]["records"][0]["Name"] == "below Known");
    CHECK(answers.at("change")["httpStatusCode"] == 204);
    CHECK(org.count("Contact+WHERE+Phone='1'+AND+AccountId='" + known + "'") == "1");
}

TEST_CASE("what cannot be referred to halts the request and all others with it") {
    Together org;
    const std::string reference = GENERATE(
        as<std::string>{}, "q.records[5].Id", "q.nope", "nobody.id", "later.id", "q.records"
    );
    CAPTURE(reference);
    const auto answers = org.run(
        {request("q", "GET", "query?q=SELECT+Id+FROM+Account"),
         request("good", "POST", "sobjects/Account", {{"Name", "A"}}),
         request("bad", "POST", "sobjects/Account", {{"Name", "@{" + reference + "}"}}),
         request("later", "POST", "sobjects/Account", {{"Name", "B"}})}
    );
    CHECK(answers.at("bad")["httpStatusCode"] == 400);
    CHECK(code_of(answers.at("bad")) == "PROCESSING_HALTED");
    CHECK_THAT(
        std::string{answers.at("bad")["body"][0]["message"]},
        Catch::StartsWith("Invalid reference specified. No value for " + reference + " found in ")
    );
    for (const std::string name : {"q", "good", "later"}) {
        CHECK(answers.at(name)["httpStatusCode"] == 400);
        CHECK(code_of(answers.at(name)) == "PROCESSING_HALTED");
    }
    CHECK(org.count("Account") == "0");
}

TEST_CASE("collections take part, and what they hold can be referred to") {
    Together org;
    const json accounts =
        json::array({record("Account", {{"Name", "A"}}), record("Account", {{"Name", "B"}})});
    const auto answers = org.run(
        {request("made", "POST", "composite/sobjects", {{"records", accounts}}),
         request(
             "child",
             "POST",
             "sobjects/Contact",
             {{"LastName", "C"}, {"AccountId", "@{made[1].id}"}}
         ),
         request(
             "read", "GET", "composite/sobjects/Account?ids=@{made[0].id},@{made[1].id}&fields=Name"
         ),
         request("gone", "DELETE", "composite/sobjects?ids=@{made[0].id}")}
    );
    CHECK(answers.at("made")["body"][1]["success"] == true);
    CHECK(answers.at("read")["body"][1]["Name"] == "B");
    CHECK(answers.at("gone")["body"][0]["success"] == true);
    CHECK(org.count("Account") == "1");
    CHECK(org.count("Contact+WHERE+Account.Name='B'") == "1");
}

TEST_CASE("a record of a collection that fails takes everything down, whatever the collection says"
) {
    Together org;
    const json accounts = json::array({record("Account", {{"Name", "A"}}), record("Account", {})});
    const auto answers = org.run(
        {request("alone", "POST", "sobjects/Account", {{"Name", "C"}}),
         request(
             "many", "POST", "composite/sobjects", {{"records", accounts}, {"allOrNone", false}}
         ),
         request("child", "POST", "sobjects/Contact", {{"LastName", "@{many[0].id}"}})}
    );
    CHECK(code_of(answers.at("alone")) == "PROCESSING_HALTED");
    CHECK(code_of(answers.at("child")) == "PROCESSING_HALTED");
    const json& many = answers.at("many")["body"];
    CHECK(many[0]["errors"][0]["statusCode"] == "ALL_OR_NONE_OPERATION_ROLLED_BACK");
    CHECK(many[1]["errors"][0]["statusCode"] == "REQUIRED_FIELD_MISSING");
    CHECK(org.count("Account") == "0");
}

TEST_CASE("what has nothing to do with the records is answered beside them") {
    Together org;
    const auto answers = org.run(
        {request("new", "POST", "sobjects/Account", {{"Name", "A"}}),
         request("limits", "GET", "limits"),
         request("shape", "GET", "sobjects/Account/describe"),
         request(
             "max",
             "PATCH",
             "sobjects/Account/@{new.id}",
             {{"Name", "of @{limits.DailyApiRequests.Max} @{shape.name}"}}
         )}
    );
    CHECK(answers.at("shape")["body"]["name"] == "Account");
    CHECK(org.count("Account+WHERE+Name='of+15000+Account'") == "1");
    const auto refused = org.run(
        {request("new", "POST", "sobjects/Account", {{"Name", "B"}}),
         request("job", "POST", "jobs/ingest", {{"object", "Account"}, {"operation", "insert"}}),
         request("off", "GET", "sobjects/Nope/describe")}
    );
    CHECK(code_of(refused.at("new")) == "PROCESSING_HALTED");
    CHECK(refused.at("job")["httpStatusCode"] == 404);
    CHECK(refused.at("off")["httpStatusCode"] == 404);
    CHECK(org.count("Account") == "1");
}

TEST_CASE("records are meant by key as well") {
    Together org;
    const std::string id = org.create("Account", R"({"Name":"A"})");
    const auto answers = org.run(
        {request("read", "GET", "sobjects/Account/Id/" + id + "?fields=Name"),
         request("change", "PATCH", "sobjects/Account/Id/" + id, {{"Name", "B"}}),
         request("gone", "DELETE", "sobjects/Account/Id/@{read.Id}")}
    );
    CHECK(code_of(answers.at("gone")) == "PROCESSING_HALTED");
    const auto again = org.run(
        {request("read", "GET", "sobjects/Account/Id/" + id),
         request("gone", "DELETE", "sobjects/Account/Id/@{read.Id}")}
    );
    CHECK(again.at("read")["body"]["Name"] == "A");
    CHECK(again.at("gone")["httpStatusCode"] == 204);
    CHECK(org.count("Account") == "0");
}

TEST_CASE("a graph of hundreds of nodes that refer to one another is written") {
    Together org;
    json requests = json::array({request("n0", "POST", "sobjects/Account", {{"Name", "0"}})});
    for (int i = 1; i < 500; ++i) {
        const std::string before = "@{n" + std::to_string(i - 1) + ".id}";
        requests.push_back(request(
            "n" + std::to_string(i),
            "POST",
            "sobjects/Account",
            {{"Name", "x"}, {"ParentId", before}}
        ));
    }
    json graphs;
    graphs["graphs"] = json::array({{{"graphId", "1"}, {"compositeRequest", requests}}});
    const Answer answer = org.send("POST", std::string{k_rest} + "composite/graph", graphs.dump());
    CHECK(json::parse(answer.body)["graphs"][0]["isSuccessful"] == true);
    CHECK(org.count("Account+WHERE+ParentId!=null") == "499");
}

TEST_CASE("graphs of the same name are refused before any is written") {
    Together org;
    const json one{
        {"graphId", "1"},
        {"compositeRequest", {request("a", "POST", "sobjects/Account", {{"Name", "0"}})}}};
    json graphs;
    graphs["graphs"] = {one, one};
    const Answer answer = org.send("POST", std::string{k_rest} + "composite/graph", graphs.dump());
    CHECK(answer.status == 400);
    CHECK(json::parse(answer.body)[0]["errorCode"] == "INVALID_INPUT");
    CHECK(org.count("Account") == "0");
}

TEST_CASE("a lock that cannot be had is told to those that write") {
    OrgConfig config = steady_config();
    config.profile.hold = {60.0, 0.0};
    Together org{ClockMode::Kind::manual, config};
    const auto created =
        org.begin("POST", std::string{k_rest} + "sobjects/Account", R"({"Name":"A"})");
    Org& engine = org.api().org();
    engine.advance_to(engine.now() + seconds(1));
    const std::string id = member((*created)->body, "id");
    org.run_job(
        org.create_job(R"({"object":"Contact","operation":"insert"})"),
        "LastName,AccountId\nB," + id + "\n"
    );
    engine.advance_to(engine.now() + seconds(3));
    const json body{
        {"allOrNone", true},
        {"compositeRequest",
         {request("q", "GET", "query?q=SELECT+Id+FROM+Account"),
          request(
              "c",
              "POST",
              "sobjects/Contact",
              {{"LastName", "C"}, {"AccountId", "@{q.records[0].Id}"}}
          )}}};
    const auto answer = org.begin("POST", std::string{k_rest} + "composite", body.dump());
    CHECK_FALSE(answer->has_value());
    engine.advance_to(engine.now() + seconds(10));
    REQUIRE(answer->has_value());
    const json responses = json::parse((*answer)->body)["compositeResponse"];
    CHECK(code_of(responses[0]) == "PROCESSING_HALTED");
    CHECK(code_of(responses[1]) == "UNABLE_TO_LOCK_ROW");
}

}  // namespace
}  // namespace rowlock
