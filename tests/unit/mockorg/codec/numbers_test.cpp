#include "mockorg/codec/numbers.hpp"

#include "tests/support/test.hpp"

#include <bit>
#include <cmath>
#include <limits>

namespace rowlock {
namespace {

std::string number_text(double value) {
    std::string out;
    append_number(out, value);
    return out;
}

std::string java_text(double value) {
    std::string out;
    append_java_double(out, value);
    return out;
}

/// Any finite double, each bit pattern as likely as the others.
rc::Gen<double> any_finite() {
    return rc::gen::map(
        rc::gen::suchThat(
            rc::gen::arbitrary<std::uint64_t>(),
            [](std::uint64_t bits) { return std::isfinite(std::bit_cast<double>(bits)); }
        ),
        [](std::uint64_t bits) { return std::bit_cast<double>(bits); }
    );
}

/// Numbers as people type them.
rc::Gen<double> any_decimal() {
    return rc::gen::apply(
        [](int mantissa, int exponent) { return mantissa * std::pow(10.0, exponent); },
        rc::gen::inRange(-100'000, 100'000),
        rc::gen::inRange(-12, 24)
    );
}

TEST_CASE("doubles are written as Java writes them") {
    const auto [value, text] = GENERATE(table<double, std::string>({
        {0.0, "0.0"},
        {-0.0, "-0.0"},
        {5.0, "5.0"},
        {12.5, "12.5"},
        {-912260.0, "-912260.0"},
        {912260031.0, "9.12260031E8"},
        {1e6, "1000000.0"},
        {9999999.0, "9999999.0"},
        {9999999.999999998, "9999999.999999998"},
        {1e7, "1.0E7"},
        {12345678.0, "1.2345678E7"},
        {0.001, "0.001"},
        {0.00123, "0.00123"},
        {0.0009999, "9.999E-4"},
        {0.0001, "1.0E-4"},
        {0.1, "0.1"},
        {1.0 / 3, "0.3333333333333333"},
        {2e23, "2.0E23"},
        {1e21, "1.0E21"},
        {1e100, "1.0E100"},
        {std::numeric_limits<double>::max(), "1.7976931348623157E308"},
        {std::numeric_limits<double>::min(), "2.2250738585072014E-308"},
        {std::numeric_limits<double>::denorm_min(), "4.9E-324"},
        {2 * std::numeric_limits<double>::denorm_min(), "9.9E-324"},
        {std::numeric_limits<double>::infinity(), "Infinity"},
        {-std::numeric_limits<double>::infinity(), "-Infinity"},
        {std::numeric_limits<double>::quiet_NaN(), "NaN"},
    }));
    CHECK(java_text(value) == text);
}

TEST_CASE("numbers are written plainly where that is readable") {
    const auto [value, text] = GENERATE(table<double, std::string>({
        {0.0, "0"},
        {-0.0, "-0"},
        {5.0, "5"},
        {12.5, "12.5"},
        {912260031.0, "912260031"},
        {1e20, "100000000000000000000"},
        {1e21, "1.0E21"},
        {1.5e21, "1.5E21"},
        {0.000001, "0.000001"},
        {0.0000001, "1.0E-7"},
        {-0.25, "-0.25"},
    }));
    CHECK(number_text(value) == text);
}

TEST_CASE("a written number reads back as the same number") {
    rc::prop("in both notations", [] {
        const auto value = *rc::gen::oneOf(any_finite(), any_decimal());
        RC_ASSERT(parse_number(number_text(value)) == value);
        RC_ASSERT(parse_number(java_text(value)) == value);
    });
}

TEST_CASE("Java's notation has one digit before the point and one behind it at least") {
    rc::prop("and an exponent only outside 10^-3 to 10^7", [] {
        const auto value = std::abs(*rc::gen::oneOf(any_finite(), any_decimal()));
        const std::string text = java_text(value);
        const std::size_t point = text.find('.');
        RC_ASSERT(point != std::string::npos && point >= 1 && point + 1 < text.size());
        const bool plain = value == 0 || (value >= 1e-3 && value < 1e7);
        RC_ASSERT((text.find('E') == std::string::npos) == plain);
        if (!plain) RC_ASSERT(point == 1u && text[0] != '0' && text[2] != 'E');
    });
}

TEST_CASE("numbers are read in every decimal spelling") {
    const auto [text, value] = GENERATE(table<std::string, double>({
        {"0", 0},
        {"-12.50", -12.5},
        {"+7", 7},
        {".5", 0.5},
        {"5.", 5},
        {"1e3", 1000},
        {"1.5E+3", 1500},
        {"25e-1", 2.5},
        {"007", 7},
        {"0e999999999999999999999", 0},
        {"1e-400", 0},
        {"0.00001e-99999999999999999999", 0},
        {"1.7976931348623157e308", std::numeric_limits<double>::max()},
    }));
    CAPTURE(text);
    CHECK(parse_number(text) == value);
}

TEST_CASE("the size of a number is judged by digits and exponent together") {
    CHECK(parse_number("0." + std::string(400, '0') + "1e401") == 1.0);
    CHECK(parse_number(std::string(400, '1') + "e-800") == 0.0);
    CHECK_FALSE(parse_number(std::string(400, '1')).has_value());
    CHECK_FALSE(parse_number("0." + std::string(100, '0') + "1e999").has_value());
    CHECK_FALSE(parse_number("-1e400").has_value());
}

TEST_CASE("what is no number is refused") {
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "-",
        "+",
        ".",
        "e5",
        "1e",
        "1e+",
        "1.2.3",
        "--1",
        "+-1",
        " 1",
        "1 ",
        "1,5",
        "0x10",
        "inf",
        "nan",
        "Infinity",
        "1e5.0",
        "1f"
    );
    CAPTURE(text);
    CHECK_FALSE(parse_number(text).has_value());
    CHECK_FALSE(parse_integer(text).has_value());
}

TEST_CASE("integers are whole and fit 64 bits") {
    CHECK(parse_integer("0") == 0);
    CHECK(parse_integer("+42") == 42);
    CHECK(parse_integer("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
    CHECK(parse_integer("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
    CHECK_FALSE(parse_integer("9223372036854775808").has_value());
    CHECK_FALSE(parse_integer("1.0").has_value());
    CHECK_FALSE(parse_integer("1e3").has_value());
}

}  // namespace
}  // namespace rowlock
