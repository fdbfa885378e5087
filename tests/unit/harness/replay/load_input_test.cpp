#include "harness/replay/load_input.hpp"

#include "harness/replay/load_driver.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

using test::Folder;

constexpr const char* k_two_batches =
    R"("batches": [
        {"id": 0, "file": "b.csv", "rowCount": 2, "lane": "parallel"},
        {"id": 1, "file": "a.csv", "rowCount": 1, "lane": "serial"}])";

std::string plan_text(const std::string& members) {
    return R"({"rowlockPlan": 1, "object": "Contact", "operation": "upsert",
               "externalId": "Ext__c", "api": "bulk1", "schema": "schema.json",
               "assumed": {"workers": 4}, )" +
           members + "}";
}

/// A plan of two files, among others.
struct PlanFolder : Folder {
    PlanFolder() {
        write("a.csv", "Ext__c,LastName\nA1,one\n");
        write("b.csv", "Ext__c,LastName\nB1,two\nB2,three\n");
        write("rows.csv", "Ext__c,LastName\nX,x\n");
        plan = write("plan.json", plan_text(k_two_batches));
    }

    std::string plan;
};

Error error_of(const std::string& path, const RowsDescription& said = {}) {
    const auto load = read_load_input(path, said);
    if (load) FAIL("no error: " << path);
    return load.error();
}

TEST_CASE("a plan says all there is to say") {
    const PlanFolder folder;
    const auto load = read_load_input(folder.plan, {});
    if (!load) FAIL(load.error().message);
    CHECK(load->sources.front().object == "Contact");
    const LoadStep& step = load->strategies.front().load;
    CHECK(step.operation == LoadOperation::upsert);
    CHECK(step.external_id == "Ext__c");
    CHECK(load->schema.text == folder.path("schema.json"));
    const auto sources = open_sources(*load);
    if (!sources) FAIL(sources.error().message);
    const auto driver = LoadDriver::create(*load, load->strategies.front(), *sources, {});
    if (!driver) FAIL(driver.error().message);
    CHECK((*driver)->outcome().api == LoadApi::bulk1);
    // In the order of the plan, not of the files' names.
    std::string first;
    sources->front()->append_value(0, 0, {}, first);
    CHECK(first == "B1");
    CHECK(sources->front()->size() == 3);
}

TEST_CASE("a plan that names rows takes them from its sources") {
    const PlanFolder folder;
    const std::string plan = folder.write(
        "rows.json", plan_text(R"("sources": ["b.csv", "a.csv"], "sourceRows": 3,
                     "batches": [{"id": 0, "rows": [2, 0, 1], "rowCount": 3, "lane": "parallel"}])")
    );
    const auto load = read_load_input(plan, {});
    if (!load) FAIL(load.error().message);
    const auto sources = open_sources(*load);
    REQUIRE(sources);
    CHECK(sources->front()->size() == 3);
    CHECK(LoadDriver::create(*load, load->strategies.front(), *sources, {}));
}

TEST_CASE("a plan whose files are not as it says is refused") {
    const PlanFolder folder;
    folder.write("a.csv", "Ext__c,LastName\nA1,one\nA2,more\n");
    const auto load = read_load_input(folder.plan, {});
    REQUIRE(load);
    const auto sources = open_sources(*load);
    REQUIRE_FALSE(sources);
    CHECK(sources.error().code == ErrorCode::bad_file);
    CHECK_THAT(sources.error().message, Catch::Contains("has 2 rows, but the plan says 1"));
    std::filesystem::remove(folder.path("b.csv"));
    const Error gone = error_of(folder.plan);
    CHECK(gone.code == ErrorCode::bad_file);
    CHECK_THAT(gone.message, Catch::Contains("b.csv, which is not there"));
}

TEST_CASE("options may say what a plan leaves open, and nothing else") {
    const PlanFolder folder;
    RowsDescription said;
    said.object = "Account";
    CHECK_THAT(error_of(folder.plan, said).message, Catch::Contains("was made for Contact"));
    said.object = "contact";
    said.batch_rows = 5;
    CHECK_THAT(error_of(folder.plan, said).message, Catch::Contains("expected no --batch-size"));
    said.batch_rows.reset();
    said.in_flight = 2;
    const auto load = read_load_input(folder.plan, said);
    REQUIRE(load);
    CHECK(load->strategies.front().load.in_flight == 2);
}

TEST_CASE("an upsert whose plan names no key goes by Id") {
    const PlanFolder folder;
    const std::string plan = folder.write(
        "id.json",
        R"({"rowlockPlan": 1, "object": "Contact", "operation": "upsert", "sources": ["a.csv"],
            "batches": [{"id": 0, "rows": [0], "rowCount": 1, "lane": "parallel"}]})"
    );
    const auto load = read_load_input(plan, {});
    if (!load) FAIL(load.error().message);
    CHECK(load->strategies.front().load.external_id == "Id");
    const auto sources = open_sources(*load);
    REQUIRE(sources);
    const auto driver = LoadDriver::create(*load, load->strategies.front(), *sources, {});
    REQUIRE_FALSE(driver);
    CHECK_THAT(driver.error().message, Catch::Contains("the rows have no column Id"));
}

TEST_CASE("what it is given, a command sees by name or content") {
    const PlanFolder folder;
    RowsDescription said;
    said.object = "Contact";
    said.operation = "insert";
    const auto rows = read_load_input(folder.path("rows.csv"), said);
    REQUIRE(rows);
    CHECK(rows->name == "rows");
    const std::string load_file = folder.write(
        "load",
        R"(// by content
           {"name": "x", "sources": {"s": {"object": "Contact", "file": "rows.csv"}},
            "load": {"source": "s", "operation": "insert"}})"
    );
    CHECK(read_load_input(load_file, {})->name == "x");
    CHECK_THAT(error_of(load_file, said).message, Catch::StartsWith("--object goes with a plan"));
    CHECK(error_of(folder.path("none.json")).code == ErrorCode::bad_file);
    CHECK(error_of(folder.path("none.csv"), said).code == ErrorCode::bad_file);
    const Error unknown = error_of(folder.write("rows.xlsx", "PK"));
    CHECK(unknown.code == ErrorCode::bad_file);
    CHECK_THAT(unknown.message, Catch::Contains("expected a load file or a plan (.json)"));
}

}  // namespace
}  // namespace rowlock
