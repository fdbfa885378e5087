#include "harness/batcher/test_batcher_command.hpp"

#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/batcher/json_shape.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

namespace rowlock {
namespace {

using test::Folder;

struct Run {
    int code = -1;
    std::string out;
    std::string err;
};

Run run(const TestBatcherOptions& options) {
    Run result;
    Io io{TextSink{result.out}, TextSink{result.err}, false};
    result.code = run_test_batcher(options, io);
    return result;
}

TestBatcherOptions options_of(std::vector<std::string> command) {
    TestBatcherOptions options;
    options.command = std::move(command);
    options.corpus.clear();
    return options;
}

/// The example in Python, persistent.
TestBatcherOptions python_example() {
    auto options = options_of({"python3", "fixtures/batchers/batcher.py"});
    options.persistent = true;
    options.without = {"id-forms"};
    return options;
}

/// A batcher with a mistake: it cuts the file every cap rows.
TestBatcherOptions plain_cut() {
    auto options =
        options_of({"awk 'BEGIN { print \"row,batch\" } NR > 1 { print NR - 1 \",\" int((NR - 2) / "
                    "ENVIRON[\"BATCH_ROWS\"]) }'"});
    options.only = {"noshare"};
    options.without = {"text", "bytes"};
    options.cases = 20;
    return options;
}

/// Neither gone nor dead and waiting for somebody to notice.
bool is_running(long pid) {
    std::ifstream file{"/proc/" + std::to_string(pid) + "/stat"};
    std::string text;
    std::getline(file, text);
    const auto name_end = text.rfind(')');
    return name_end != std::string::npos && text.substr(name_end + 2, 1) != "Z";
}

/// Whether it is gone within a few seconds: who is killed does not die at once.
bool ends_soon(long pid) {
    for (int i = 0; i < 100 && is_running(pid); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    return !is_running(pid);
}

bool has_program(const char* name) {
    return std::system((std::string{"command -v "} + name + " > /dev/null 2>&1").c_str()) == 0;
}

TEST_CASE("the example batchers pass") {
    auto options = python_example();
    SECTION("in Python") {
        if (!has_program("python3")) {
            WARN("skipped: there is no python3");
            return;
        }
    }
    SECTION("in JavaScript") {
        if (!has_program("node")) {
            WARN("skipped: there is no node");
            return;
        }
        options.command = {"node", "fixtures/batchers/batcher.js"};
    }
    SECTION("in the shell") {
        options = options_of({"sh", "fixtures/batchers/batcher.sh"});
        options.without = {"text", "bytes", "id-forms"};
        options.cases = 12;
    }
    const Run result = run(options);
    INFO(result.out << result.err);
    CHECK(result.code == 0);
    CHECK_THAT(result.out, Catch::StartsWith("PASSED"));
}

TEST_CASE("a plain cut ends in two rows, a parent and a sentence, always the same") {
    const Run once = run(plain_cut());
    INFO(once.out << once.err);
    CHECK(once.code == 1);
    CHECK_THAT(once.out, Catch::StartsWith("FAILED: 1 of 2 properties failed"));
    CHECK_THAT(once.out, Catch::Contains("rows 1 and 2 share "));
    CHECK_THAT(once.out, Catch::Contains("and sit in batches 1 and 2, both parallel"));
    CHECK_THAT(once.out, Catch::Contains("replay: rowlock test-batcher --corpus '' --seed 1"));
    const Run again = run(plain_cut());
    CHECK(again.out == once.out);
}

TEST_CASE("counterexamples go to the corpus, are tried first, and can be played again") {
    const Folder folder;
    auto options = plain_cut();
    options.corpus = folder.path("corpus");
    const Run found = run(options);
    CHECK(found.code == 1);
    std::vector<std::string> cases;
    for (const auto& entry : std::filesystem::directory_iterator{options.corpus}) {
        cases.push_back(entry.path().string());
    }
    REQUIRE(cases.size() == 1);
    CHECK_THAT(found.out, Catch::Contains("--replay " + cases[0]));
    for (const char* file : {"case.json", "input.csv", "batch-1.csv", "batch-2.csv"}) {
        CHECK(std::filesystem::exists(std::filesystem::path{cases[0]} / file));
    }
    options.cases = 0;
    const Run first = run(options);
    CHECK(first.code == 1);
    CHECK_THAT(first.out, Catch::Contains("0 cases and 1 stored case"));
    options.replay = cases[0];
    CHECK(run(options).code == 1);
    // The same mistake again is the same case.
    CHECK(std::distance(std::filesystem::directory_iterator{options.corpus}, {}) == 1);
    options.command = {"sh", "fixtures/batchers/batcher.sh"};
    CHECK(run(options).code == 0);
}

TEST_CASE("the corpus keeps files as they were written, and what was made of them") {
    const Folder folder;
    auto options = options_of(
        {"sh", "-c", "printf 'no header\\n\"open' > {output}/z.csv; echo x > {output}/note.txt"}
    );
    options.files = true;
    options.only = {"I5"};
    options.cases = 3;
    options.corpus = folder.path("corpus");
    CHECK(run(options).code == 1);
    const auto entry = *std::filesystem::directory_iterator{options.corpus};
    const auto text_of = [&](const char* name) {
        return read_file((entry.path() / name).string(), 10'000).value_or("");
    };
    CHECK(text_of("batch-1.csv") == "no header\n\"open");
    CHECK_THAT(text_of("finding.txt"), Catch::StartsWith("I5 csv: "));
    CHECK_THAT(text_of("finding.txt"), Catch::Contains("batch-1.csv is batch 'z.csv'"));
    options.only = {"I1"};
    CHECK_THAT(run(options).out, Catch::Contains("holds what is in no input row"));
}

TEST_CASE("a result is printed even if it can no more be stored") {
    const Folder folder;
    auto options = plain_cut();
    options.corpus = folder.path("corpus");
    options.command[0] = ": > " + options.corpus + "; " + options.command[0];
    const Run result = run(options);
    CHECK(result.code == 2);
    CHECK_THAT(result.out, Catch::StartsWith("FAILED: 1 of 2 properties failed"));
    CHECK_THAT(result.err, Catch::StartsWith("error: "));
}

TEST_CASE("warnings that do not fail the run are not stored") {
    const Folder folder;
    auto options = options_of({"sh", "fixtures/batchers/batcher.sh"});
    options.only = {"Q2"};
    options.without = {"text", "bytes", "id-forms"};
    options.cases = 5;
    options.corpus = folder.path("corpus");
    const Run mild = run(options);
    CHECK(mild.code == 0);
    CHECK_THAT(mild.out, Catch::StartsWith("PASSED: 0 of 2 properties failed in 5 cases"));
    CHECK_THAT(mild.out, Catch::Contains(" (0 errors, 1 warning)"));
    CHECK_FALSE(std::filesystem::exists(options.corpus));
    options.fail_on = "warning";
    const Run strict = run(options);
    CHECK(strict.code == 1);
    CHECK(std::filesystem::exists(options.corpus));
    CHECK_THAT(strict.out, Catch::Contains("--fail-on warning --replay " + options.corpus));
}

TEST_CASE("a stored case that cannot be read ends with 3") {
    const Folder folder;
    std::filesystem::create_directories(folder.path("corpus/I4-x"));
    folder.write("corpus/I4-x/case.json", "{");
    auto options = plain_cut();
    options.corpus = folder.path("corpus");
    CHECK(run(options).code == 3);
    options.corpus.clear();
    options.replay = folder.path("nowhere");
    CHECK(run(options).code == 3);
}

TEST_CASE("a batcher that never answers is given up on, and is a finding") {
    auto options = options_of({"sh", "-c", "echo no >&2; exit 9"});
    const Run result = run(options);
    CHECK(result.code == 1);
    CHECK_THAT(result.out, Catch::Contains("no answer (crash): it ended with status 9"));
    CHECK_THAT(result.out, Catch::Contains("it said on stderr:\nno\n"));
    CHECK_THAT(result.out, Catch::Contains("given up"));
}

TEST_CASE("a time budget that is over ends with 5") {
    auto options = options_of({"sh", "fixtures/batchers/batcher.sh"});
    options.without = {"text", "bytes", "id-forms"};
    options.cases = 100'000;
    options.time = 0.3;
    const Run result = run(options);
    CHECK(result.code == 5);
    CHECK_THAT(result.out, Catch::Contains("stopped before the end"));
}

TEST_CASE("a single case does not outlast the time budget, and is no finding") {
    auto options = options_of({"sleep", "100"});
    options.time = 0.3;
    options.case_time = 50;
    const auto begin = std::chrono::steady_clock::now();
    const Run result = run(options);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{20});
    CHECK(result.code == 5);
    CHECK_THAT(result.out, Catch::StartsWith("STOPPED: 0 of "));
}

TEST_CASE("a hang is found within a few times the time of a case, and said to be no smallest one") {
    auto options = options_of({"sh", "-c", "sleep 100"});
    options.case_time = 0.1;
    const auto begin = std::chrono::steady_clock::now();
    const Run result = run(options);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{10});
    CHECK(result.code == 1);
    CHECK_THAT(result.out, Catch::StartsWith("FAILED: 1 of 28 properties failed in 2 cases"));
    CHECK_THAT(result.out, Catch::Contains(", and given up on: a smaller one may fail, too"));
    CHECK_THAT(result.out, Catch::Contains("rowlock test-batcher --case-time 0.1 --corpus ''"));
}

TEST_CASE("Ctrl-C ends the program with all that it started, and then the run, with 5") {
    const Folder folder;
    const std::string pids = folder.path("pids");
    // The program tells the command to stop, once, and would stay.
    auto options = options_of(
        {"sh",
         "-c",
         "[ -e " + pids + " ] || { sleep 60 & echo $$ $! > " + pids +
             "; kill -INT $PPID; }; wait; echo late"}
    );
    options.case_time = 50;
    const auto begin = std::chrono::steady_clock::now();
    const Run result = run(options);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{20});
    CHECK(result.code == 5);
    CHECK_THAT(result.out, Catch::StartsWith("STOPPED: 0 of "));
    CHECK_THAT(result.out, Catch::Contains("stopped before the end"));
    std::ifstream file{pids};
    long pid = 0;
    int seen = 0;
    while (file >> pid) {
        ++seen;
        CHECK(ends_soon(pid));
    }
    CHECK(seen == 2);
}

TEST_CASE("cases of too few kinds fail the run and say so") {
    auto options = python_example();
    if (!has_program("python3")) {
        WARN("skipped: there is no python3");
        return;
    }
    options.rows_max = 1;
    options.only = {"I1"};
    options.cases = 120;
    const Run result = run(options);
    INFO(result.out);
    CHECK(result.code == 1);
    CHECK_THAT(
        result.out, Catch::Contains("'group above the cap' fits 0 of 120 cases; 1 % is required")
    );
}

TEST_CASE("wrong usage ends with 2") {
    auto options = plain_cut();
    SECTION("no command") {
        options.command.clear();
    }
    SECTION("no such program") {
        options.command = {"no-such-batcher-anywhere"};
    }
    SECTION("a property that is none") {
        options.only = {"I99"};
    }
    SECTION("no way round I12") {
        options.skip = {"totality"};
    }
    SECTION("a feature that is none") {
        options.without = {"colours"};
    }
    SECTION("two modes") {
        options.persistent = options.files = true;
    }
    SECTION("a report that is none") {
        options.reports = {"pdf:x"};
    }
    SECTION("a threshold that is none") {
        options.fail_on = "note";
    }
    SECTION("an object that is none") {
        options.object = "Nothing";
    }
    SECTION("a schema without an object") {
        options.schema_file = "x.json";
    }
    SECTION("no time") {
        options.case_time = 0;
    }
    SECTION("less than no time") {
        options.time = -1;
    }
    SECTION("more time than there is") {
        options.time = 99'999'999;
    }
    SECTION("no cases") {
        options.cases = 0;
    }
    SECTION("no cases and a corpus that is none") {
        options.cases = 0;
        options.corpus = "no-such-corpus-anywhere";
    }
    SECTION("a report that cannot be written") {
        options.reports = {"junit:/no-such-folder-anywhere/out.xml"};
    }
    SECTION("a corpus that cannot be written") {
        options.corpus = "README.md/corpus";
    }
    SECTION("a command and the zoo") {
        options.zoo = true;
    }
    SECTION("a report of the zoo") {
        options.command.clear();
        options.zoo = true;
        options.reports = {"junit:out.xml"};
    }
    SECTION("nothing left to check") {
        options.skip = {"I4"};
    }
    const Run result = run(options);
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Catch::StartsWith("error: "));
}

TEST_CASE("reports are what their pages say") {
    const Folder folder;
    auto options = plain_cut();
    options.json = true;
    options.reports = {"junit:" + folder.path("out.xml"), "json:" + folder.path("out.json")};
    const Run result = run(options);
    const auto json = parse_json(result.out);
    REQUIRE(json);
    CHECK(json->at("passed") == false);
    CHECK(json->at("counterexamples").at(0).at("input").at("rows").size() == 2);
    test::check_json_shape(result.out, "docs/test-batcher.schema.json");
    CHECK(read_file(folder.path("out.json"), 1'000'000).value_or("") == result.out);
    const auto junit = read_file(folder.path("out.xml"), 1'000'000);
    REQUIRE(junit);
    CHECK_THAT(*junit, Catch::Contains("<testsuites tests=\"3\" failures=\"1\">"));
    CHECK_THAT(*junit, Catch::Contains("name=\"I4 noshare\""));
}

TEST_CASE("cases come from a schema and rules of one's own") {
    auto options = plain_cut();
    options.object = "Case";
    options.operation = "update";
    const Run result = run(options);
    INFO(result.out << result.err);
    CHECK(result.code == 1);
    CHECK_THAT(result.out, Catch::Contains("Case "));
}

}  // namespace
}  // namespace rowlock
