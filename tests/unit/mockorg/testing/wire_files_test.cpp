#include "mockorg/testing/require_value.hpp"
#include "mockorg/testing/wire_runner.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace rowlock {
namespace {

/// Every transcript of the repository. Tests run in its root.
std::vector<std::string> wire_files() {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{"fixtures/wire"}) {
        if (entry.path().extension() == ".wire") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

TEST_CASE("every wire transcript is answered as written") {
    const auto files = wire_files();
    REQUIRE_FALSE(files.empty());
    for (const std::string& file : files) {
        DYNAMIC_SECTION(file) {
            const auto transcript = load_wire_transcript(file);
            INFO((transcript ? std::string{} : transcript.error().message));
            REQUIRE(transcript.has_value());
            const auto failures = require_value(run_wire_transcript(*transcript));
            for (const ScenarioFailure& failure : failures) FAIL_CHECK(text_of(failure));
        }
    }
}

/// The first code block of a Markdown text.
std::string first_block(const std::string& markdown) {
    const auto begin = markdown.find("```\n") + 4;
    return markdown.substr(begin, markdown.find("```", begin) - begin);
}

TEST_CASE("the example of the transcripts' page comes out as it says") {
    std::ifstream file{"docs/wire-transcripts.md"};
    const std::string page{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    std::string example = first_block(page);
    const auto run = [](const std::string& text) {
        const auto transcript = parse_wire_transcript(text, "fixtures/wire/example.wire", [](auto) {
            return Result<std::string>{};
        });
        return require_value(run_wire_transcript(require_value(transcript)));
    };
    CHECK(run(example).empty());
    const auto status = example.rfind("< 400");
    REQUIRE(status != std::string::npos);
    example.replace(status, 5, "< 201");
    const auto failures = run(example);
    REQUIRE_FALSE(failures.empty());
    const std::string shown = text_of(failures[0]);
    CHECK(page.find(shown.substr(0, shown.find("message"))) != std::string::npos);
}

TEST_CASE("the page names only files that are there") {
    std::ifstream file{"docs/wire-transcripts.md"};
    const std::string page{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    std::size_t named = 0;
    for (std::size_t at = page.find('`'); at != std::string::npos; at = page.find('`', at + 1)) {
        const std::size_t end = page.find('`', at + 1);
        if (end == std::string::npos) break;
        const std::string word = page.substr(at + 1, end - at - 1);
        at = end;
        if (word.find('/') == std::string::npos || !word.ends_with(".wire")) continue;
        INFO(word);
        CHECK(std::filesystem::exists("fixtures/wire/" + word));
        ++named;
    }
    CHECK(named > 20);
}

}  // namespace
}  // namespace rowlock
