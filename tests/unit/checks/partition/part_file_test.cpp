#include "checks/partition/part_file.hpp"

#include "checks/partition/join_summaries.hpp"
#include "checks/partition/joined_rows.hpp"
#include "checks/partition/little_endian.hpp"
#include "mockorg/base/hash.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/partition/parts.hpp"

namespace rowlock {
namespace {

using test::Folder;

TEST_CASE("numbers come back, however long they are") {
    rc::prop("", [](std::uint64_t number, const std::string& text) {
        std::string bytes;
        put_short(bytes, number);
        put_text(bytes, text);
        put_number(bytes, number);
        ByteReader reader{bytes};
        RC_ASSERT(reader.short_number() == number);
        RC_ASSERT(reader.text() == text);
        RC_ASSERT(reader.number<std::uint64_t>() == number);
        RC_ASSERT(reader.at_end());
        RC_ASSERT(reader.number<std::uint16_t>() == 0);
        RC_ASSERT(reader.ran_out());
    });
}

TEST_CASE("a part begins as documented") {
    const Folder folder;
    const std::string bytes = test::part_bytes(folder);
    CHECK(bytes.substr(0, 16) == std::string("ROWLPART\1\0\0\0\3\0\0\0", 16));
    ByteReader block{std::string_view{bytes}.substr(16)};
    const auto stream = block.number<std::uint32_t>();
    const auto size = block.number<std::uint32_t>();
    const auto hash = block.number<std::uint64_t>();
    CHECK(stream == 3);
    CHECK(hash == hash_combine(hash_text(block.take(size)), stream));
}

TEST_CASE("any byte changed or missing is noticed") {
    const Folder folder;
    const std::string bytes = test::part_bytes(folder);
    REQUIRE(test::open_part(folder, bytes).has_value());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        std::string damaged = bytes;
        damaged[i] = static_cast<char>(damaged[i] ^ 1);
        INFO(i);
        const auto opened = test::open_part(folder, damaged);
        REQUIRE_FALSE(opened.has_value());
        CHECK_THAT(opened.error().message, Catch::Contains("p.part"));
        REQUIRE_FALSE(test::open_part(folder, bytes.substr(0, i)).has_value());
    }
    CHECK_FALSE(test::open_part(folder, bytes + "x").has_value());
}

/// The part with a byte changed somewhere, and all hashes made to fit.
std::string forged(const std::string& bytes) {
    std::string out = bytes.substr(0, 16);
    ByteReader reader{std::string_view{bytes}.substr(16)};
    std::vector<std::pair<std::uint32_t, std::string>> blocks;
    while (!reader.rest().empty()) {
        const auto stream = reader.number<std::uint32_t>();
        const auto size = reader.number<std::uint32_t>();
        reader.number<std::uint64_t>();
        blocks.emplace_back(stream, reader.take(size));
    }
    std::string& changed = blocks[*rc::gen::inRange<std::size_t>(0, blocks.size())].second;
    const auto at = *rc::gen::inRange<std::size_t>(0, changed.size());
    changed[at] = *rc::gen::arbitrary<char>();
    if (*rc::gen::inRange(0, 4) == 0) changed.resize(at);
    for (const auto& [stream, content] : blocks) {
        put_number(out, stream);
        put_number(out, static_cast<std::uint32_t>(content.size()));
        put_number(out, hash_combine(hash_text(content), stream));
        out += content;
    }
    return out;
}

TEST_CASE("a part with fitting hashes may still be nonsense") {
    const Folder folder;
    const std::string bytes = test::part_bytes(folder);
    rc::prop("", [&] {
        auto part = test::open_part(folder, forged(bytes));
        if (!part) return;
        // Refused or not: never a crash, and never more than the file can hold.
        std::vector<LoadedFile> files = files_of(part->summary());
        std::vector<PartFile> parts;
        parts.push_back(*std::move(part));
        auto joined = JoinedRows::join(std::move(parts), std::move(files), folder.path(""));
        if (!joined) return;
        const LoadedInput input{*std::move(joined)};
        for (RowNo row = 0; row < input.keys().row_count(); ++row) {
            input.origin(row);
            input.explain(row);
            for (const KeyUse use : input.keys().of(row)) input.key_name(use.key());
        }
    });
}

}  // namespace
}  // namespace rowlock
