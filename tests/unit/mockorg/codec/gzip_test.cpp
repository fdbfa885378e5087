#include "mockorg/codec/gzip.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::string gzip(std::string_view text) {
    std::string out;
    GzipWriter{}.write(text, true, out);
    return out;
}

constexpr std::size_t k_plenty = 100'000'000;

std::string error_of(std::string_view packed, std::size_t max_size = k_plenty) {
    const auto text = gunzip(packed, max_size);
    return text ? "" : text.error().message;
}

/// Does not pack well: the packed form is larger than a buffer of the writer.
std::string noisy_text(std::size_t size) {
    std::string text(size, '\0');
    std::uint32_t state = 1;
    for (char& c : text) {
        state = state * 1'664'525 + 1'013'904'223;
        c = static_cast<char>(state >> 24U);
    }
    return text;
}

TEST_CASE("what is packed unpacks to the same text") {
    CHECK(gunzip(gzip(""), 0) == std::string{});
    CHECK(gunzip(gzip("a"), 1) == std::string{"a"});
    const std::string noise = noisy_text(300'000);
    CHECK(gunzip(gzip(noise), noise.size()) == noise);
    const std::string zeros(5'000'000, '\0');
    CHECK(gunzip(gzip(zeros), zeros.size()) == zeros);
}

TEST_CASE("a packed form that just fills a buffer of the writer is complete") {
    for (std::size_t size = 65'440; size < 65'560; ++size) {
        CAPTURE(size);
        const std::string noise = noisy_text(size);
        REQUIRE(gunzip(gzip(noise), size) == noise);
    }
}

TEST_CASE("the pieces in which a text is packed do not matter") {
    rc::prop("for any pieces", [] {
        const auto pieces = *rc::gen::arbitrary<std::vector<std::string>>();
        GzipWriter writer;
        std::string packed;
        std::string text;
        for (const std::string& piece : pieces) {
            writer.write(piece, false, packed);
            text += piece;
        }
        GzipWriter moved = std::move(writer);
        moved.write("end", true, packed);
        RC_ASSERT(gunzip(packed, k_plenty) == text + "end");
    });
}

TEST_CASE("members behind each other are one text") {
    CHECK(gunzip(gzip("one ") + gzip("") + gzip("two"), k_plenty) == std::string{"one two"});
}

TEST_CASE("a packed text cut short anywhere is refused") {
    const std::string packed = gzip("some text, some text, some text");
    for (std::size_t size = 0; size < packed.size(); ++size) {
        CAPTURE(size);
        CHECK(error_of(packed.substr(0, size)) == "The gzip body ends too early");
    }
    const std::string noise = gzip(noisy_text(200'000));
    CHECK(error_of(noise.substr(0, noise.size() - 1)) == "The gzip body ends too early");
}

TEST_CASE("what is not gzip, or not only, is refused") {
    CHECK(error_of("Id,Name\n") == "The gzip body is malformed");
    CHECK(error_of(gzip("text") + "garbage") == "The gzip body is malformed");
    CHECK(error_of(gzip("text") + std::string(10, '\0')) == "The gzip body is malformed");
    CHECK(error_of(gzip("text") + "\x1f") == "The gzip body ends too early");
    std::string wrong_sum = gzip("text");
    wrong_sum[wrong_sum.size() - 8] ^= 1;
    CHECK(error_of(wrong_sum) == "The gzip body is malformed");
}

TEST_CASE("a bomb stops at the limit") {
    const std::string bomb = gzip(std::string(20'000'000, '\0'));
    REQUIRE(bomb.size() < 200'000);
    CHECK(error_of(bomb, 1'000'000) == "The gzip body unpacks to more than 1000000 bytes");
    CHECK(error_of(gzip("12345"), 4) == "The gzip body unpacks to more than 4 bytes");
    CHECK(gunzip(gzip("12345"), 5) == std::string{"12345"});
    CHECK(error_of(gzip("123") + gzip("45"), 4) == "The gzip body unpacks to more than 4 bytes");
}

TEST_CASE("a damaged byte is noticed or did not matter") {
    rc::prop("wherever it is", [] {
        const auto text = *rc::gen::arbitrary<std::string>();
        std::string packed = gzip(text);
        const auto place = *rc::gen::inRange<std::size_t>(0, packed.size());
        packed[place] = *rc::gen::arbitrary<char>();
        const auto unpacked = gunzip(packed, k_plenty);
        RC_ASSERT(!unpacked.has_value() || *unpacked == text);
    });
}

}  // namespace
}  // namespace rowlock
