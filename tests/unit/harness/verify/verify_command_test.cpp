#include "harness/verify/verify_command.hpp"

#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

namespace rowlock {
namespace {

using test::Folder;
using test::LiveServer;
using test::Printed;

/// Ten contacts with external ids.
std::string tagged_load(const Folder& folder) {
    return folder.write("load.json", R"({"name": "tagged",
        "sources": {"contacts": {"object": "Contact", "rows": 10, "columns": {
            "LastName": "C {n}", "External_ID__c": "CTX-{n}"}}},
        "load": {"source": "contacts", "operation": "upsert", "externalId": "External_ID__c",
                 "pollEvery": "1s"},
        "strategies": [{"name": "one"}]})");
}

VerifyOptions options_for(const LiveServer& server) {
    VerifyOptions options;
    options.target = test::target_of(server);
    options.json = true;
    return options;
}

Json checked(const Printed& printed) {
    INFO(printed.out << printed.err);
    Json json = printed.json();
    CHECK(test::JsonSchema{"docs/verify.schema.json"}.fault_of(json) == "");
    return json;
}

Json check_named(const Json& proof, const std::string& name) {
    for (const Json& check : proof["checks"]) {
        if (check["check"] == name) return check;
    }
    return {};
}

TEST_CASE("a load is there if each of its rows is, not if there are as many records") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    VerifyOptions options = options_for(server);
    options.load_file = tagged_load(folder);
    options.report_file =
        folder.write("report.json", test::send_rows(server, options.load_file).out);
    const Printed clean = test::run(run_verify, options);
    CHECK(clean.code == 0);
    CHECK(checked(clean)["holds"] == true);

    // A stranger's record of the same tag takes the place of one.
    const auto ids = test::ids_with(server, "Contact", "External_ID__c = 'CTX-7'");
    test::delete_ids(server, folder, "Contact", ids);
    const std::string stranger = test::write_load(
        folder,
        "stranger",
        "Contact",
        "External_ID__c,LastName\nCTX-X,X\n",
        R"("operation": "insert")"
    );
    REQUIRE(test::send_rows(server, stranger).code == 0);
    const Printed foreign = test::run(run_verify, options);
    CHECK(foreign.code == 1);
    const Json count = check_named(checked(foreign), "count");
    CHECK(count["faults"] == 2);
    CHECK(count["findings"][0]["kind"] == "missing");
    CHECK(count["findings"][0]["detail"] == "CTX-7");
    CHECK(count["findings"][1]["kind"] == "extra");
    CHECK(count["findings"][1]["detail"] == "CTX-X");
}

TEST_CASE("rows that name their records are found without a condition, but no extra ones") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    VerifyOptions options = options_for(server);
    options.load_file = test::write_load(
        folder,
        "load",
        "Contact",
        "External_ID__c,LastName\nv-1,v\nv-2,v\nv-1,w\n",
        R"("operation": "upsert", "externalId": "External_ID__c", "batchRows": 1)"
    );
    test::send_rows(server, options.load_file);
    const Printed clean = test::run(run_verify, options);
    CHECK(clean.code == 0);
    const std::string detail = check_named(checked(clean), "count")["detail"];
    CHECK(
        detail ==
        "2 records, 3 rows of the load, which make 2 records: 0 missing, no condition "
        "to tell extra ones by, 0 doubled"
    );
    const auto ids = test::ids_with(server, "Contact", "External_ID__c = 'v-1'");
    test::delete_ids(server, folder, "Contact", ids);
    const Printed missing = test::run(run_verify, options);
    CHECK(missing.code == 1);
    CHECK(check_named(checked(missing), "count")["faults"] == 2);
}

TEST_CASE("an update's records are there, whether a condition finds them or not") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    const std::string made =
        test::write_load(folder, "made", "Contact", "LastName\na\na\n", R"("operation": "insert")");
    test::send_rows(server, made);
    const auto ids = test::ids_with(server, "Contact", "LastName = 'a'");
    VerifyOptions options = options_for(server);
    options.load_file = test::write_load(
        folder,
        "load",
        "Contact",
        "Id,LastName\n" + ids[0] + ",b\n" + ids[1] + ",b\n" + ids[0] + ",c\n",
        R"("operation": "update", "batchRows": 1)"
    );
    test::send_rows(server, options.load_file);
    CHECK(test::run(run_verify, options).code == 0);
    test::delete_ids(server, folder, "Contact", {ids[1]});
    const Printed missing = test::run(run_verify, options);
    CHECK(missing.code == 1);
    CHECK(check_named(checked(missing), "count")["findings"][0]["detail"] == ids[1]);
}

TEST_CASE("a report of fewer rows than the load proves nothing of it") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    ReplayOptions replay;
    replay.load_file = tagged_load(folder);
    replay.target = test::target_of(server);
    replay.rows = 6;
    replay.report_file = folder.path("report.json");
    REQUIRE(test::run(run_replay, replay).code == 0);
    VerifyOptions options = options_for(server);
    options.report_file = replay.report_file;
    CHECK(test::run(run_verify, options).code == 0);
    options.load_file = replay.load_file;
    const Printed printed = test::run(run_verify, options);
    CHECK(printed.code == 1);
    CHECK(
        check_named(checked(printed), "report")["findings"][0]["detail"] ==
        "the load has 10 rows, the report tells of 6"
    );
}

TEST_CASE("what was asked for and is not possible is no proof") {
    const Folder folder;
    const LiveServer server{ClockMode::Kind::manual, test::external_id_org()};
    VerifyOptions options = options_for(server);
    options.load_file =
        test::write_load(folder, "load", "Contact", "LastName\nw\n", R"("operation": "insert")");
    const std::string report = test::send_rows(server, options.load_file).out;
    const bool by_report = GENERATE(true, false);
    options.gone = GENERATE(true, false);
    if (by_report) {
        options.load_file.clear();
        options.report_file = folder.write("report.json", report);
    }
    const Printed printed = test::run(run_verify, options);
    CHECK(printed.code == 1);
    const Json proof = checked(printed);
    CHECK(proof["holds"] == false);
    CHECK(check_named(proof, "count")["status"] == "notPossible");
    CHECK(check_named(proof, "count")["asked"] == true);
    options.json = false;
    CHECK_THAT(
        test::run(run_verify, options).out,
        Catch::Contains("nothing is proven: 1 check that was asked for could not be made")
    );
    options.where = {"LastName = 'w'"};
    CHECK(test::run(run_verify, options).code == (options.gone ? 1 : 0));
}

TEST_CASE("who asks for nothing is told what there is to ask") {
    VerifyOptions options;
    options.target.url = "http://127.0.0.1:1";
    options.target.token = "T";
    std::string expected;
    SECTION("nothing") {
        expected = "verify what? give --load";
    }
    SECTION("a condition alone") {
        options.where = {"A = 1"};
        expected = "verify what? give --load";
    }
    SECTION("a condition for nobody") {
        options.expectations = {"Contact=0"};
        options.where = {"Contact:A = 1"};
        expected = "--where says which records are the load's own";
    }
    SECTION("gone, but what") {
        options.expectations = {"Contact=0"};
        options.gone = true;
        expected = "says --load or --report";
    }
    const Printed printed = test::run(run_verify, options);
    CHECK(printed.code == 2);
    CHECK_THAT(printed.err, Catch::Contains(expected));
}

}  // namespace
}  // namespace rowlock
