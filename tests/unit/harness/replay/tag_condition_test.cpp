#include "harness/replay/tag_condition.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::string tag_of(std::vector<ColumnSpec> columns, std::string external_id = "Ext__c") {
    Load load;
    load.sources.push_back({"s", "Opportunity", GeneratedSpec{10, std::move(columns)}});
    LoadStep step;
    step.external_id = std::move(external_id);
    return tag_condition(load, step);
}

TEST_CASE("a load is known by its external id's beginning and its constants") {
    CHECK(
        tag_of(
            {{"Ext__c", TextColumn{"EXT-{n}"}},
             {"Name", TextColumn{"Opp {n}"}},
             {"StageName", TextColumn{"Test4"}}}
        ) == "Ext__c LIKE 'EXT-%' AND StageName = 'Test4'"
    );
}

TEST_CASE("what means something to SOQL is escaped") {
    CHECK(tag_of({{"Ext__c", TextColumn{"50%_O'N\\{n}"}}}) == R"(Ext__c LIKE '50\%\_O\'N\\%')");
    CHECK(tag_of({{"Stage", TextColumn{"it's"}}}) == R"(Stage = 'it\'s')");
    CHECK(tag_of({{"Ext__c", TextColumn{"{{x}}{n:3}"}}}) == "Ext__c LIKE '{x}%'");
}

TEST_CASE("what SOQL does not compare with a text in quotes is no part of the tag") {
    // By the standard objects: a date, a number, a long text that cannot be filtered.
    CHECK(
        tag_of(
            {{"Ext__c", TextColumn{"EXT-{n}"}},
             {"CloseDate", TextColumn{"2026-01-01"}},
             {"Amount", TextColumn{"5"}},
             {"Description", TextColumn{"short"}},
             {"NextStep", TextColumn{"7"}}}
        ) == "Ext__c LIKE 'EXT-%' AND NextStep = '7'"
    );
    // Fields nobody knows go by how the text looks.
    for (const char* text : {"2026-01-01", "2026-01-01T00:00:00Z", "7.5", "TRUE"})
        CHECK(tag_of({{"Mine__c", TextColumn{text}}}).empty());
    CHECK(tag_of({{"Mine__c", TextColumn{"seven"}}}) == "Mine__c = 'seven'");
}

TEST_CASE("an insert is known by what its schema says is an external id") {
    const auto tag_with = [](const std::string& schema, std::vector<ColumnSpec> columns) {
        Load load;
        load.schema = {schema, ""};
        load.sources.push_back({"s", "Opportunity", GeneratedSpec{10, std::move(columns)}});
        return tag_condition(load, LoadStep{});
    };
    const std::vector<ColumnSpec> columns{
        {"external_id__C", TextColumn{"EXT-{n}"}},
        {"Name", TextColumn{"Opp {n}"}},
        {"StageName", TextColumn{"Test4"}}};
    CHECK(
        tag_with("fixtures/schemas/external-id.json", columns) ==
        "external_id__C LIKE 'EXT-%' AND StageName = 'Test4'"
    );
    // Who does not know the field does not know that it is one.
    CHECK(tag_with("", columns) == "StageName = 'Test4'");
}

TEST_CASE("a tag tells a load's own records by three letters of an external id or more") {
    CHECK(tells_own_records("Ext__c LIKE 'EXT%'"));
    CHECK(tells_own_records(R"(Ext__c LIKE 'A\_B%' AND StageName = 'x')"));
    CHECK_FALSE(tells_own_records("Ext__c LIKE 'EX%'"));
    CHECK_FALSE(tells_own_records(R"(Ext__c LIKE 'A\_%')"));
    CHECK_FALSE(tells_own_records("StageName = 'Prospecting'"));
    CHECK_FALSE(tells_own_records(R"(StageName = 'x LIKE \'EXTRA%')"));
    CHECK_FALSE(tells_own_records(""));
}

TEST_CASE("nothing to go by gives no condition") {
    CHECK(tag_of({{"Ext__c", TextColumn{"{n}"}}, {"Amount", NumberColumn{1, 2, 0}}}).empty());
    CHECK(tag_of({{"Description", TextColumn{std::string(41, 'x')}}}).empty());
    Load load;
    load.sources.push_back({"s", "Opportunity", CsvFileSpec{}});
    CHECK(tag_condition(load, LoadStep{}).empty());
}

}  // namespace
}  // namespace rowlock
