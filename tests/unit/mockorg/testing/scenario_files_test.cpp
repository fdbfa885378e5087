#include "mockorg/testing/require_value.hpp"
#include "mockorg/testing/scenario_runner.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace rowlock {
namespace {

/// Every scenario of the repository. Tests run in its root.
std::vector<std::string> scenario_files() {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{"fixtures/scenarios"}) {
        if (entry.path().extension() == ".lock") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

TEST_CASE("every scenario file comes out as written") {
    const auto files = scenario_files();
    REQUIRE_FALSE(files.empty());
    for (const std::string& file : files) {
        DYNAMIC_SECTION(file) {
            const auto scenario = load_scenario(file);
            INFO((scenario ? std::string{} : scenario.error().message));
            REQUIRE(scenario.has_value());
            const auto failures = run_scenario(*scenario);
            REQUIRE(failures.has_value());
            for (const ScenarioFailure& failure : *failures) FAIL_CHECK(text_of(failure));
        }
    }
}

/// The first code block of a Markdown text.
std::string first_block(const std::string& markdown) {
    const auto begin = markdown.find("```\n") + 4;
    return markdown.substr(begin, markdown.find("```", begin) - begin);
}

TEST_CASE("the example of the scenarios' README comes out as it says") {
    std::ifstream file{"fixtures/scenarios/README.md"};
    const std::string readme{
        std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    std::string example = first_block(readme);
    const auto run = [](const std::string& text) {
        const auto scenario = parse_scenario(text, "fixtures/scenarios/example.lock", [](auto) {
            return Result<std::string>{};
        });
        return require_value(run_scenario(require_value(scenario)));
    };
    CHECK(run(example).empty());
    // The README shows what is printed if the last line said 2.
    const auto last = example.rfind("query 1");
    REQUIRE(last != std::string::npos);
    example.replace(last, 7, "query 2");
    const auto failures = run(example);
    REQUIRE(failures.size() == 1);
    CHECK(readme.find(text_of(failures[0])) != std::string::npos);
}

}  // namespace
}  // namespace rowlock
