#include "harness/cleanup/deletion_scope.hpp"

#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"

namespace rowlock {
namespace {

std::string shown(const DeletionScope& scope) {
    std::string text;
    for (const DeletionTarget& one : scope.targets)
        text += one.selection.object + ": " + one.selection.where + '\n';
    return text;
}

Load read(const std::string& file) {
    auto load = read_load_file(file);
    if (!load) FAIL(load.error().message);
    return std::move(*load);
}

Result<DeletionScope> scope_of(const Load& load, const DeletionScope& given = {}) {
    return scope_of_load(load, load.strategies.front(), given);
}

TEST_CASE("each object has its condition, or all have one") {
    CHECK(shown(*scope_of_conditions({"A", "B"}, {"x = 1", "y = 2"})) == "A: x = 1\nB: y = 2\n");
    CHECK(shown(*scope_of_conditions({"A", "B"}, {"x = 1"})) == "A: x = 1\nB: x = 1\n");
    CHECK(shown(*scope_of_conditions({"A", "a"}, {"x = 1", "y = 2"})) == "A: (x = 1) OR (y = 2)\n");
    CHECK(shown(*scope_of_conditions({"A", "A"}, {"x = 1"})) == "A: x = 1\n");
}

TEST_CASE("what does not say which records is refused") {
    using Texts = std::vector<std::string>;
    const auto [objects, conditions, expected] = GENERATE(table<Texts, Texts, std::string>({
        {{"A", "B"}, {}, "2 of --object, but 0 of --where"},
        {{"A"}, {"x", "y"}, "1 of --object, but 2 of --where"},
        {{}, {"x"}, "0 of --object, but 1 of --where"},
        {{"A"}, {" "}, "its --where is empty"},
        {{"A WHERE"}, {"x"}, "no sObject name"},
    }));
    const auto scope = scope_of_conditions(objects, conditions);
    REQUIRE_FALSE(scope);
    CHECK(scope.error().code == ErrorCode::bad_configuration);
    CHECK_THAT(scope.error().message, Catch::Contains(expected));
}

TEST_CASE("a load names its objects and tags, and says what has none") {
    const test::Folder folder;
    const std::string load = folder.write("load.json", R"({"name": "tagged",
        "sources": {
            "accounts": {"object": "Account", "rows": 4, "columns": {"Name": "Account {n}"}},
            "contacts": {"object": "Contact", "rows": 9, "columns": {
                "LastName": "C-{n}", "External_ID__c": "CTX-{n}", "Department": "Test4",
                "AccountId": {"parent": "accounts", "pick": "sequential"}}}},
        "setup": [{"source": "accounts", "operation": "insert"}],
        "load": {"source": "contacts", "operation": "upsert", "externalId": "External_ID__c"},
        "strategies": [{"name": "one"}]})");
    const auto scope = scope_of(read(load));
    REQUIRE(scope);
    CHECK(shown(*scope) == "Contact: External_ID__c LIKE 'CTX-%' AND Department = 'Test4'\n");
    REQUIRE(scope->left_alone.size() == 1);
    CHECK_THAT(
        scope->left_alone[0], Catch::Contains("source \"accounts\" (Account) has no external id")
    );

    const auto given = scope_of_conditions({"account"}, {"Name LIKE 'Account %'"});
    CHECK(scope_of(read(load), *given)->left_alone.empty());
    CHECK_FALSE(scope->needs_rows);
}

TEST_CASE("columns that are the same in every row are no tag: others' records may have them") {
    const test::Folder folder;
    const std::string load = folder.write("load.json", R"({"name": "constants",
        "sources": {"contacts": {"object": "Contact", "rows": 9, "columns": {
            "LastName": "C-{n}", "Department": "Prospecting"}}},
        "load": {"source": "contacts", "operation": "insert"},
        "strategies": [{"name": "one"}]})");
    const auto scope = scope_of(read(load));
    REQUIRE(scope);
    CHECK(scope->targets.empty());
    CHECK(scope->needs_rows);
}

TEST_CASE("a load without a tag needs its rows, and one of records that were there is no deletion"
) {
    const test::Folder folder;
    const std::string untagged =
        folder.write("untagged.json", test::tiny_load_text(R"({"name": "one"})"));
    CHECK(scope_of(read(untagged))->needs_rows);

    const auto small = scope_of(read("fixtures/loads/small.json"));
    REQUIRE(small);
    CHECK(shown(*small) == "Opportunity: External_ID__c LIKE 'EXT-%'\n");
    CHECK_THAT(small->left_alone.at(0), Catch::Contains("\"accounts\" (Account)"));

    folder.write("rows.csv", "Id\n003000000000001AAA\n");
    const std::string update = folder.write("update.json", R"({"name": "u",
        "sources": {"rows": {"object": "Contact", "file": "rows.csv"}},
        "load": {"source": "rows", "operation": "update"}, "strategies": [{"name": "one"}]})");
    const auto changed = scope_of(read(update));
    REQUIRE_FALSE(changed);
    CHECK_THAT(changed.error().message, Catch::Contains("its records were there before it"));
}

}  // namespace
}  // namespace rowlock
