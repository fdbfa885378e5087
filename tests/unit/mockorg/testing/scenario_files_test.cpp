#include <algorithm>
#include <filesystem>

#include "mockorg/testing/scenario_runner.hpp"
#include "tests/support/test.hpp"

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

}  // namespace
}  // namespace rowlock
