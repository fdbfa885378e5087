#include "mockorg/explain/contention_words.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/explain/report_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE("keys are named by what they are") {
    CHECK(words_for(NamedKey{NamedKey::Kind::record, "Account", "001", ""}) == "Account 001");
    CHECK(words_for(NamedKey{NamedKey::Kind::record, "A", "1", "E = 7"}) == "A 1 (E = 7)");
    CHECK(
        words_for(NamedKey{NamedKey::Kind::group_membership, "", "", ""}) == "the group memberships"
    );
    CHECK(
        words_for(NamedKey{NamedKey::Kind::unique_value, "Lead", "", ""}) ==
        "a unique value of Lead"
    );
}

TEST_CASE("a batch of Bulk API 1.0 is named by its id, a single row is one row") {
    LedgerNames names;
    names.parties = {test::bulk_job("750A", "Contact", 1)};
    ConflictSide side = test::side_of(0, 999, 999);
    side.rows = 1;
    side.batch_id = "751C";
    CHECK(words_for(names, side) == "row 1,000 (batch 751C) of job 750A (insert of Contact)");
}

TEST_CASE("times of another day come with the day") {
    const TimePoint day = k_org_epoch + std::chrono::hours{5};
    CHECK(clock_text(day + seconds(1.25), day) == "05:00:01.250");
    CHECK(clock_text(day - std::chrono::hours{6}, day) == "2025-12-31 23:00:00.000");
}

}  // namespace
}  // namespace rowlock
