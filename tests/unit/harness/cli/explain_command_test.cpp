#include "harness/explain/explain_command.hpp"

#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/interrupter.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/live_server.hpp"
#include "tests/unit/harness/cli/program.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <set>

namespace rowlock {
namespace {

using test::Folder;
using test::LiveServer;
using test::ProgramResult;
using test::run_program;

struct Explained {
    Folder folder;
    std::string load = folder.write("load.json", test::tiny_load_text(R"({"name": "a"})"));

    ProgramResult explain(std::vector<std::string> more) const {
        more.insert(more.begin(), {"explain", load});
        return run_program(more);
    }

    Json json_of(std::vector<std::string> more) const {
        more.emplace_back("--json");
        const ProgramResult result = explain(std::move(more));
        INFO(result.err);
        REQUIRE(result.code == 0);
        Json json = *parse_json(result.out);
        CHECK(test::JsonSchema{"docs/explain.schema.json"}.fault_of(json) == "");
        return json;
    }
};

TEST_CASE_METHOD(Explained, "a load is explained: sums, pairs, rules, and what would have helped") {
    const ProgramResult result = explain({});
    CHECK(result.code == 0);
    for (const char* part :
         {"tiny, strategy \"a\" (seed 3)",
          "most fought over:\n  Account 001",
          "who waited for whom",
          "by the rules:\n  contact.account against contact.account",
          "why, for the worst of each key",
          " of the load) wanted Account 001",
          "avoided by controlled-feed: the two wanted",
          "avoided by retry"}) {
        CHECK_THAT(result.out, Catch::Contains(part));
    }
}

TEST_CASE_METHOD(Explained, "every row of a load is told by what became of it") {
    const Json all = json_of({"--top", "10000"});
    CHECK(all["failuresFound"] > 0);
    std::uint64_t lost = 0;
    std::uint64_t explained = 0;
    for (int row = 1; row <= 200; row += 7) {
        const Json json = json_of({"--row", std::to_string(row)});
        const bool failed = json["row"]["outcome"] == "failed";
        if (failed) ++lost;
        CHECK(failed == (json["failuresFound"] > 0));
        if (failed) CHECK(json["row"]["code"] == "UNABLE_TO_LOCK_ROW");
        explained += json["explained"].size();
    }
    CHECK(lost > 0);
    CHECK(lost < 29);
    CHECK(explained == lost);
}

/// A load of requests that keep the four accounts so long that others wait in vain.
std::string rest_load_text(const std::string& batch_rows) {
    std::string text = test::tiny_load_text(R"({"name": "a"})");
    const auto replace = [&](const std::string& part, const std::string& by) {
        text.replace(text.find(part), part.size(), by);
    };
    replace("heavy", "adversarial");
    replace(R"("pick": "sequential")", R"("pick": "uniform")");
    replace(
        R"("batchRows": 20,
                 "interval": {"mean": "1s", "jitter": 0.5})",
        R"("api": "rest", "partitions": 20, "batchRows": )" + batch_rows
    );
    return text;
}

TEST_CASE_METHOD(Explained, "rows that go through the REST API are known by their requests") {
    const std::string file = folder.write("rest.json", rest_load_text(GENERATE("5", "1")));
    const ProgramResult all = run_program({"explain", file, "--json", "--top", "10000"});
    REQUIRE(all.code == 0);
    const Json answer = *parse_json(all.out);
    REQUIRE(answer["failuresFound"] > 0);
    std::uint64_t lost = 0;
    for (int row = 1; row <= 200; row += 3) {
        const ProgramResult one =
            run_program({"explain", file, "--json", "--row", std::to_string(row)});
        const Json json = *parse_json(one.out);
        const bool failed = json["row"]["outcome"] == "failed";
        CHECK(failed == (json["failuresFound"] == 1));
        lost += failed ? 1 : 0;
    }
    CHECK(lost > 0);
    for (const Json& failure : answer["explained"])
        CHECK_THAT(
            failure["explanation"].get<std::string>(), Catch::Contains(" of the load) wanted")
        );
}

TEST_CASE_METHOD(Explained, "rows of partitions, and rows that there are not") {
    CHECK(json_of({"--row", "3", "--partition", "1"})["row"]["name"] == "row 3 of the load");
    const auto refused = [&](std::vector<std::string> arguments, const char* reason) {
        const ProgramResult result = explain(std::move(arguments));
        CHECK(result.code == 2);
        CHECK_THAT(result.err, Catch::Contains(reason));
    };
    refused({"--row", "201"}, "the load has 200 rows");
    refused({"--row", "1", "--partition", "2"}, "the load has 1 partition");
    refused({"--row", "1", "--key", "001"}, "exclude each other");
    refused({"--row", "0"}, "rows and partitions count from 1");
    refused({"--row", "1", "--partition", "0"}, "rows and partitions count from 1");
    refused({"--strategy", "b"}, "b");
    refused({"--key", "zzz"}, "--key zzz: no id");
    refused({"--partition", "1"}, "say whose --row");
    refused({"--row", "1", "--job", "750"}, "rows of a load need none");
    CHECK(explain({"--trace", "/nowhere/trace"}).code == 3);
    CHECK(run_program({"explain"}).code == 2);
}

TEST_CASE_METHOD(Explained, "rows that failed on their data are said to have done so") {
    const std::string bad = test::tiny_load_text(R"({"name": "a"})");
    std::string text = bad;
    const std::string column = R"("LastName": "C-{n}")";
    text.replace(text.find(column), column.size(), R"("LastName": {"oneOf": [""]})");
    const std::string file = folder.write("bad.json", text);
    const ProgramResult row = run_program({"explain", file, "--row", "5"});
    CHECK(row.code == 0);
    CHECK_THAT(row.out, Catch::Contains("row 5 of the load failed, and not because of a lock"));
    CHECK_THAT(row.out, Catch::Contains("REQUIRED_FIELD_MISSING"));
    CHECK_THAT(run_program({"explain", file}).out, Catch::Contains("failed for another reason"));
}

TEST_CASE_METHOD(Explained, "a ledger file answers as the rehearsal that wrote it") {
    const std::string ledger = folder.path("ledger.json");
    const Json fresh = json_of({"--ledger", ledger, "--trace", folder.path("trace.json")});
    const ProgramResult read = run_program({"explain", ledger, "--json"});
    REQUIRE(read.code == 0);
    const Json kept = *parse_json(read.out);
    CHECK(kept["source"] == "ledger");
    CHECK(kept["explained"] == fresh["explained"]);
    CHECK(kept["contention"] == fresh["contention"]);
    const auto trace = parse_json(*read_file(folder.path("trace.json"), 10'000'000));
    REQUIRE(trace);
    CHECK((*trace)["traceEvents"].size() > 20);

    const ProgramResult rehearsed = run_program(
        {"rehearse", load, "--ledger", folder.path("again.json"), "--trace", folder.path("t.json")}
    );
    CHECK(rehearsed.code == 0);
    CHECK(*read_file(ledger, 10'000'000) == *read_file(folder.path("again.json"), 10'000'000));
    CHECK(run_program({"explain", ledger, "--trace", folder.path("t.json")}).code == 2);
    CHECK(run_program({"explain", ledger, "--row", "5"}).code == 2);
    const ProgramResult strategy = run_program({"explain", ledger, "--strategy", "a"});
    CHECK(strategy.code == 2);
    CHECK_THAT(strategy.err, Catch::Contains("--strategy is one of a load's"));
    const std::string job = kept["explained"][0]["waiter"].get<std::string>();
    std::string id = job.substr(job.find("750"), 15);
    CHECK(run_program({"explain", ledger, "--row", "1", "--job", id}).code == 0);
    CHECK_THAT(
        run_program({"explain", ledger, "--row", "9999", "--job", id}).out,
        Catch::Contains("The ledger has no failure of row 9,999 of job " + id)
    );
    id.back() = 'z';
    const ProgramResult unknown = run_program({"explain", ledger, "--row", "1", "--job", id});
    CHECK(unknown.code == 2);
    CHECK_THAT(unknown.err, Catch::Contains("no such job; did you mean 750"));
    CHECK(run_program({"explain", folder.write("x", R"({"format":"rowlock-ledger"})")}).code == 3);
}

TEST_CASE_METHOD(Explained, "a record is asked for by its id of 15 or 18 characters") {
    const Json all = json_of({});
    const auto key = all["contention"]["keys"][0]["key"].get<std::string>();
    const std::string id = key.substr(key.find("001"), 18);
    const Json long_id = json_of({"--key", id, "--top", "10000"});
    CHECK(long_id["failuresFound"] == all["contention"]["keys"][0]["timeouts"]);
    CHECK(
        json_of({"--key", id.substr(0, 15), "--top", "10000"})["explained"] == long_id["explained"]
    );
    for (const Json& failure : long_id["explained"])
        CHECK_THAT(failure["key"].get<std::string>(), Catch::Contains(id));
}

TEST_CASE_METHOD(Explained, "a record that nothing waited for is said to be one") {
    const ProgramResult quiet = explain({"--key", "001000000000000"});
    CHECK(quiet.code == 0);
    CHECK_THAT(
        quiet.out,
        Catch::Contains("Nothing waited for 001000000000000: no transaction had to wait for this")
    );
    const Json json = json_of({"--key", "001000000000000"});
    CHECK(json["keyWaits"] == 0);
    CHECK(json["failuresFound"] == 0);
    CHECK(json["explained"].empty());
    CHECK(json["contention"] == json_of({})["contention"]);
    CHECK(json_of({})["keyWaits"].is_null());
    const auto hot = json_of({})["contention"]["keys"][0];
    const std::string id = hot["key"].get<std::string>().substr(8, 18);
    CHECK(json_of({"--key", id})["keyWaits"] == hot["waits"]);

    const std::string ledger = folder.path("ledger.json");
    explain({"--ledger", ledger});
    const ProgramResult kept = run_program({"explain", ledger, "--key", "001000000000000"});
    CHECK(kept.code == 0);
    CHECK_THAT(kept.out, Catch::Contains("Nothing waited for 001000000000000"));
}

TEST_CASE_METHOD(Explained, "a key that no record can have is refused with what was meant") {
    const auto refused = [&](const char* key, const char* reason) {
        const ProgramResult result = explain({"--key", key});
        CHECK(result.code == 2);
        CHECK_THAT(result.err, Catch::Contains(reason));
    };
    refused("Acount", "no id, which has 15 characters, or 18 that fit together; ids of Account");
    refused("Account 7", "ids of Account begin with 001");
    refused("0O1000000000000", "ids of no object begin with 0O1; did you mean 001 (Account)?");
    const std::string ledger = folder.path("ledger.json");
    explain({"--ledger", ledger});
    CHECK(run_program({"explain", ledger, "--key", "0O1000000000000"}).code == 2);
    CHECK(run_program({"explain", ledger, "--key", "Acount"}).code == 2);
    CHECK(run_program({"explain", ledger, "--key", "a01000000000000"}).code == 0);
}

TEST_CASE_METHOD(Explained, "a running mock is asked for its ledger and its timeline") {
    const LiveServer server{ClockMode::Kind::virtual_, test::tiny_org()};
    const ProgramResult nothing = run_program(test::against(server, {"explain"}));
    CHECK(nothing.code == 0);
    CHECK_THAT(nothing.out, Catch::Contains("No lock failed anything."));
    const ProgramResult written = run_program(test::against(
        server,
        {"explain",
         "--json",
         "--ledger",
         folder.path("ledger.json"),
         "--trace",
         folder.path("trace.json")}
    ));
    CHECK(written.code == 0);
    CHECK((*parse_json(written.out))["source"] == "org");
    CHECK(run_program({"explain", folder.path("ledger.json")}).code == 0);
    CHECK(parse_json(*read_file(folder.path("trace.json"), 10'000'000)));
    const auto refused = [&](const char* row, const char* job, const char* reason) {
        const ProgramResult result =
            run_program(test::against(server, {"explain", "--row", row, "--job", job}));
        CHECK(result.code == 2);
        CHECK_THAT(result.err, Catch::Contains(reason));
    };
    CHECK(run_program(test::against(server, {"replay", load, "--json"})).code == 0);
    // The first job made the four accounts.
    const std::string job = "750RL0000000001YAA";
    const ProgramResult row =
        run_program(test::against(server, {"explain", "--row", "4", "--job", job}));
    CHECK(row.code == 0);
    CHECK_THAT(row.out, Catch::Contains("row 4 of job " + job + " never failed because of a lock"));
    refused("5", job.c_str(), "--row 5: job 750RL0000000001YAA has 4 rows");
    refused("1", "750nope", "--job 750nope: no id");
    refused("1", "750RL0000000999", "the org has no ingest job 750RL0000000999");
}

TEST_CASE_METHOD(Explained, "a running mock without a ledger is not said to have lost nothing") {
    OrgConfig config = test::tiny_org();
    config.ledger.failures = 0;
    const LiveServer server{ClockMode::Kind::manual, std::move(config)};
    const ProgramResult loaded = run_program(test::against(server, {"replay", load, "--json"}));
    REQUIRE((*parse_json(loaded.out))["rows"]["failed"] > 0);
    const ProgramResult all = run_program(test::against(server, {"explain"}));
    CHECK_THAT(all.out, Catch::Contains("Why is not known: the ledger is off, and did not keep"));
    CHECK_THAT(all.out, !Catch::Contains("No lock"));
    const ProgramResult row =
        run_program(test::against(server, {"explain", "--row", "1", "--job", "750RL0000000001YAA"})
        );
    CHECK_THAT(row.out, Catch::Contains("is not known: the ledger is off"));
}

TEST_CASE_METHOD(Explained, "Ctrl-C ends a rehearsal with 5 and half an answer that says so") {
    std::string text = test::tiny_load_text(R"({"name": "a", "expect": {"failedAtMost": 9999}})");
    const std::string rows = R"("Contact", "rows": 200)";
    text.replace(text.find(rows), rows.size(), R"("Contact", "rows": 400000)");
    const std::string file = folder.write("long.json", text);
    const auto stopped = [&](std::vector<std::string> arguments) {
        ProgramResult result;
        for (int i = 0; i < 50 && result.code != 5; ++i) {
            const test::Interrupter user;
            result = run_program(arguments);
        }
        CHECK(result.code == 5);
        return result;
    };
    const std::string ledger = folder.path("ledger.json");
    const std::string trace = folder.path("trace.json");
    const ProgramResult told =
        stopped({"explain", file, "--row", "400000", "--ledger", ledger, "--trace", trace});
    CHECK_THAT(told.out, Catch::Contains("interrupted: what is told is of the time before"));
    CHECK_THAT(told.out, Catch::Contains("row 400,000 of the load was not sent before"));
    CHECK_THAT(told.err, Catch::Contains("neither ledger nor timeline was written"));
    const Json json = *parse_json(stopped({"explain", file, "--json"}).out);
    CHECK(json["interrupted"] == true);
    CHECK(test::JsonSchema{"docs/explain.schema.json"}.fault_of(json) == "");

    const ProgramResult rehearsed = stopped({"rehearse", file, "--ledger", ledger});
    CHECK_THAT(rehearsed.out, !Catch::Contains("expected failedAtMost"));
    CHECK_THAT(rehearsed.err, Catch::Contains("neither ledger nor timeline was written"));
    CHECK_FALSE(std::filesystem::exists(ledger));
    CHECK_FALSE(std::filesystem::exists(trace));
}

TEST_CASE_METHOD(Explained, "a batch of Bulk API 1.0 has one name in all of a timeline") {
    const std::string file = folder.write(
        "bulk1.json", test::tiny_load_text(R"({"name": "a", "overrides": {"api": "bulk1"}})")
    );
    REQUIRE(run_program({"explain", file, "--trace", folder.path("trace.json")}).code == 0);
    const auto trace = parse_json(*read_file(folder.path("trace.json"), 10'000'000));
    REQUIRE(trace);
    std::set<std::string> transactions;
    std::set<std::string> holders;
    for (const Json& event : (*trace)["traceEvents"]) {
        const std::string category = event.value("cat", "");
        if (category == "transaction") transactions.insert(event["name"].get<std::string>());
        if (category == "wait") holders.insert(event["args"]["holder"].get<std::string>());
    }
    REQUIRE_FALSE(holders.empty());
    for (const std::string& holder : holders) {
        CHECK_THAT(holder, Catch::Contains("(batch 751"));
        CHECK(transactions.count(holder) == 1);
    }
}

TEST_CASE_METHOD(Explained, "a rehearsal without a ledger explains nothing and writes none") {
    const ProgramResult with = run_program({"rehearse", load});
    CHECK_THAT(with.out, Catch::Contains("avoided by"));
    const ProgramResult without = run_program({"rehearse", load, "--no-ledger"});
    CHECK(without.code == with.code);
    CHECK_THAT(without.out, !Catch::Contains("avoided by"));
    CHECK(run_program({"rehearse", load, "--no-ledger", "--ledger", folder.path("l")}).code == 2);
    const std::string two =
        folder.write("two.json", test::tiny_load_text(R"({"name": "a"}, {"name": "b"})"));
    CHECK(run_program({"rehearse", two, "--trace", folder.path("t")}).code == 2);
    CHECK(run_program({"rehearse", two, "--strategy", "b", "--trace", folder.path("t")}).code == 0);
}

}  // namespace
}  // namespace rowlock
