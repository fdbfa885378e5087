#include "harness/client/http_client.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/live_server.hpp"
#include "tests/unit/harness/cli/program.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace rowlock {
namespace {

using test::against;
using test::Folder;
using test::LiveServer;
using test::run_program;
using test::tiny_org;

Json json_in(const std::string& text) {
    auto json = parse_json(text);
    if (!json) FAIL(text);
    return std::move(*json);
}

/// What somebody beside the load does. The new record's id.
std::string send(
    const LiveServer& server,
    const std::string& method,
    const std::string& path,
    const std::string& body
) {
    HttpClientOptions options;
    options.base_url = server.url();
    options.token = LiveServer::k_token;
    auto client = HttpClient::create(options);
    REQUIRE(client);
    HttpRequest request{method, "/services/data/v60.0/" + path, {}, body};
    request.headers.add("Content-Type", "application/json");
    const auto answer = client->perform(request);
    REQUIRE(answer);
    REQUIRE(answer->status < 300);
    return answer->body.empty() ? "" : json_in(answer->body)["id"].get<std::string>();
}

/// A load, the org it is for, and a baseline taken before.
struct Night {
    explicit Night(std::vector<std::string> baseline_options = {}) {
        load = folder.write(
            "load.json",
            test::tiny_load_text(
                R"({"name": "one", "overrides": {"interval": "10ms", "pollEvery": "100ms"}})"
            )
        );
        const std::string account = send(server, "POST", "sobjects/Account", R"({"Name": "old"})");
        for (int i = 0; i < 3; ++i)
            contacts.push_back(send(
                server,
                "POST",
                "sobjects/Contact",
                R"({"LastName": "old", "AccountId": ")" + account + "\"}"
            ));
        baseline_options.insert(
            baseline_options.begin(),
            {"baseline", "--load", load, "--out", folder.path("base.json"), "--json"}
        );
        const auto taken = run_program(against(server, baseline_options));
        INFO(taken.err);
        REQUIRE(taken.code == 0);
        baseline = json_in(taken.out);
    }

    void replay() {
        const auto done =
            run_program(against(server, {"replay", load, "--report", folder.path("report.json")}));
        INFO(done.out << done.err);
        REQUIRE(done.code == 0);
    }

    test::ProgramResult verify(std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{
            "verify",
            "--load",
            load,
            "--report",
            folder.path("report.json"),
            "--baseline",
            folder.path("base.json"),
            "--where",
            "Contact:LastName LIKE 'C-%'",
            "--where",
            "Account:Name LIKE 'Account %'"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_program(against(server, arguments));
    }

    LiveServer server{ClockMode::Kind::virtual_, tiny_org()};
    Folder folder;
    std::string load;
    std::vector<std::string> contacts;
    Json baseline;
};

TEST_CASE("a night without strangers is proven, and what strangers did is named") {
    Night night;
    CHECK(test::JsonSchema{"docs/baseline.schema.json"}.fault_of(night.baseline).empty());
    CHECK(night.baseline == json_in(*read_file(night.folder.path("base.json"), 1'000'000)));
    night.replay();
    const auto clean = night.verify({"--json"});
    INFO(clean.out << clean.err);
    CHECK(clean.code == 0);
    const Json proof = json_in(clean.out);
    CHECK(test::JsonSchema{"docs/verify.schema.json"}.fault_of(proof).empty());
    CHECK(proof["holds"] == true);

    send(night.server, "PATCH", "sobjects/Contact/" + night.contacts[0], R"({"FirstName": "x"})");
    send(night.server, "DELETE", "sobjects/Contact/" + night.contacts[1], "");
    const auto touched = night.verify({"--out", night.folder.path("findings"), "--json"});
    CHECK(touched.code == 1);
    const Json findings = json_in(touched.out);
    CHECK(test::JsonSchema{"docs/verify.schema.json"}.fault_of(findings).empty());
    const auto changed = read_file(night.folder.path("findings/Contact-changed.csv"), 1'000'000);
    REQUIRE(changed);
    CHECK(*changed == "Id,Detail\n\"" + night.contacts[0] + "\",\"\"\n");
    const auto deleted = read_file(night.folder.path("findings/Contact-deleted.csv"), 1'000'000);
    REQUIRE(deleted);
    CHECK(*deleted == "Id,Detail\n\"" + night.contacts[1] + "\",\"\"\n");
    CHECK(findings["files"].size() == 2);
    CHECK_THAT(night.verify().out, Catch::Contains("1 changed, 1 deleted"));
}

TEST_CASE("an open job, a wrong number and leftovers fail the proof") {
    Night night;
    night.replay();
    send(
        night.server,
        "POST",
        "jobs/ingest",
        R"({"object": "Contact", "operation": "insert", "contentType": "CSV", "lineEnding": "LF"})"
    );
    const auto busy = night.verify({"--wait", "1"});
    CHECK(busy.code == 1);
    CHECK_THAT(busy.out, Catch::Contains("V2Ingest insert Contact is Open"));
    CHECK_THAT(night.verify({"--gone"}).out, Catch::Contains("expected 0 by the report"));
    CHECK_THAT(
        night.verify({"--expect", "Contact:LastName = 'old'=4"}).out, Catch::Contains("1 too few")
    );
}

TEST_CASE("what a user gets wrong is said before anything is asked") {
    const auto code_of = [](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--target", "http://127.0.0.1:1", "--token", "T"});
        return run_program(arguments).code;
    };
    CHECK(code_of({"baseline", "--object", "Account"}) == 2);
    CHECK(code_of({"baseline", "--out", "x.json"}) == 2);
    CHECK(code_of({"baseline", "--object", "a b", "--out", "x.json"}) == 2);
    CHECK(code_of({"baseline", "--load", "nothing.json", "--out", "x.json"}) == 3);
    CHECK(code_of({"verify", "--expect", "Account"}) == 2);
    CHECK(code_of({"verify", "--baseline", "nothing.json"}) == 3);
    CHECK(code_of({"verify", "--where", "A = 1", "--where", "B = 2"}) == 2);
    CHECK(code_of({"verify"}) == 2);
    CHECK(code_of({"verify", "--gone"}) == 2);
    CHECK(code_of({"verify", "--wait", "0"}) == 4);
    CHECK_FALSE(std::filesystem::exists("x.json"));
}

}  // namespace
}  // namespace rowlock
