#include "checks/partition/join_summaries.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/partition/parts.hpp"

namespace rowlock {
namespace {

TEST_CASE("a summary comes back from its bytes") {
    const test::Folder folder;
    const auto part = test::open_part(folder, test::part_bytes(folder));
    REQUIRE(part.has_value());
    const PartSummary& summary = part->summary();
    CHECK(decode_summary(encode_summary(summary)) == summary);
    CHECK(summary.files.size() == 2);
    CHECK(summary.rows == 3);
    CHECK(summary.findings.front().examples.front().value == "wrong");
    const std::vector<LoadedFile> files = files_of(summary);
    CHECK(files[0].rows == 2);
    CHECK(files[1].bytes == 56);
    CHECK(files[1].header_bytes == 28);
}

TEST_CASE("the summary of one part is what it says") {
    const test::Folder folder;
    std::vector<PartFile> parts;
    parts.push_back(*test::open_part(folder, test::part_bytes(folder)));
    const auto joined = join_summaries(parts);
    REQUIRE(joined.has_value());
    CHECK(*joined == parts.front().summary());
}

TEST_CASE("what several parts leave open is counted together, from the first part's rows on") {
    const test::Folder folder;
    std::vector<PartFile> parts;
    parts.push_back(*test::open_part(folder, test::part_bytes(folder)));
    const test::Folder other;
    parts.push_back(*test::open_part(other, test::part_bytes(other)));
    const std::vector<Unresolved> alone = parts.front().summary().unresolved;
    REQUIRE_FALSE(alone.empty());
    const auto joined = join_summaries(parts);
    REQUIRE(joined.has_value());
    REQUIRE(joined->unresolved.size() == alone.size());
    for (std::size_t i = 0; i < alone.size(); ++i) {
        CHECK(joined->unresolved[i].rows == 2 * alone[i].rows);
        CHECK(joined->unresolved[i].first_row == alone[i].first_row);
    }
    CHECK(joined->rows == 6);
}

}  // namespace
}  // namespace rowlock
