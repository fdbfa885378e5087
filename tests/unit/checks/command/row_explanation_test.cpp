#include "checks/command/row_explanation.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/command/command_runs.hpp"

namespace rowlock {
namespace {

using test::check_of;
using test::contacts_of;
using test::Folder;
using test::run;

TEST_CASE("a row is explained by the rules that lock its records") {
    const Folder folder;
    CheckOptions options = check_of(folder.write("c.csv", contacts_of({1, 2})));
    options.explain = "2";
    const auto text = run(options);
    CHECK(text.code == 0);
    CHECK_THAT(text.out, Catch::Contains("c.csv row 2 (line 3) locks\n  Account 001000000000002"));
    CHECK_THAT(text.out, Catch::Contains(" by rule "));
    options.explain = "c.csv:1";
    options.json = true;
    CHECK_THAT(
        run(options).out, Catch::Contains(R"("row":1,"line":2,"locks":[{"object":"Account")")
    );
}

constexpr std::string_view k_sites = R"({"objects": [
    {"name": "Site__c", "keyPrefix": "a00", "fields": [
        {"name": "Shop__c", "type": "reference", "referenceTo": ["Account"]}
    ]},
    {"name": "Task", "fields": [{"name": "WhatId", "referenceTo": ["Account", "Case", "Contract", "Opportunity", "Site__c"]}]},
    {"name": "Event", "fields": [{"name": "WhatId", "referenceTo": ["Account", "Case", "Contract", "Opportunity", "Site__c"]}]}
]})";

/// Completed tasks about these records, one batch each.
CheckOptions check_of_tasks(const Folder& folder, const std::vector<std::string>& about) {
    std::string text = "Status,ActivityDate,WhatId\n";
    for (const std::string& id : about) text += "Completed,2026-01-01," + id + "\n";
    CheckOptions options = check_of(folder.write("t.csv", text), 1);
    options.input.object = "Task";
    options.input.schema_file = folder.write("schema.json", std::string{k_sites});
    return options;
}

TEST_CASE("tasks about custom objects below one account contend for it") {
    const Folder folder;
    for (const char* object : {"Task", "Event"}) {
        CheckOptions options = check_of_tasks(folder, {"a00000000000001", "a00000000000002"});
        options.input.object = object;
        const auto open = run(options);
        CHECK(open.code == 1);
        CHECK_THAT(
            open.out,
            Catch::StartsWith("INCOMPLETE") && Catch::Contains("needs Site__c.Shop__c of a record")
        );
        const std::string sites = folder.write(
            "sites.csv",
            "Id,Shop__c\na00000000000001,001000000000009\na00000000000002,001000000000009\n"
        );
        options.input.references = {"Site__c:" + sites};
        const auto settled = run(options);
        CHECK(settled.code == 1);
        CHECK_THAT(
            settled.out, Catch::StartsWith("NOT SAFE") && Catch::Contains("Account 001000000000009")
        );
    }
}

TEST_CASE("what keeps a row's locks from being known is said with the rule's path") {
    const Folder folder;
    CheckOptions options = check_of_tasks(folder, {"a00000000000001", "006000000000001"});
    options.explain = "1";
    CHECK_THAT(run(options).out, Catch::Contains("not resolved What.^Account: 1 row: "));
    options.explain = "2";
    const auto deal = run(options);
    CHECK_THAT(deal.out, Catch::Contains("not resolved What.Account: 1 row: "));
    CHECK_THAT(deal.out, !Catch::Contains("lock nothing"));
    options.json = true;
    CHECK_THAT(run(options).out, Catch::Contains(R"("unresolved":[{"paths":["What.Account"])"));
}

TEST_CASE("a task about what tasks cannot be about, by the schema, is never called safe") {
    const Folder folder;
    const std::string sites = folder.write(
        "sites.csv",
        "Id,Shop__c\na00000000000001,001000000000009\na00000000000002,001000000000009\n"
    );
    CheckOptions options = check_of_tasks(folder, {"a00000000000001", "a00000000000002"});
    const std::string site(k_sites.substr(0, k_sites.find(",\n    {\"name\": \"Task\"")));
    options.input.schema_file = folder.write("short.json", site + "]}");
    options.input.references = {"Site__c:" + sites};
    const auto verdict = run(options);
    CHECK(verdict.code == 1);
    CHECK_THAT(
        verdict.out,
        Catch::StartsWith("INCOMPLETE") && Catch::Contains("2 rows: Task.WhatId names a record")
    );
}

TEST_CASE("a record of an object that the schema lacks may lead anywhere") {
    const Folder folder;
    CheckOptions options = check_of_tasks(folder, {"a0X000000000001", "a0X000000000002"});
    const auto verdict = run(options);
    CHECK_THAT(
        verdict.out,
        Catch::StartsWith("INCOMPLETE") &&
            Catch::Contains("2 rows: Task.WhatId names a record of an object that the schema does")
    );
    // A task that locks nothing leaves nothing open.
    const Folder other;
    options = check_of_tasks(other, {});
    options.input.files = {other.write("open.csv", "WhatId\na0X000000000001\na0X000000000002\n")};
    CHECK_THAT(run(options).out, Catch::StartsWith("SAFE"));
}

TEST_CASE("rows count over all files, or in the file named") {
    const Folder folder;
    const InputRequest wanted = test::contacts_request(
        {folder.write("a.csv", contacts_of({1, 2})), folder.write("b.csv", contacts_of({3}))}
    );
    const LoadedInput input = test::load(wanted);
    CHECK(find_named_row(input, "3") == RowNo{2});
    CHECK(find_named_row(input, "b.csv:1") == RowNo{2});
    CHECK(find_named_row(input, "1") == RowNo{0});
    for (const char* name : {"0", "4", "b.csv:2", "c.csv:1", "", "x", ":"}) {
        CHECK_FALSE(find_named_row(input, name));
    }
}

}  // namespace
}  // namespace rowlock
