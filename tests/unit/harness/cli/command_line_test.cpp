#include "harness/cli/command_line.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/program.hpp"
#include "tests/unit/harness/rehearse/tiny_load.hpp"
#include "tests/unit/harness/replay/temporary_file.hpp"

#include <cstdlib>

namespace rowlock {
namespace {

using test::ProgramResult;
using test::run_program;
using test::TemporaryFile;

/// A variable of the environment, gone when the test is over.
struct Environment {
    Environment(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }

    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    ~Environment() { unsetenv(name_); }

    const char* name_;
};

TEST_CASE("every command has help with examples") {
    const std::string command = GENERATE(
        "check",
        "plan",
        "test-batcher",
        "serve",
        "rehearse",
        "explain",
        "replay",
        "count",
        "cleanup"
    );
    const ProgramResult result = run_program({command, "--help"});
    CHECK(result.code == 0);
    CHECK_THAT(result.out, Catch::Contains("Examples:\n  rowlock " + command));
    CHECK_THAT(result.out, Catch::Contains("(Env:ROWLOCK_"));
    CHECK(result.err.empty());
}

TEST_CASE("the program tells its version and its commands") {
    CHECK(run_program({"--version"}).out == "rowlock " ROWLOCK_VERSION "\n");
    const ProgramResult help = run_program({"--help"});
    CHECK(help.code == 0);
    for (const char* command :
         {"check",
          "plan",
          "test-batcher",
          "serve",
          "rehearse",
          "explain",
          "replay",
          "count",
          "cleanup"}) {
        CHECK_THAT(help.out, Catch::Contains(command));
    }
}

TEST_CASE("an option that cannot be meant so says what it wants") {
    const auto [option, value, wanted] = GENERATE(table<std::string, std::string, std::string>({
        {"--port", "abc", "--port: 'abc' is not a whole number from 0 to 65535"},
        {"--port", "70000", "--port: '70000' is not a whole number from 0 to 65535"},
        {"--seed", "-1", "--seed: '-1' is not a whole number from 0 to 18446744073709551615"},
        {"--password", "", "--password: must not be empty: leave it out to let any password in"},
    }));
    CHECK_THAT(run_program({"serve", option, value}).err, Catch::Contains(wanted));
}

TEST_CASE("wrong usage ends with 2, a reason and no output") {
    const auto arguments = GENERATE(values<std::vector<std::string>>({
        {},
        {"bogus"},
        {"--bogus"},
        {"rehearse"},
        {"rehearse", "load.json", "--rows", "many"},
        {"rehearse", "load.json", "--rows", "0"},
        {"replay", "load.json", "--rows", "0"},
        {"rehearse", "load.json", "--threads", "0"},
        {"replay", "load.json", "--token", "T"},
        {"serve", "--port", "70000"},
        {"serve", "--port", "abc"},
        {"serve", "--seed", "-1"},
        {"serve", "--password", ""},
        {"rehearse", "load.json", "--seed", "-1"},
        {"serve", "--clock", "sundial"},
        {"serve", "--profile", "perfect"},
        {"serve", "--bulk2-serial", "perhaps"},
        {"serve", "--bulk2-page-rows", "0"},
        {"serve", "--deny", "everything"},
        {"serve", "--address", "not an address"},
        {"cleanup", "--target", "http://127.0.0.1:1", "--token", "T", "--object", "Account"},
        {"cleanup",
         "--target",
         "http://127.0.0.1:1",
         "--token",
         "T",
         "--object",
         "a b",
         "--where",
         "x"},
        {"count", "--target", "http://127.0.0.1:1", "--token", "T"},
        {"count", "--target", "nowhere", "--token", "T", "--object", "Account"},
        {"check", "contacts.csv", "--object", "Contact", "--explain", ""},
        {"test-batcher", "--corpus", "", "--cases", "-3", "--", "true"},
        {"test-batcher", "--corpus", "", "--seed", "-1", "--", "true"},
    }));
    const ProgramResult result = run_program(arguments);
    CAPTURE(arguments, result.err);
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK_FALSE(result.err.empty());
}

TEST_CASE("a batcher keeps its arguments, whatever option stands before them") {
    const TemporaryFile report{""};
    const std::vector<std::vector<std::string>> all_options{
        {"--only", "I1"},
        {"--only", "I1,I2", "--only", "noshare"},
        {"--skip", "Q1,Q2"},
        {"--without", "text,bytes"},
        {"--report", "json:" + report.path},
        {"--json-input"},
    };
    const std::vector<std::string> batcher{
        "--",
        "sh",
        "-c",
        "echo got $* >&2; exit 9",
        "sh",
        "-jar",
        "x.jar",
        "--seed",
        "7",
        "--json"};
    for (const std::vector<std::string>& options : all_options) {
        std::vector<std::string> arguments{"test-batcher", "--corpus", "", "--cases", "1"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        arguments.insert(arguments.end(), batcher.begin(), batcher.end());
        const ProgramResult result = run_program(arguments);
        CAPTURE(arguments, result.out, result.err);
        CHECK(result.code == 1);
        CHECK_THAT(result.out, Catch::Contains("got -jar x.jar --seed 7 --json"));
    }
}

TEST_CASE("input that cannot be read ends with 3") {
    const TemporaryFile broken{"{"};
    const std::vector<std::vector<std::string>> cases{
        {"rehearse", "/nowhere/load.json"},
        {"replay", "/nowhere/load.json", "--target", "http://127.0.0.1:1", "--token", "T"},
        {"serve", "--schema", "/nowhere/schema.json"},
        {"serve", "--schema", broken.path},
        {"serve", "--lock-rules", "/nowhere/rules.json"},
        {"serve", "--lock-rules", broken.path},
        {"count",
         "--report",
         "/nowhere/report.json",
         "--target",
         "http://127.0.0.1:1",
         "--token",
         "T"},
    };
    for (const auto& arguments : cases) {
        const ProgramResult result = run_program(arguments);
        CAPTURE(arguments, result.err);
        CHECK(result.code == 3);
        CHECK_THAT(result.err, Catch::StartsWith("error: "));
    }
}

TEST_CASE("nobody at the target ends with 4") {
    const TemporaryFile load{test::tiny_load_text(R"({"name": "one"})")};
    const ProgramResult result =
        run_program({"replay", load.path, "--target", "http://127.0.0.1:1", "--token", "T"});
    CHECK(result.code == 4);
    CHECK_THAT(result.err, Catch::Contains("rowlock serve"));
}

TEST_CASE("a rehearsal prints its table or its JSON, and its expectations decide the exit code") {
    const TemporaryFile calm{
        test::tiny_load_text(R"({"name": "calm", "overrides": {"inFlight": 1}})")};
    const ProgramResult table = run_program({"rehearse", calm.path});
    CHECK(table.code == 0);
    CHECK_THAT(table.out, Catch::Contains("calm: all 200 rows were loaded"));
    const ProgramResult json = run_program({"rehearse", calm.path, "--json"});
    CHECK(json.code == 0);
    CHECK_THAT(
        json.out, Catch::StartsWith(R"({"schemaVersion":1,"command":"rehearse","load":"tiny")")
    );
    const TemporaryFile hopeful{
        test::tiny_load_text(R"({"name": "hopeful", "expect": {"failedAtMost": 0}})")};
    CHECK(run_program({"rehearse", hopeful.path}).code == 1);
}

TEST_CASE("options come from the environment, too, and the command line wins") {
    const TemporaryFile load{
        test::tiny_load_text(R"({"name": "calm", "overrides": {"inFlight": 1}})")};
    const Environment json{"ROWLOCK_JSON", "true"};
    const Environment seed{"ROWLOCK_SEED", "77"};
    CHECK_THAT(run_program({"rehearse", load.path}).out, Catch::Contains(R"("seed":77)"));
    CHECK_THAT(
        run_program({"rehearse", load.path, "--seed", "78"}).out, Catch::Contains(R"("seed":78)")
    );
}

}  // namespace
}  // namespace rowlock
