#include "mockorg/soql/periods.hpp"

#include "mockorg/codec/dates.hpp"
#include "tests/support/test.hpp"

namespace rowlock::soql {
namespace {

/// `2026-02-01..2026-03-01` for a literal on Wednesday, 2026-02-18.
std::string days(std::string_view name, std::int64_t count = 0) {
    const auto period = period_of(name, count, *parse_date("2026-02-18"));
    CAPTURE(name);
    REQUIRE(period.has_value());
    std::string text;
    append_date(text, static_cast<std::int32_t>(period->first));
    text += "..";
    append_date(text, static_cast<std::int32_t>(period->end));
    return text;
}

TEST_CASE("single days") {
    CHECK(days("TODAY") == "2026-02-18..2026-02-19");
    CHECK(days("yesterday") == "2026-02-17..2026-02-18");
    CHECK(days("Tomorrow") == "2026-02-19..2026-02-20");
    CHECK(days("N_DAYS_AGO", 18) == "2026-01-31..2026-02-01");
}

TEST_CASE("runs of days: the past ones with today, the coming ones without") {
    CHECK(days("LAST_N_DAYS", 2) == "2026-02-16..2026-02-19");
    CHECK(days("NEXT_N_DAYS", 2) == "2026-02-19..2026-02-21");
    CHECK(days("LAST_90_DAYS") == "2025-11-20..2026-02-19");
    CHECK(days("NEXT_90_DAYS") == "2026-02-19..2026-05-20");
}

TEST_CASE("weeks begin on Sunday") {
    CHECK(days("THIS_WEEK") == "2026-02-15..2026-02-22");
    CHECK(days("LAST_WEEK") == "2026-02-08..2026-02-15");
    CHECK(days("NEXT_WEEK") == "2026-02-22..2026-03-01");
    CHECK(days("LAST_N_WEEKS", 3) == "2026-01-25..2026-02-15");
    CHECK(days("NEXT_N_WEEKS", 2) == "2026-02-22..2026-03-08");
    CHECK(days("N_WEEKS_AGO", 1) == "2026-02-08..2026-02-15");
}

TEST_CASE("months, quarters and years cross the turn of the year") {
    CHECK(days("THIS_MONTH") == "2026-02-01..2026-03-01");
    CHECK(days("LAST_N_MONTHS", 2) == "2025-12-01..2026-02-01");
    CHECK(days("NEXT_N_MONTHS", 11) == "2026-03-01..2027-02-01");
    CHECK(days("N_MONTHS_AGO", 2) == "2025-12-01..2026-01-01");
    CHECK(days("THIS_QUARTER") == "2026-01-01..2026-04-01");
    CHECK(days("LAST_QUARTER") == "2025-10-01..2026-01-01");
    CHECK(days("NEXT_N_QUARTERS", 4) == "2026-04-01..2027-04-01");
    CHECK(days("N_QUARTERS_AGO", 5) == "2024-10-01..2025-01-01");
    CHECK(days("THIS_YEAR") == "2026-01-01..2027-01-01");
    CHECK(days("LAST_N_YEARS", 2) == "2024-01-01..2026-01-01");
    CHECK(days("NEXT_YEAR") == "2027-01-01..2028-01-01");
    CHECK(days("N_YEARS_AGO", 26) == "2000-01-01..2001-01-01");
}

TEST_CASE("fiscal periods are calendar periods") {
    CHECK(days("THIS_FISCAL_QUARTER") == days("THIS_QUARTER"));
    CHECK(days("LAST_N_FISCAL_QUARTERS", 3) == days("LAST_N_QUARTERS", 3));
    CHECK(days("N_FISCAL_QUARTERS_AGO", 3) == days("N_QUARTERS_AGO", 3));
    CHECK(days("NEXT_FISCAL_YEAR") == days("NEXT_YEAR"));
    CHECK(days("NEXT_N_FISCAL_YEARS", 3) == days("NEXT_N_YEARS", 3));
    CHECK(days("N_FISCAL_YEARS_AGO", 3) == days("N_YEARS_AGO", 3));
}

TEST_CASE("which literals there are, and which need a count") {
    CHECK(period_takes_count("today") == false);
    CHECK(period_takes_count("Last_N_Days") == true);
    CHECK_FALSE(period_takes_count("LAST_FORTNIGHT").has_value());
    CHECK_FALSE(period_of("NONSENSE", 0, 0).has_value());
    CHECK_FALSE(period_of("LAST_N_DAYS", -1, 0).has_value());
    CHECK_FALSE(period_of("LAST_N_DAYS", k_most_periods + 1, 0).has_value());
}

TEST_CASE("periods of any size and day are in order") {
    rc::prop("periods of any size and day are in order", [] {
        const auto name = *rc::gen::element<std::string>(
            "LAST_N_DAYS",
            "NEXT_N_WEEKS",
            "LAST_N_MONTHS",
            "N_QUARTERS_AGO",
            "NEXT_N_YEARS",
            "LAST_N_FISCAL_YEARS"
        );
        const auto count = *rc::gen::inRange<std::int64_t>(0, k_most_periods + 1);
        const auto today = *rc::gen::inRange<std::int64_t>(-100'000, 700'000);
        const auto period = period_of(name, count, today);
        RC_ASSERT(period.has_value());
        RC_ASSERT(period->first <= period->end);
    });
}

}  // namespace
}  // namespace rowlock::soql
