// Mistakes a load file can have beside those of its sources, each with the place it is reported at.
#include "harness/load/load.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/load/mistaken_load.hpp"

namespace rowlock {
namespace {

/// A load file in which one member stands for what a case is about.
std::string load_with(std::string_view load_members) {
    return std::string(R"({ "name": "x",
  "sources": {
    "accounts": { "object": "Account", "rows": 100, "columns": { "Name": "A{n}", "K": "{n}" } },
    "contacts": { "object": "Contact", "rows": 50, "columns": {
      "LastName": "C", "AccountId": { "parent": "accounts" } } },
    "file": { "object": "Contact", "file": "c.csv" } },
)") + std::string(load_members) +
           "\n}\n";
}

constexpr const char* k_insert = R"("load": { "source": "accounts", "operation": "insert" })";

TEST_CASE("mistakes of the whole file") {
    check({"@[]", "the load file is an array, expected an object"});
    check(
        {R"(@{ "name": "x", "sources": { "a": { "object": "A", "file": "f" } } })",
         "the load file lacks the member \"load\""}
    );
    check(
        {R"({ "name": @"", "sources": { "a": { "object": "A", "file": "f" } },
            "load": { "source": "a", "operation": "insert" } })",
         R"("name" of the load file is "", expected a text that is not empty)"}
    );
    check(
        {load_with(std::string(R"("seed": @-1, )") + k_insert),
         "\"seed\" of the load file is -1, expected a whole number from 0 up"}
    );
    check(
        {load_with(std::string(R"("seed": @1.5, )") + k_insert),
         "\"seed\" of the load file is 1.5, expected a whole number from 0 up"}
    );
    check(
        {load_with(std::string(R"("title": @7, )") + k_insert),
         "\"title\" of the load file is 7, expected a text"}
    );
    check(
        {load_with(std::string(R"("schema": @null, )") + k_insert),
         "\"schema\" of the load file is null, expected a text that is not empty"}
    );
    check(
        {load_with(std::string(R"("profile": @"", )") + k_insert),
         R"("profile" of the load file is "", expected a text that is not empty)"}
    );
    check(
        {load_with(std::string(R"("bulk2Serial": @"honor", )") + k_insert),
         R"("bulk2Serial" of the load file is "honor"; did you mean "honour"?)"}
    );
    check(
        {load_with(std::string(R"("unknownIds": @"adapt", )") + k_insert),
         R"("unknownIds" of the load file is "adapt"; did you mean "adopt"?)"}
    );
    check(
        {load_with(std::string(R"("limits": { "batches-per-day": @-1 }, )") + k_insert),
         "\"batches-per-day\" of \"limits\" is -1, expected a whole number from 0 to 1000000000000"}
    );
    check(
        {load_with(std::string(R"(@"set-up": [], )") + k_insert),
         R"(unknown member "set-up" in the load file; did you mean "setup"?)"}
    );
    check(
        {load_with(std::string(R"("expect": { @"failedAtmost": 1, "failed": 1 }, )") + k_insert),
         "unknown member \"failedAtmost\" in \"expect\"; did you mean \"failedAtMost\"?\n"
         "dir/x.json:7:32: unknown member \"failed\" in \"expect\"; expected one of "
         "\"createdAtLeast\", \"failedAtMost\", \"failedPercentAtMost\", \"durationAtMost\""}
    );
    check(
        {load_with(std::string(R"("expect": { "failedPercentAtMost": @101 }, )") + k_insert),
         R"("failedPercentAtMost" of "expect" is 101, expected a number from 0 to 100)"}
    );
}

TEST_CASE("mistakes of the load, member by member") {
    const auto with = [](std::string_view members) {
        return load_with(
            R"("load": { "source": "accounts", "operation": "insert", )" + std::string(members) +
            " }"
        );
    };
    check(
        {load_with(R"("load": @{ "operation": "insert" })"), R"("load" lacks the member "source")"}
    );
    check(
        {load_with(R"("load": { "source": @"acounts", "operation": "insert" })"),
         R"("source" of "load" is "acounts"; did you mean "accounts"?)"}
    );
    check(
        {load_with(R"("load": { "source": "accounts", "operation": @"add" })"),
         "\"operation\" of \"load\" is \"add\"; expected one of \"insert\", \"update\", "
         "\"upsert\", "
         "\"delete\", \"hardDelete\""}
    );
    check(
        {with(R"(@"batchrows": 5)"),
         R"(unknown member "batchrows" in "load"; did you mean "batchRows"?)"}
    );
    check(
        {with(R"("batchRows": @-5)"),
         R"("batchRows" of "load" is -5, expected a whole number from 1 to 1000000000)"}
    );
    check(
        {with(R"("batchRows": @"many")"),
         R"("batchRows" of "load" is "many", expected a whole number from 1 to 1000000000)"}
    );
    check(
        {with(R"("partitions": @0)"),
         R"("partitions" of "load" is 0, expected a whole number from 1 to 10000)"}
    );
    check({with(R"("api": @"bulk3")"), R"("api" of "load" is "bulk3"; did you mean "bulk1"?)"});
    check(
        {with(R"("concurrencyMode": @"serial")"),
         R"("concurrencyMode" of "load" is "serial"; did you mean "Serial"?)"}
    );
    for (const char* duration : {"\"5\"", "5", "\"-5s\"", "\"5 s\""}) {
        const std::string shown = duration;
        check(
            {with(R"("stagger": @)" + shown),
             R"("stagger" of "load" is )" + shown +
                 ", expected a duration such as \"500ms\", \"4.05s\", \"15m\" or \"1h30m\" (at "
                 "most "
                 "365d)"}
        );
    }
    check({with(R"("interval": @{ "jitter": 0.5 })"), R"("interval" lacks the member "mean")"});
    check({with(R"("interval": @5)"), "\"interval\" is 5, expected an object"});
    check(
        {with(R"("interval": { "mean": "1s", "jitter": @1.5 })"),
         R"("jitter" of "interval" is 1.5, expected a number from 0 to 1)"}
    );
    check(
        {with(R"("order": @"sorted")"),
         "\"order\" of \"load\" is \"sorted\", expected \"as-is\" or an object such as {\"by\": "
         "\"AccountId\"}"}
    );
    check(
        {with(R"("order": { "by": @"" })"),
         R"("by" of "order" is "", expected a text that is not empty)"}
    );
    check(
        {with(R"("order": { "by": "AccountId", "keepTogether": @1 })"),
         R"("keepTogether" of "order" is 1, expected true or false)"}
    );
    for (const char* errors : {"[]", "\"A\"", "[1]", "[\"\"]"}) {
        const std::string shown = errors[0] == '[' ? "an array" : errors;
        check(
            {with(std::string(R"("retry": { "errors": @)") + errors + " }"),
             R"("errors" of "retry" is )" + shown +
                 ", expected a list of 1 to 50 error codes such as \"UNABLE_TO_LOCK_ROW\""}
        );
    }
    check(
        {with(R"("retry": { "factor": @0.5 })"),
         R"("factor" of "retry" is 0.5, expected a number from 1 to 100)"}
    );
    check(
        {with(R"("pollEvery": @"0s")"),
         R"("pollEvery" of "load" is "0s", expected a duration above zero)"}
    );
}

TEST_CASE("members that do not go together") {
    check(
        {load_with(R"("load": @{ "source": "accounts", "operation": "upsert" })"),
         "upsert lacks \"externalId\", expected the field that identifies records"}
    );
    check(
        {load_with(R"("load": { "source": "accounts", "operation": "insert", "externalId": @"K" })"
         ),
         "\"externalId\" goes with upsert only, expected none for insert"}
    );
    check(
        {load_with(
             R"("load": { "source": "accounts", "operation": "upsert", "externalId": @"Nam" })"
         ),
         R"(source "accounts" has no column "Nam" to upsert by; did you mean "Name"?)"}
    );
    check(
        {load_with(R"("load": { "source": "accounts", "operation": @"delete" })"),
         "source \"accounts\" has no column \"Id\" with the record ids to delete; expected one of "
         "\"Name\", \"K\""}
    );
    check(
        {load_with(
             R"("load": { "source": "accounts", "operation": "insert", "order": @{ "by": "Nmae" } })"
         ),
         R"(source "accounts" has no column "Nmae" to order by; expected one of "Name", "K")"}
    );
    check(
        {load_with(
             R"("load": { "source": "accounts", "operation": "insert", "api": "rest", "batchRows": @201 })"
         ),
         "\"batchRows\" is 201, expected at most 200: a rest batch takes no more"}
    );
    check(
        {load_with(R"("load": { "source": "accounts", "operation": "insert", "api": "rest",
                        "concurrencyMode": @"Serial" })"),
         "\"concurrencyMode\" is \"Serial\", expected none: rest has no jobs; limit it by "
         "\"inFlight\": "
         "1"}
    );
    check(
        {load_with(R"("load": { "source": "file", "operation": @"hardDelete", "api": "rest" })"),
         "rest has no hardDelete, expected \"delete\" or another api"}
    );
    check(
        {load_with(R"("load": { "source": "accounts", "operation": "insert", "api": "bulk1",
                        "batchRows": @10001 })"),
         "\"batchRows\" is 10001, expected at most 10000: a bulk1 batch takes no more"}
    );
    check(
        {load_with(R"("load": { "source": "accounts", "operation": "insert", "rows": @101 })"),
         "\"rows\" is 101, expected at most the 100 rows of the source"}
    );
    check(
        {load_with(R"("load": { "source": "accounts", "operation": "insert", "rows": @90,
                        "partitions": 3, "partitionRows": 40 })"),
         "partition 3 of 3 would end at row 110, expected at most the 100 rows of the source"}
    );
    check(
        {load_with(R"("load": { "source": "accounts", "operation": "insert", "rows": @90,
                        "partitions": 2, "partitionRows": 40 })"),
         "90 rows in 2 partitions are 45 each, expected at most \"partitionRows\" (40)"}
    );
}

TEST_CASE("mistakes about plans") {
    check(
        {load_with(R"("load": { "source": "accounts", "operation": "insert", "rows": 5,
            "order": @{ "plan": "plan.json" } })"),
         "\"order\" is a plan, expected no \"rows\", \"partitions\" or \"partitionRows\" "
         "beside it"}
    );
    check(
        {load_with(R"("load": { "source": "accounts", "operation": "insert",
            "order": { "plan": @5 } })"),
         "\"plan\" of \"order\" is 5, expected a text that is not empty"}
    );
    check(
        {load_with(R"("setup": [ { "source": "accounts", "operation": "insert",
            "order": @{ "plan": "p" } } ],
            "load": { "source": "accounts", "operation": "insert" })"),
         "\"order\" of a step of \"setup\" is an object, expected no plan: setup has no use for it"}
    );
}

TEST_CASE("mistakes of the setup") {
    const auto with_setup = [](std::string_view setup) {
        return load_with(
            R"("setup": )" + std::string(setup) +
            R"(, "load": { "source": "contacts", "operation": "insert" })"
        );
    };
    check({with_setup("@{}"), "\"setup\" is an object, expected a list of steps"});
    check({with_setup("[@7]"), "a step of \"setup\" is 7, expected an object"});
    check(
        {with_setup(R"([{ "source": "accounts", "operation": "insert", "rows": @5 }])"),
         R"("rows" of a step of "setup" is 5, expected none: setup loads whole sources)"}
    );
    const std::string unprepared =
        "column \"AccountId\" of \"contacts\" refers to \"accounts\", expected a step of \"setup\" "
        "before "
        "this that creates those";
    check({load_with(R"("load": { "source": @"contacts", "operation": "insert" })"), unprepared});
    check(
        {with_setup(R"([@{ "source": "contacts", "operation": "insert" },
                          { "source": "accounts", "operation": "insert" }])"),
         unprepared}
    );
    check(
        {with_setup(R"([{ "source": "accounts", "operation": "insert" },
                          { "source": @"accounts", "operation": "insert" }])"),
         "\"accounts\" is set up twice, expected each source once"}
    );
    check(
        {load_with(R"("setup": [{ "source": "file", "operation": "delete" }],
                        "load": { "source": @"contacts", "operation": "insert" })"),
         unprepared}
    );
}

TEST_CASE("mistakes of strategies") {
    const auto with = [](std::string_view strategies) {
        return load_with(
            R"("load": { "source": "accounts", "operation": "upsert", "externalId": "K" },
               "strategies": )" +
            std::string(strategies)
        );
    };
    check({with("@[]"), "\"strategies\" is an array, expected a list of 1 to 100 strategies"});
    check({with("@{}"), "\"strategies\" is an object, expected a list of 1 to 100 strategies"});
    check({with("[@1]"), "a strategy is 1, expected an object"});
    check({with(R"([@{ "note": "x" }])"), "a strategy lacks the member \"name\""});
    check(
        {with(R"([{ "name": "a" }, @{ "name": "a" }])"),
         "a second strategy is named \"a\", expected different names"}
    );
    check(
        {with(R"([{ "name": "a", "overrides": { @"batch": 1 } }])"),
         "unknown member \"batch\" in \"overrides\"; expected one of \"source\", \"rows\", "
         "\"operation\", "
         "\"externalId\", \"api\", \"concurrencyMode\", \"batchRows\", \"partitions\", "
         "\"partitionRows\", \"stagger\", \"inFlight\", \"interval\", \"order\", \"retry\", "
         "\"pollEvery\", \"profile\", \"bulk2Serial\", \"unknownIds\", \"limits\", "
         "\"foreignWriters\""}
    );
    check(
        {with(R"([{ "name": "a", "overrides": { "externalId": @"Q" } }])"),
         R"(source "accounts" has no column "Q" to upsert by; expected one of "Name", "K")"}
    );
    check(
        {with(R"([{ "name": "a", "overrides": { "operation": "insert", "externalId": @"K" } }])"),
         "\"externalId\" goes with upsert only, expected none for insert"}
    );
    check(
        {with(R"([{ "name": "a", "reported": { "failed": @-1 } }])"),
         R"("failed" of "reported" is -1, expected a whole number from 0 up)"}
    );
    check(
        {with(R"([{ "name": "a", "expect": { "durationAtMost": @1 } }])"),
         "\"durationAtMost\" of \"expect\" is 1, expected a duration such as \"500ms\", \"4.05s\", "
         "\"15m\" or \"1h30m\" (at most 365d)"}
    );
    // The same mistake in several strategies is one if it stands in the load.
    check(
        {load_with(R"("load": @{ "source": "accounts", "operation": "upsert" },
                        "strategies": [{ "name": "a" }, { "name": "b" }])"),
         "upsert lacks \"externalId\", expected the field that identifies records"}
    );
}

TEST_CASE("several mistakes are reported at once") {
    const auto load = read_load(
        "{ \"nam\": \"x\",\n  \"sources\": { \"s\": { \"object\": \"A\", \"file\": 1 } },\n"
        "  \"load\": { \"source\": \"t\", \"operation\": \"insert\" } }",
        "x"
    );
    REQUIRE_FALSE(load.has_value());
    CHECK(
        load.error().message ==
        "x:1:1: the load file lacks the member \"name\"\n"
        "x:1:3: unknown member \"nam\" in the load file; did you mean \"name\"?\n"
        "x:2:46: \"file\" of source \"s\" is 1, expected a text that is not empty\n"
        "x:3:23: \"source\" of \"load\" is \"t\"; expected \"s\""
    );
}

TEST_CASE("hostile files are refused, and neither crash nor take long") {
    CHECK_FALSE(read_load(std::string(2'000'000, ' '), "x").has_value());
    std::string many = "{";
    for (int i = 0; i < 50'000; ++i) many += "\"m" + std::to_string(i) + "\":[],";
    many += "\"name\":1}";
    CHECK_FALSE(read_load(many, "x").has_value());
    std::string sources = R"({ "name": "x", "sources": { )";
    for (int i = 0; i < 10'000; ++i) {
        sources += "\"" + std::to_string(i) + R"(": { "object": "A", "file": "f", "x": 1 }, )";
    }
    sources += R"("s": {} }, "load": { "source": "s", "operation": "insert" } })";
    CHECK_FALSE(read_load(sources, "x").has_value());
    rc::prop("any change of a byte gives a load or an error", [] {
        std::string text = load_with(
            R"("setup": [{ "source": "accounts", "operation": "insert" }],
               "load": { "source": "contacts", "operation": "insert", "rows": 20, "interval": "4.05s",
                         "order": { "by": "AccountId" }, "retry": { "times": 1 } },
               "strategies": [{ "name": "a", "overrides": { "partitions": 3 } }])"
        );
        const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
        text[place] = *rc::gen::elementOf(std::string{"\"{}[]:,0-9.aA \x80"});
        const auto load = read_load(text, "x");
        if (!load) RC_ASSERT(load.error().message.starts_with("x:"));
    });
}

}  // namespace
}  // namespace rowlock
