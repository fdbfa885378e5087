#include "mockorg/engine/write_plan.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

#include <algorithm>

namespace rowlock {
namespace {

struct WritePlanFixture : EngineFixture {
    std::vector<std::string> required(const std::string& name) const {
        std::vector<std::string> names;
        for (const Field* each : plans[static_cast<std::size_t>(object(name).number)].required) {
            names.push_back(each->name);
        }
        return names;
    }
};

TEST_CASE_METHOD(
    WritePlanFixture, "what may not be empty is what clients can set and is not nillable"
) {
    const auto opportunity = required("Opportunity");
    for (const std::string name : {"Name", "StageName", "CloseDate", "OwnerId"}) {
        CAPTURE(name);
        CHECK(std::count(opportunity.begin(), opportunity.end(), name) == 1);
    }
    for (const std::string name : {"Id", "CreatedDate", "IsDeleted", "IsPrivate", "Amount"}) {
        CAPTURE(name);
        CHECK(std::count(opportunity.begin(), opportunity.end(), name) == 0);
    }
}

TEST_CASE_METHOD(WritePlanFixture, "a person's name is first and last name joined") {
    const RecordHandle ann = add("Contact", {{"FirstName", "Ann"}, {"LastName", "Smith"}});
    CHECK(text(ann, "Name") == "Ann Smith");
    CHECK(text(add("Lead", {{"LastName", "Jones"}, {"Company", "Acme"}}), "Name") == "Jones");
    REQUIRE(
        write("Contact", Operation::update, {{"Id", id(ann)}, {"FirstName", "#N/A"}}).has_value()
    );
    CHECK(text(ann, "Name") == "Smith");
}

TEST_CASE_METHOD(WritePlanFixture, "a custom record that nobody names has its id as name") {
    const RecordHandle bolt = add("Widget__c", {{"Color__c", "Red"}});
    const std::string short_id = id(bolt).substr(0, 15);
    CHECK(text(bolt, "Name") == short_id);
    const auto rename = [&](const std::string& name) {
        REQUIRE(
            write("Widget__c", Operation::update, {{"Id", id(bolt)}, {"Name", name}}).has_value()
        );
        return text(bolt, "Name");
    };
    CHECK(rename("Bolt") == "Bolt");
    CHECK(rename("#N/A") == short_id);
}

TEST_CASE_METHOD(WritePlanFixture, "flags follow their picklists, there and back") {
    const RecordHandle deal =
        add("Opportunity",
            {{"Name", "Deal"}, {"StageName", "Prospecting"}, {"CloseDate", "2026-01-01"}});
    const auto set_stage = [&](const std::string& stage) {
        REQUIRE(write(
                    "Opportunity", Operation::update, {{"Id", id(deal)}, {"StageName", stage}}
        ).has_value());
        return std::pair{value(deal, "IsClosed").boolean, value(deal, "IsWon").boolean};
    };
    CHECK_FALSE(value(deal, "IsClosed").boolean);
    CHECK(set_stage("Closed Won") == std::pair{true, true});
    CHECK(set_stage("Closed Lost") == std::pair{true, false});
    CHECK(set_stage("Qualification") == std::pair{false, false});

    CHECK(value(add("Task", {{"Status", "Completed"}}), "IsClosed").boolean);
    CHECK_FALSE(value(add("Task", {{"Status", "Not Started"}}), "IsClosed").boolean);
    CHECK(value(add("Task", {{"Priority", "High"}}), "IsHighPriority").boolean);
    CHECK_FALSE(value(add("Task", {{"Status", "Completed"}}), "IsHighPriority").boolean);
    CHECK(value(add("Case", {{"Status", "Closed"}}), "IsClosed").boolean);
    CHECK_FALSE(value(add("Case", {{"Status", "New"}}), "IsClosed").boolean);
}

TEST_CASE_METHOD(WritePlanFixture, "a status has a code if it is one of a new org's") {
    const std::string acme = id(add("Account", {{"Name", "Acme"}}));
    const auto code_of = [&](const std::string& status) {
        const RecordHandle contract = add("Contract", {{"AccountId", acme}, {"Status", status}});
        const Value code = value(contract, "StatusCode");
        return code.is_null() ? std::string{} : std::string{code.text};
    };
    CHECK(code_of("Draft") == "Draft");
    CHECK(code_of("In Approval Process") == "InApproval");
    CHECK(code_of("Activated") == "Activated");
    CHECK(code_of("A status of my own").empty());
}

TEST_CASE_METHOD(WritePlanFixture, "a task is a task and an event an event, unless it is said") {
    CHECK(text(add("Task", {}), "TaskSubtype") == "Task");
    CHECK(text(add("Task", {{"TaskSubtype", "Call"}}), "TaskSubtype") == "Call");
    const RecordHandle event =
        add("Event", {{"StartDateTime", "2026-01-01T10:00:00Z"}, {"DurationInMinutes", "30"}});
    CHECK(text(event, "EventSubtype") == "Event");
}

TEST_CASE_METHOD(
    WritePlanFixture, "a stage brings its probability and category, unless they are given"
) {
    const RecordHandle deal =
        add("Opportunity",
            {{"Name", "Deal"},
             {"StageName", "Prospecting"},
             {"CloseDate", "2026-01-01"},
             {"Amount", "1000.10"}});
    CHECK(value(deal, "Probability").number == 10);
    CHECK(text(deal, "ForecastCategory") == "Pipeline");
    CHECK(value(deal, "ExpectedRevenue").number == 100.01);
    const auto update = [&](Fields fields) {
        fields.emplace_back("Id", id(deal));
        REQUIRE(write("Opportunity", Operation::update, fields).has_value());
    };
    update({{"StageName", "Closed Won"}});
    CHECK(value(deal, "Probability").number == 100);
    CHECK(text(deal, "ForecastCategoryName") == "Closed");
    CHECK(text(deal, "ForecastCategory") == "Closed");
    update(
        {{"StageName", "Qualification"},
         {"Probability", "35"},
         {"ForecastCategoryName", "Best Case"}}
    );
    CHECK(value(deal, "Probability").number == 35);
    CHECK(text(deal, "ForecastCategory") == "BestCase");
    update({{"Amount", "#N/A"}});
    CHECK(value(deal, "Probability").number == 35);
    CHECK(value(deal, "ExpectedRevenue").is_null());
    update({{"StageName", "A stage of my own"}});
    CHECK(value(deal, "Probability").number == 35);
}

TEST_CASE_METHOD(WritePlanFixture, "a file's length follows its body") {
    const RecordHandle parent = add("Account", {{"Name", "A"}});
    const auto [body, length] = GENERATE(table<std::string, double>({
        {"Zg==", 1},
        {"Zm8=", 2},
        {"Zm9v", 3},
        {"Zm9vYg==", 4},
    }));
    const RecordHandle file =
        add("Attachment", {{"Name", "f"}, {"ParentId", id(parent)}, {"Body", body}});
    CHECK(value(file, "BodyLength").number == length);
    REQUIRE(
        write("Attachment", Operation::update, {{"Id", id(file)}, {"Body", "Zm9vYmFy"}}).has_value()
    );
    CHECK(value(file, "BodyLength").number == 6);
}

TEST_CASE_METHOD(WritePlanFixture, "auto-numbers count up and stay when the row changes") {
    const RecordHandle first = add("Case", {{"Status", "New"}});
    const RecordHandle second = add("Case", {{"Status", "New"}});
    CHECK(text(first, "CaseNumber") == "00001000");
    CHECK(text(second, "CaseNumber") == "00001001");
    REQUIRE(write("Case", Operation::update, {{"Id", id(first)}, {"Status", "Closed"}}).has_value()
    );
    CHECK(text(first, "CaseNumber") == "00001000");
}

TEST_CASE_METHOD(WritePlanFixture, "there is one plan per object") {
    CHECK(plans.size() == schema->objects().size());
}

TEST_CASE_METHOD(WritePlanFixture, "a task's account is that of What, or else that of Who") {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    const RecordHandle other = add("Account", {{"Name", "Other"}});
    const RecordHandle ann = add("Contact", {{"LastName", "Ann"}, {"AccountId", id(other)}});
    const RecordHandle deal =
        add("Opportunity",
            {{"Name", "D"},
             {"StageName", "Prospecting"},
             {"CloseDate", "2026-02-01"},
             {"AccountId", id(acme)}});
    const RecordHandle lead = add("Lead", {{"LastName", "Lee"}, {"Company", "C"}});
    const RecordHandle question = add("Case", {{"Subject", "Q"}, {"AccountId", id(acme)}});
    const auto account_of = [&](const Fields& fields) {
        return value(add("Task", fields), "AccountId");
    };
    CHECK(account_of({{"WhatId", id(acme)}, {"WhoId", id(ann)}}).record == acme);
    CHECK(account_of({{"WhatId", id(deal)}, {"WhoId", id(ann)}}).record == acme);
    // A case is no way to an account, by the documentation.
    CHECK(account_of({{"WhatId", id(question)}, {"WhoId", id(ann)}}).record == other);
    CHECK(account_of({{"WhoId", id(ann)}}).record == other);
    CHECK(account_of({{"WhoId", id(lead)}}).is_null());
    CHECK(account_of({{"Subject", "Call"}}).is_null());
    const RecordHandle task = add("Task", {{"WhatId", id(acme)}});
    REQUIRE(write("Task", Operation::update, {{"Id", id(task)}, {"WhatId", "#N/A"}}));
    CHECK(value(task, "AccountId").is_null());
}

}  // namespace
}  // namespace rowlock
