#include "mockorg/engine/record_updates.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/foreign_world.hpp"

#include <array>

namespace rowlock {
namespace {

TEST_CASE_METHOD(ForeignWorld, "an update for its own sake moves LastModifiedDate alone") {
    const RecordHandle acme = add_account("Acme");
    const RecordHandle gone = add_account("Gone");
    world.store.set_state(gone, RowState::deleted);
    world.now += seconds(5);
    CHECK(update_records(world, std::array{acme, gone}, world.stamp_of({})) == 1);
    const ObjectType& account = *world.schema().find("Account");
    const Value modified = world.store.value(acme, account.find_field("LastModifiedDate")->number);
    CHECK(modified.datetime == milliseconds_of(world.now));
    CHECK(world.store.value(acme, account.find_field("Name")->number).text == "Acme");
}

TEST_CASE_METHOD(ForeignWorld, "it locks the record, and what its update locks besides") {
    const RecordHandle acme = add_account("Acme");
    const ObjectType& contact = *world.schema().find("Contact");
    const RecordHandle smith = world.store.append(contact.number);
    world.store.set(smith, contact.find_field("AccountId")->number, Value::of_record(acme));
    std::vector<WantedLock> wanted;
    collect_update_locks(world, smith, 3, wanted);
    make_lock_set(wanted);
    REQUIRE(wanted.size() == 2);
    CHECK(wanted[0].key.record() == acme);
    CHECK(wanted[1].key.record() == smith);
    CHECK(wanted[1].row == 3);
    world.store.set_state(smith, RowState::deleted);
    wanted.clear();
    collect_update_locks(world, smith, 3, wanted);
    CHECK(wanted.empty());
}

}  // namespace
}  // namespace rowlock
