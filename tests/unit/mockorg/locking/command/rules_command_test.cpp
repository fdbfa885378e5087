#include "mockorg/locking/command/rules_command.hpp"

#include "mockorg/codec/json.hpp"
#include "mockorg/locking/lock_rule.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

struct Outcome {
    int exit_code = 0;
    std::string out;
    std::string err;
};

Outcome run(const RulesOptions& options) {
    Outcome outcome;
    Io io{TextSink{outcome.out}, TextSink{outcome.err}};
    outcome.exit_code = run_rules(options, io);
    return outcome;
}

RulesOptions explaining(const std::string& words) {
    RulesOptions options;
    options.explain = words;
    return options;
}

std::string fault_of(const Json& json) {
    return test::JsonSchema{"docs/rules.schema.json"}.fault_of(json);
}

TEST_CASE("without a question every rule is printed with its sentence and how it is known") {
    const Outcome outcome = run({});
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.err.empty());
    for (const LockRule& rule : standard_lock_rules()) {
        CAPTURE(rule.id);
        const std::string heading = "\n" + rule.id + "\n  ";
        CHECK(("\n" + outcome.out).find(heading) != std::string::npos);
        CHECK(outcome.out.find(std::string{text_of(rule.evidence)}) != std::string::npos);
    }
}

TEST_CASE("an object's answer is by kind of write") {
    RulesOptions options;
    options.object = "opportunity";
    const Outcome all = run(options);
    CHECK(all.exit_code == 0);
    CHECK_THAT(all.out, Catch::StartsWith("Opportunity insert\n"));
    CHECK_THAT(all.out, Catch::Contains("\nOpportunity update\n"));
    CHECK_THAT(all.out, Catch::Contains("\nOpportunity delete\n"));
    CHECK_THAT(all.out, Catch::Contains("by AccountId"));

    options.operation = "Insert";
    const Outcome insert = run(options);
    CHECK(all.out.starts_with(insert.out));
    CHECK_THAT(insert.out, !Catch::Contains("Opportunity update"));
}

TEST_CASE("--explain takes object, field or relationship, and operation") {
    const Outcome by_field = run(explaining("Task.WhoId.insert"));
    CHECK(by_field.exit_code == 0);
    CHECK_THAT(by_field.out, Catch::StartsWith("Task insert\n"));
    CHECK_THAT(by_field.out, Catch::Contains("by WhoId"));
    CHECK_THAT(by_field.out, !Catch::Contains("by WhatId"));
    CHECK(run(explaining("task.who.INSERT")).out == by_field.out);

    const Outcome nothing = run(explaining("Account.Name.insert"));
    CHECK(nothing.exit_code == 0);
    CHECK(nothing.out == "Account insert\n  locks nothing\n");
}

TEST_CASE("a question about what there is not names it and ends with 2") {
    const auto error_for = [](const std::string& words) {
        const Outcome outcome = run(explaining(words));
        CHECK(outcome.exit_code == 2);
        CHECK(outcome.out.empty());
        return outcome.err;
    };
    CHECK_THAT(error_for("Acount"), Catch::Contains("no object 'Acount'"));
    CHECK_THAT(error_for("Account."), Catch::Contains("Account has no field ''"));
    CHECK_THAT(error_for("Account.Nmae"), Catch::Contains("no field 'Nmae'"));
    RulesOptions options;
    options.operation = "merge";
    CHECK(run(options).exit_code == 2);
    CHECK_THAT(run(options).err, Catch::Contains("'merge' is none of"));
}

TEST_CASE("a question that contradicts itself is refused") {
    const auto error_for = [](const std::string& words, const char* object, const char* operation) {
        RulesOptions options = explaining(words);
        options.object = object;
        options.operation = operation;
        const Outcome outcome = run(options);
        CHECK(outcome.exit_code == (outcome.err.empty() ? 0 : 2));
        CHECK(outcome.out.empty() != outcome.err.empty());
        return outcome.err;
    };
    CHECK_THAT(error_for("task.insert", "", "update"), Catch::Contains("different operations"));
    CHECK_THAT(error_for("task.upsert", "", "update"), Catch::Contains("different operations"));
    CHECK_THAT(error_for("task.insert", "Contact", ""), Catch::Contains("different objects"));
    CHECK_THAT(error_for("task.insert.update", "", ""), Catch::Contains("names two operations"));
    CHECK_THAT(error_for("task.WhoId.WhatId", "", ""), Catch::Contains("names two fields"));
    CHECK(error_for("task.insert", "TASK", "Insert").empty());
    CHECK(error_for("task", "", "update").empty());
}

TEST_CASE("an upsert is an insert or an update") {
    const Outcome upsert = run(explaining("Contact.AccountId.upsert"));
    CHECK(upsert.exit_code == 0);
    CHECK(
        upsert.out == run(explaining("Contact.AccountId.insert")).out +
                          run(explaining("Contact.AccountId.update")).out
    );
    RulesOptions options;
    options.object = "Contact";
    options.operation = "Upsert";
    CHECK_THAT(run(options).out, Catch::Contains("Contact insert"));
    CHECK_THAT(run(options).out, Catch::Contains("Contact update"));
    CHECK(run(options).out.find("Contact delete") == std::string::npos);
}

TEST_CASE("--json has the rules, and for an object which of its references they follow") {
    RulesOptions options;
    options.json = true;
    const auto all = parse_json(run(options).out);
    REQUIRE(all.has_value());
    CHECK(fault_of(*all) == "");
    CHECK((*all)["schemaVersion"] == 1);
    CHECK((*all)["command"] == "rules");
    CHECK((*all)["rules"].size() == standard_lock_rules().size());
    CHECK_FALSE(all->contains("targets"));

    options.explain = "Opportunity.AccountId.insert";
    const auto one = parse_json(run(options).out);
    REQUIRE(one.has_value());
    CHECK(fault_of(*one) == "");
    REQUIRE_FALSE((*one)["targets"].empty());
    for (const auto& target : (*one)["targets"]) {
        CHECK(target["operation"] == "insert");
        CHECK(target["field"] == "AccountId");
        bool is_listed = false;
        for (const auto& rule : (*one)["rules"])
            is_listed = is_listed || rule["id"] == target["rule"];
        CHECK(is_listed);
    }
}

TEST_CASE("own rules come with the place they were written at, and their mistakes with it, too") {
    const test::Folder folder;
    RulesOptions options;
    options.lock_rules_file = folder.write("rules.json", R"({"rules": [
  {"id": "house-rule", "object": "Case", "operations": ["update"], "path": "Contact.Account",
   "note": "Our trigger updates the account."}
]})");
    options.explain = "Case.update";
    const Outcome outcome = run(options);
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.out, Catch::Contains("house-rule by ContactId"));
    CHECK_THAT(outcome.out, Catch::Contains("Our trigger updates the account."));
    options.json = true;
    const auto json = parse_json(run(options).out);
    REQUIRE(json.has_value());
    CHECK(fault_of(*json) == "");
    CHECK_THAT(json->dump(), Catch::Contains(R"("place":)"));
    options.json = false;

    folder.write("rules.json", R"({"rules": [
  {"id": "house-rule", "object": "Case", "operations": ["update"], "path": "Nobody"}
]})");
    const Outcome refused = run(options);
    CHECK(refused.exit_code == 3);
    CHECK_THAT(refused.err, Catch::Contains("rules.json:2"));
}

}  // namespace
}  // namespace rowlock
