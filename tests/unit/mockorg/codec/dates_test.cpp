#include "mockorg/codec/dates.hpp"

#include "tests/support/test.hpp"

#include <limits>

namespace rowlock {
namespace {

constexpr std::int64_t k_day_ms = 86'400'000;

std::string date_text(std::int32_t days) {
    std::string out;
    append_date(out, days);
    return out;
}

std::string json_text(std::int64_t milliseconds) {
    std::string out;
    append_json_datetime(out, milliseconds);
    return out;
}

std::string z_text(std::int64_t milliseconds) {
    std::string out;
    append_z_datetime(out, milliseconds);
    return out;
}

/// A calendar that knows only how to go to the next day.
struct SlowCalendar {
    int year = 1;
    int month = 1;
    int day = 1;

    int days_in_month() const {
        if (month == 2) {
            const bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
            return leap ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    void next_day() {
        if (++day <= days_in_month()) return;
        day = 1;
        if (++month <= 12) return;
        month = 1;
        ++year;
    }

    std::string text() const {
        const auto padded = [](int value, std::size_t width) {
            const std::string digits = std::to_string(value);
            return std::string(width - digits.size(), '0') + digits;
        };
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2);
    }
};

TEST_CASE("every day of the years 1 to 4000 is written and read as the calendar says") {
    // 0001-01-01 and 1700-01-01 as days since 1970-01-01.
    constexpr std::int32_t k_first = -719'162;
    constexpr std::int32_t k_first_valid = -98'615;
    SlowCalendar calendar;
    std::string text;
    std::int32_t mistakes = 0;
    for (std::int32_t days = k_first; calendar.year <= 4000; ++days, calendar.next_day()) {
        text.clear();
        append_date(text, days);
        const auto parsed = parse_date(text);
        const bool read_back = days < k_first_valid ? !parsed : parsed && *parsed == days;
        if (text != calendar.text() || !read_back) ++mistakes;
    }
    CHECK(mistakes == 0);
    CHECK(date_text(k_first) == "0001-01-01");
    CHECK(date_text(k_first_valid) == "1700-01-01");
}

TEST_CASE("instants are written to the millisecond") {
    CHECK(json_text(1'769'817'600'000) == "2026-01-31T00:00:00.000+0000");
    CHECK(z_text(1'769'817'600'000) == "2026-01-31T00:00:00.000Z");
    CHECK(z_text(0) == "1970-01-01T00:00:00.000Z");
    CHECK(z_text(-1) == "1969-12-31T23:59:59.999Z");
    CHECK(z_text(951'868'799'123) == "2000-02-29T23:59:59.123Z");
    CHECK(json_datetime(k_org_epoch + seconds(1.5)) == "2026-01-01T00:00:01.500+0000");
}

TEST_CASE("instants beyond the calendar are shown as its ends") {
    CHECK(z_text(std::numeric_limits<std::int64_t>::max()) == "9999-12-31T23:59:59.999Z");
    CHECK(z_text(std::numeric_limits<std::int64_t>::min()) == "0001-01-01T00:00:00.000Z");
    CHECK(date_text(std::numeric_limits<std::int32_t>::max()) == "9999-12-31");
    CHECK(date_text(std::numeric_limits<std::int32_t>::min()) == "0001-01-01");
}

TEST_CASE("what is written is read back") {
    rc::prop("for any valid instant, in both forms", [] {
        const auto first = *parse_datetime("1700-01-01");
        const auto end = *parse_datetime("4000-12-31") + k_day_ms;
        const auto instant = *rc::gen::inRange(first, end);
        RC_ASSERT(parse_datetime(json_text(instant)) == instant);
        RC_ASSERT(parse_datetime(z_text(instant)) == instant);
    });
}

TEST_CASE("an offset from UTC is taken into account") {
    rc::prop("in both spellings", [] {
        const auto minutes = *rc::gen::inRange(-14 * 60, 14 * 60 + 1);
        const auto instant = *rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 4'000'000'000'000);
        const std::string local = z_text(instant + minutes * std::int64_t{60'000}).substr(0, 23);
        const int size = std::abs(minutes);
        const auto two = [](int value) { return std::to_string(100 + value).substr(1); };
        const std::string sign = minutes < 0 ? "-" : "+";
        RC_ASSERT(parse_datetime(local + sign + two(size / 60) + ":" + two(size % 60)) == instant);
        RC_ASSERT(parse_datetime(local + sign + two(size / 60) + two(size % 60)) == instant);
    });
}

TEST_CASE("dates and times may be short or carry a Z") {
    CHECK(parse_date("1940-06-07Z") == parse_date("1940-06-07"));
    CHECK(parse_datetime("2026-01-31") == 1'769'817'600'000);
    CHECK(parse_datetime("2026-01-31Z") == 1'769'817'600'000);
    CHECK(parse_datetime("2026-01-31T00:00:01Z") == 1'769'817'601'000);
    CHECK(parse_datetime("2026-01-31T00:00:01.250+00:00") == 1'769'817'601'250);
}

TEST_CASE("the range of valid days ends with the years 1700 and 4000 in UTC") {
    CHECK(parse_date("1700-01-01").has_value());
    CHECK_FALSE(parse_date("1699-12-31").has_value());
    CHECK(parse_date("4000-12-31").has_value());
    CHECK_FALSE(parse_date("4001-01-01").has_value());
    CHECK(parse_datetime("4001-01-01T00:30:00+01:00").has_value());
    CHECK_FALSE(parse_datetime("4000-12-31T23:30:00-01:00").has_value());
    CHECK(parse_datetime("1699-12-31T23:30:00-01:00").has_value());
    CHECK_FALSE(parse_datetime("1700-01-01T00:30:00+01:00").has_value());
}

TEST_CASE("what is no date is refused") {
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "2026",
        "2026-1-1",
        "2026-13-01",
        "2026-00-01",
        "2026-01-00",
        "2026-01-32",
        "2025-02-29",
        "1900-02-29",
        "2026/01/01",
        " 2026-01-01",
        "2026-01-01 ",
        "2026-01-01z",
        "2026-01-01ZZ",
        "20260101",
        "-2026-01-01",
        "02026-01-01",
        "2003-04-987654321987654321"
    );
    CAPTURE(text);
    CHECK_FALSE(parse_date(text).has_value());
    CHECK_FALSE(parse_datetime(text).has_value());
}

TEST_CASE("what is no instant is refused") {
    const auto text = GENERATE(
        as<std::string>{},
        "2026-01-01T",
        "2026-01-01T00:00:00",
        "2026-01-01T00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00.12Z",
        "2026-01-01T00:00:00.1234Z",
        "2026-01-01t00:00:00Z",
        "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00z",
        "2026-01-01T00:00:00+1:00",
        "2026-01-01T00:00:00+14:01",
        "2026-01-01T00:00:00+01:60",
        "2026-01-01T00:00:00+01",
        "2026-01-01T00:00:00Z ",
        "2026-01-01T00:00:00+00:00Z"
    );
    CAPTURE(text);
    CHECK_FALSE(parse_datetime(text).has_value());
}

}  // namespace
}  // namespace rowlock
