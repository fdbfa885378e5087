#include "mockorg/engine/batch_text.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

BatchText text_of(std::string text) {
    return BatchText{std::make_shared<const std::string>(std::move(text))};
}

TEST_CASE("a packed text takes less room and reads the same") {
    std::string csv = "Name,Industry\n";
    for (int i = 0; i < 1'000; ++i) csv.append("Account " + std::to_string(i) + ",Energy\n");
    BatchText text = text_of(csv);
    CHECK(text.bytes_kept() == csv.size());
    text.pack();
    CHECK(text.is_packed());
    CHECK(text.bytes_kept() < csv.size() / 3);
    CHECK(text.size() == csv.size());
    CHECK(*text.read() == csv);
    const BatchText copy = text;
    text.pack();
    CHECK(*copy.read() == csv);
}

TEST_CASE("a text that packing would make no smaller stays as it is") {
    BatchText text = text_of("Id");
    text.pack();
    CHECK_FALSE(text.is_packed());
    CHECK(*text.read() == "Id");
    BatchText nothing;
    nothing.pack();
    CHECK(nothing.size() == 0);
    CHECK(nothing.read()->empty());
}

TEST_CASE("whatever it says, packing keeps a text") {
    rc::prop("read what was written", [] {
        const auto part = *rc::gen::arbitrary<std::string>();
        std::string whole;
        for (int times = *rc::gen::inRange(0, 30); times > 0; --times) whole.append(part);
        BatchText text = text_of(whole);
        text.pack();
        RC_ASSERT(*text.read() == whole);
        RC_ASSERT(text.bytes_kept() <= whole.size());
    });
}

}  // namespace
}  // namespace rowlock
