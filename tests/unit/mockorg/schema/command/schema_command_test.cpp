#include "mockorg/schema/command/schema_command.hpp"

#include "mockorg/codec/json.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/json_schema.hpp"
#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace rowlock {
namespace {

constexpr const char* k_project = "fixtures/schemas/project";

struct Outcome {
    int exit_code = 0;
    std::string out;
    std::string err;
};

Outcome run(const SchemaImportOptions& options) {
    Outcome outcome;
    Io io{TextSink{outcome.out}, TextSink{outcome.err}};
    outcome.exit_code = run_schema_import(options, io);
    return outcome;
}

SchemaImportOptions importing(std::vector<std::string> paths) {
    SchemaImportOptions options;
    options.paths = std::move(paths);
    return options;
}

TEST_CASE("without --out the schema goes to stdout and the report to stderr") {
    const Outcome outcome = run(importing({k_project}));
    CHECK(outcome.exit_code == 0);
    CHECK(load_schema(outcome.out, "stdout").has_value());
    CHECK_THAT(outcome.err, Catch::Contains("10 objects, 26 fields"));
    CHECK_THAT(outcome.err, Catch::Contains("--verbose lists them"));
}

TEST_CASE("--verbose lists what is of no use, instead of counting it") {
    SchemaImportOptions options = importing({k_project});
    const Outcome brief = run(options);
    options.verbose = true;
    const Outcome verbose = run(options);
    CHECK_THAT(verbose.err, !Catch::Contains("--verbose lists them"));
    CHECK_THAT(verbose.err, Catch::Contains("  ignored: "));
    CHECK(verbose.err.size() > brief.err.size());
    CHECK(verbose.out == brief.out);
}

TEST_CASE("--json prints the report; the schema needs a file then") {
    const test::Folder folder;
    SchemaImportOptions options = importing({k_project});
    options.json = true;
    const Outcome refused = run(options);
    CHECK(refused.exit_code == 2);
    CHECK_THAT(refused.err, Catch::Contains("--out"));
    CHECK(refused.out.empty());

    options.out_file = folder.path("schema.json");
    const Outcome outcome = run(options);
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.err.empty());
    const auto report = parse_json(outcome.out);
    REQUIRE(report.has_value());
    CHECK(test::JsonSchema{"docs/schema-import.schema.json"}.fault_of(*report) == "");
    CHECK((*report)["objects"] == 10);
    CHECK((*report)["fields"] == 26);
    CHECK_FALSE((*report)["notes"].empty());
    CHECK(read_schema_file(options.out_file).has_value());
}

TEST_CASE("a broken file ends an import with a finding, after all the rest was written") {
    const test::Folder folder;
    std::filesystem::copy(
        k_project, folder.path("project"), std::filesystem::copy_options::recursive
    );
    folder.write("project/legacy/objects/Tool__c.object", "<CustomObject>");
    const Outcome outcome = run(importing({folder.path("project")}));
    CHECK(outcome.exit_code == 1);
    const auto schema = load_schema(outcome.out, "stdout");
    REQUIRE(schema.has_value());
    CHECK((*schema)->find("Site__c") != nullptr);
    CHECK_THAT(outcome.err, Catch::Contains("  broken: " + folder.path("project")));
    CHECK_THAT(outcome.err, Catch::Contains("1 file could not be read and is missing"));

    SchemaImportOptions options = importing({folder.path("project")});
    options.json = true;
    options.out_file = folder.path("schema.json");
    const Outcome told = run(options);
    CHECK(told.exit_code == 1);
    CHECK(read_schema_file(options.out_file).has_value());
    CHECK_THAT(told.out, Catch::Contains(R"("kind":"broken")"));
}

TEST_CASE("what cannot be read or written is said, and the exit code tells which") {
    const test::Folder folder;
    const Outcome missing = run(importing({folder.path("nowhere.json")}));
    CHECK(missing.exit_code == 3);
    CHECK_THAT(missing.err, Catch::Contains("nowhere.json"));

    const Outcome both = run(importing({k_project, folder.write("a.json", "{}")}));
    CHECK(both.exit_code == 2);
    CHECK_THAT(both.err, Catch::Contains("one project folder, or only describe answers"));

    SchemaImportOptions options = importing({k_project});
    options.out_file = folder.path("no/such/folder/schema.json");
    const Outcome unwritable = run(options);
    CHECK(unwritable.exit_code == 2);
    CHECK_THAT(unwritable.err, Catch::Contains("cannot be written"));
}

}  // namespace
}  // namespace rowlock
