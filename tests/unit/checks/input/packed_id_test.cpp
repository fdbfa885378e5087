#include "checks/input/packed_id.hpp"

#include "mockorg/base/record_id.hpp"
#include "tests/support/test.hpp"

#include <algorithm>

namespace rowlock {
namespace {

TEST_CASE("all spellings of an id are packed alike, and case twins are not") {
    const PackedId id = pack_record_id("0018c00002Aa1bc");
    CHECK_FALSE(id.empty());
    CHECK(unpack_record_id(id).view() == "0018c00002Aa1bc");
    const std::string text = RecordId::parse("0018c00002Aa1bc")->text();
    CHECK(pack_record_id(text) == id);
    std::string upper = text;
    std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) {
        return static_cast<char>(std::toupper(c));
    });
    CHECK(pack_record_id(upper) == id);
    CHECK_FALSE(pack_record_id("0018c00002AA1bc") == id);
    CHECK(pack_record_id("0018c00002Aa1bc000").empty());
    CHECK(pack_record_id("0018c00002Aa1b").empty());
    CHECK(pack_record_id("0018c00002Aa1b!").empty());
    CHECK(pack_record_id("").empty());
}

TEST_CASE("packing takes exactly what parsing takes") {
    rc::prop("", [] {
        // Few letters, so that ids, near misses and folded ids are frequent.
        const auto letter = rc::gen::weightedOneOf<char>({
            {20, rc::gen::elementOf(std::string{"0129aAbBzZyY"})},
            {1, rc::gen::elementOf(std::string{"@[`{/: \xC3"})},
        });
        const auto size = *rc::gen::element<std::size_t>(15, 18, 18, 18, 16);
        std::string text = *rc::gen::container<std::string>(size, letter);
        const auto id = RecordId::parse(std::string_view{text}.substr(0, 15));
        if (id && size == 18 && *rc::gen::inRange(0, 4) > 0) {
            text = id->text();
            if (*rc::gen::inRange(0, 4) == 0) text[*rc::gen::inRange<std::size_t>(15, 18)] = 'A';
            if (*rc::gen::arbitrary<bool>()) {
                const bool up = *rc::gen::arbitrary<bool>();
                std::transform(text.begin(), text.end(), text.begin(), [&](unsigned char c) {
                    return static_cast<char>(up ? std::toupper(c) : std::tolower(c));
                });
            }
        }
        const auto parsed = RecordId::parse(text);
        const PackedId packed = pack_record_id(text);
        RC_ASSERT(parsed.has_value() == !packed.empty());
        if (parsed) RC_ASSERT(unpack_record_id(packed).view() == parsed->short_text());
    });
}

}  // namespace
}  // namespace rowlock
