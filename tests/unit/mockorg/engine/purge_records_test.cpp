#include "mockorg/engine/purge_records.hpp"

#include "mockorg/engine/delete_records.hpp"
#include "mockorg/engine/undelete_records.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

constexpr const char* k_not_in_bin = "UNDELETE_FAILED:Entity is not in the recycle bin:--";

struct PurgeRecordsFixture : EngineFixture {
    bool purged(RecordHandle record) const { return store.state(record) == RowState::purged; }

    bool in_bin(RecordHandle record) const { return store.state(record) == RowState::deleted; }

    RecordHandle widget(Fields fields = {}) {
        fields.emplace_back("Color__c", "Red");
        return add("Widget__c", fields);
    }
};

TEST_CASE_METHOD(PurgeRecordsFixture, "a purge takes along what the delete took along") {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    const RecordHandle ann = add("Contact", {{"LastName", "Ann"}, {"AccountId", id(acme)}});
    const RecordHandle task = add("Task", {{"Subject", "Call"}, {"WhoId", id(ann)}});
    const RecordHandle other = add("Account", {{"Name", "Other"}});
    REQUIRE(delete_record(store, acme, false));
    REQUIRE(delete_record(store, other, false));
    REQUIRE(purge_record(store, acme));
    for (const RecordHandle each : {acme, ann, task}) {
        CHECK(purged(each));
        CHECK_FALSE(undelete_record(store, each));
        CHECK_FALSE(store.delete_groups().head_of(each));
    }
    CHECK(error_of(purge_record(store, acme)) == k_not_in_bin);
    REQUIRE(undelete_record(store, other));
}

TEST_CASE_METHOD(PurgeRecordsFixture, "only what was deleted by itself is purged") {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    const RecordHandle ann = add("Contact", {{"LastName", "Ann"}, {"AccountId", id(acme)}});
    CHECK(error_of(purge_record(store, acme)) == k_not_in_bin);
    REQUIRE(delete_record(store, acme, false));
    CHECK(error_of(purge_record(store, ann)) == k_not_in_bin);
    CHECK(in_bin(ann));
    REQUIRE(undelete_record(store, acme));
    CHECK(store.state(ann) == RowState::live);
}

TEST_CASE_METHOD(
    PurgeRecordsFixture, "what was deleted before has a purge of its own, if its masters live"
) {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    const RecordHandle ann = add("Contact", {{"LastName", "Ann"}, {"AccountId", id(acme)}});
    const RecordHandle parent = widget();
    const RecordHandle part = add("Part__c", {{"Widget__c", id(parent)}});
    for (const RecordHandle each : {ann, acme, part, parent})
        REQUIRE(delete_record(store, each, false));
    REQUIRE(purge_record(store, acme));
    REQUIRE(purge_record(store, parent));
    CHECK(in_bin(ann));
    CHECK(in_bin(part));
    CHECK(error_of(purge_record(store, part)) == k_not_in_bin);
    REQUIRE(purge_record(store, ann));
    CHECK(purged(ann));
}

TEST_CASE_METHOD(PurgeRecordsFixture, "lookups that the delete cleared stay empty") {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    const RecordHandle left = widget({{"Account__c", id(acme)}});
    REQUIRE(delete_record(store, acme, false));
    REQUIRE(purge_record(store, acme));
    CHECK(value(left, "Account__c").is_null());
    CHECK(store.delete_groups().cleared_by(acme).empty());
}

TEST_CASE_METHOD(PurgeRecordsFixture, "a key of what was purged is free") {
    const RecordHandle first = add("Account", {{"Name", "A"}, {"Code__c", "K"}});
    REQUIRE(delete_record(store, first, false));
    REQUIRE(purge_record(store, first));
    const RecordHandle second = add("Account", {{"Name", "B"}, {"Code__c", "K"}});
    const FieldNo code = field("Account", "Code__c").number;
    CHECK(store.find_by_text(second.object, code, "K", 2) == std::vector{second.row});
}

TEST_CASE_METHOD(PurgeRecordsFixture, "a write purges a record, a live one not, and none twice") {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    const Fields row{{"Id", id(acme)}};
    CHECK(error_of(write("Account", Operation::purge, row)) == k_not_in_bin);
    REQUIRE(write("Account", Operation::remove, row));
    REQUIRE(write("Account", Operation::purge, row));
    CHECK(purged(acme));
    CHECK(
        error_of(write("Account", Operation::purge, row)) ==
        "INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--"
    );
}

TEST_CASE_METHOD(PurgeRecordsFixture, "what never sees the recycle bin is not purged from it") {
    CHECK(
        error_of(write("User", Operation::purge, {{"Id", id(store.user())}})) ==
        "INVALID_TYPE_FOR_OPERATION:entity type User does not support emptyRecycleBin:--"
    );
}

}  // namespace
}  // namespace rowlock
