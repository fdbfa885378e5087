#include "mockorg/base/record_id.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("the checksum of a record id follows the published vectors") {
    const auto [short_id, checksum] = GENERATE(table<std::string, std::string>({
        {"750ak000009Bkrx", "AAC"},
        {"750ak000009E1YX", "AA0"},
        {"750P0000006HoS1", "IAK"},
        {"751P0000007qkgo", "IAA"},
        {"001P000001vkheI", "IAQ"},
        {"005P000000AyPpY", "IAV"},
        {"500Ox000008nUim", "IAE"},
        {"7509H0000016GUX", "QA2"},
        {"AbCdEfGhIjKlMnO", "VKV"},
    }));
    CAPTURE(short_id);
    const auto id = RecordId::parse(short_id);
    REQUIRE(id.has_value());
    CHECK(id->text() == short_id + checksum);
    CHECK(RecordId::parse(short_id + checksum) == id);
}

TEST_CASE("an 18-character id is the same id in any letter case") {
    const auto id = RecordId::parse("750P0000006HoS1IAK");
    CHECK(RecordId::parse("750p0000006hos1iak") == id);
    CHECK(RecordId::parse("750P0000006HOS1IAK") == id);
}

TEST_CASE("15-character ids that differ in case are two ids") {
    CHECK(RecordId::parse("001P000001vkheI") != RecordId::parse("001P000001vkhei"));
}

TEST_CASE("what is no id is refused") {
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "001",
        "001P000001vkhe!",
        "001P000001vkheIIA",
        "001P000001vkheIIAQ0",
        "001P000001vkheI!!!",
        "001P00000 vkheI",
        // The checksum says that a digit is upper case.
        "001000000000000AA5",
        "001000000000000555"
    );
    CAPTURE(text);
    CHECK_FALSE(RecordId::parse(text).has_value());
}

TEST_CASE("minted ids count up in base 62 and sort by number") {
    const KeyPrefix prefix = {'0', '0', '1'};
    const std::array<char, 3> instance = {'R', 'L', '0'};
    CHECK(RecordId::make(prefix, instance, 250'000).short_text() == "001RL000000132G");
    rc::prop("number and order survive", [&] {
        const auto a = *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000'000);
        const auto b = *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000'000);
        const RecordId id = RecordId::make(prefix, instance, a);
        RC_ASSERT(id.number() == a);
        RC_ASSERT(id.prefix() == prefix);
        RC_ASSERT(id.instance() == instance);
        RC_ASSERT((id < RecordId::make(prefix, instance, b)) == (a < b));
        RC_ASSERT(RecordId::parse(id.text()) == id);
    });
}

}  // namespace
}  // namespace rowlock
