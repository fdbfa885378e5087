#include "harness/batcher/canonical_key.hpp"

#include "mockorg/base/random.hpp"
#include "mockorg/base/record_id.hpp"
#include "tests/support/test.hpp"

namespace rowlock::batcher {
namespace {

using Key = std::optional<std::string>;

TEST_CASE("a cell names a record by its 15 characters, however they are written") {
    const Key account = "0018c00002Aa1bc";
    CHECK(canonical_key("0018c00002Aa1bc") == account);
    CHECK(canonical_key("0018c00002Aa1bcAAB") == account);
    CHECK(canonical_key("0018C00002AA1BCAAB") == account);
    CHECK(canonical_key("0018c00002aa1bcaab") == account);
    CHECK(canonical_key("  0018c00002Aa1bcAAB ") == account);
    CHECK(canonical_key("0018c00002aa1bc") != account);
}

TEST_CASE("blank cells and #N/A name nothing, other texts themselves") {
    CHECK_FALSE(canonical_key(""));
    CHECK_FALSE(canonical_key("  "));
    CHECK_FALSE(canonical_key("#N/A"));
    CHECK(canonical_key("EXT-1") == Key{"EXT-1"});
    CHECK(canonical_key("0018c00002Aa1bcAAZ") == Key{"0018c00002Aa1bcAAZ"});
    CHECK(canonical_key("0018c00002Aa1bcxyz") == Key{"0018c00002Aa1bcxyz"});
}

TEST_CASE("the judge's reading of ids agrees with the product's") {
    rc::prop("for any id in any form", [](std::uint32_t seed) {
        Random random{seed};
        const RecordId id =
            RecordId::make({'0', '0', '1'}, {'a', 'B', '3'}, random.below(13'537'086'546'263'552));
        std::string folded = id.text();
        for (char& c : folded) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        RC_ASSERT(canonical_key(id.text()) == Key{std::string{id.short_text()}});
        RC_ASSERT(canonical_key(folded) == Key{std::string{id.short_text()}});
        RC_ASSERT(canonical_key(id.short_text()) == Key{std::string{id.short_text()}});
        std::string broken = id.text();
        broken[random.below(broken.size())] = 'x';
        const auto parsed = RecordId::parse(broken);
        RC_ASSERT(
            canonical_key(broken) == Key{parsed ? std::string{parsed->short_text()} : broken}
        );
    });
}

}  // namespace
}  // namespace rowlock::batcher
