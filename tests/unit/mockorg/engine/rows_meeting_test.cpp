#include "mockorg/engine/rows_meeting.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/foreign_world.hpp"

namespace rowlock {
namespace {

TEST_CASE_METHOD(ForeignWorld, "rows by a condition, or all of them") {
    const RecordHandle acme = add_account("Acme");
    const RecordHandle other = add_account("Other");
    const RecordHandle gone = add_account("Acme");
    world.store.set_state(gone, RowState::deleted);
    const auto some = require_value(rows_meeting(world, "account", "Name = 'Acme'"));
    CHECK(some.object == acme.object);
    CHECK(some.rows == std::vector<std::uint32_t>{acme.row});
    const auto all = require_value(rows_meeting(world, "Account", ""));
    CHECK(all.rows == std::vector<std::uint32_t>{acme.row, other.row});
    CHECK_FALSE(rows_meeting(world, "Acount", ""));
    CHECK_THAT(
        rows_meeting(world, "Account", "Nmae = 'x'").error().message, Catch::Contains("Nmae")
    );
}

}  // namespace
}  // namespace rowlock
