#include "harness/replay/cell_key.hpp"

#include "mockorg/codec/numbers.hpp"
#include "tests/support/test.hpp"

#include <string>

namespace rowlock {
namespace {

bool same(const char* a, const char* b, CellNotation notation) {
    return key_of_cell(a, notation) == key_of_cell(b, notation);
}

TEST_CASE("a text has one writing only, numbers, dates and ids have several") {
    using Notation = CellNotation;
    CHECK_FALSE(same("100000", "1E5", Notation::text));
    CHECK_FALSE(same("1", "1.0", Notation::text));
    CHECK_FALSE(same("true", "TRUE", Notation::text));
    CHECK_FALSE(same("001000000000001", "001000000000001AAA", Notation::text));
    CHECK(same("100000", "1E5", Notation::number));
    CHECK(same("007", "7.0", Notation::number));
    CHECK(same("0", "-0.0", Notation::number));
    CHECK_FALSE(same("12345678901234567", "12345678901234568", Notation::number));
    CHECK(same("TRUE", "1", Notation::boolean));
    CHECK(same("0", "false", Notation::boolean));
    CHECK_FALSE(same("1", "0", Notation::boolean));
    CHECK(same("2026-01-31", "2026-01-31Z", Notation::date));
    CHECK(same("2026-01-31T10:00:00Z", "2026-01-31T11:00:00.000+01:00", Notation::date));
    CHECK_FALSE(same("2026-01-31", "2026-02-01", Notation::date));
    CHECK(same("001000000000001", "001000000000001AAA", Notation::record_id));
    CHECK_FALSE(same("00100000000000a", "00100000000000A", Notation::record_id));
}

TEST_CASE("no value is written as nothing or #N/A, and is no other value") {
    const auto notation = GENERATE(
        CellNotation::text,
        CellNotation::number,
        CellNotation::boolean,
        CellNotation::date,
        CellNotation::record_id,
        CellNotation::unknown
    );
    CHECK(same("", "#N/A", notation));
    CHECK_FALSE(same("", "0", notation));
}

TEST_CASE("where the type is not known, a value is what it looks like") {
    CHECK(key_of_cell("912260031") == key_of_cell("9.12260031E8"));
    CHECK(key_of_cell("true") == key_of_cell("1"));
    CHECK(key_of_cell("2026-01-31") == key_of_cell("2026-01-31T00:00:00.000Z"));
    CHECK(key_of_cell("001000000000001") == key_of_cell("001000000000001AAA"));
    CHECK(key_of_cell("007") != key_of_cell("7"));
    CHECK(key_of_cell("+7") != key_of_cell("7"));
    CHECK(key_of_cell("EXT-1") != key_of_cell("EXT-2"));
}

TEST_CASE("field types of describe answers have a notation") {
    CHECK(notation_of("double") == CellNotation::number);
    CHECK(notation_of("int") == CellNotation::number);
    CHECK(notation_of("boolean") == CellNotation::boolean);
    CHECK(notation_of("datetime") == CellNotation::date);
    CHECK(notation_of("reference") == CellNotation::record_id);
    CHECK(notation_of("string") == CellNotation::text);
    CHECK(notation_of("anything new") == CellNotation::text);
}

TEST_CASE("numbers survive the platform's notation") {
    rc::prop("key(x) == key(Java notation of x)", [] {
        const auto cents = *rc::gen::inRange<std::int64_t>(-9'999'999'999, 9'999'999'999);
        std::string plain;
        append_number(plain, static_cast<double>(cents) / 100.0);
        std::string java;
        append_java_double(java, static_cast<double>(cents) / 100.0);
        RC_ASSERT(key_of_cell(plain) == key_of_cell(java));
        RC_ASSERT(
            key_of_cell(plain, CellNotation::number) == key_of_cell(java, CellNotation::number)
        );
    });
}

}  // namespace
}  // namespace rowlock
