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

TEST_CASE("nothing to go by gives no condition") {
    CHECK(tag_of({{"Ext__c", TextColumn{"{n}"}}, {"Amount", NumberColumn{1, 2, 0}}}).empty());
    CHECK(tag_of({{"Description", TextColumn{std::string(41, 'x')}}}).empty());
    Load load;
    load.sources.push_back({"s", "Opportunity", CsvFileSpec{}});
    CHECK(tag_condition(load, LoadStep{}).empty());
}

}  // namespace
}  // namespace rowlock
