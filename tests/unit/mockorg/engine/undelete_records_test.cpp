#include "mockorg/engine/undelete_records.hpp"

#include "mockorg/engine/delete_records.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

struct UndeleteRecordsFixture : EngineFixture {
    bool alive(RecordHandle record) const { return store.state(record) == RowState::live; }

    RecordHandle widget(Fields fields = {}) {
        fields.emplace_back("Color__c", "Red");
        return add("Widget__c", fields);
    }
};

TEST_CASE_METHOD(UndeleteRecordsFixture, "what a delete took along comes back with it") {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    const RecordHandle contact = add("Contact", {{"LastName", "A"}, {"AccountId", id(acme)}});
    const RecordHandle task = add("Task", {{"Subject", "Call"}, {"WhoId", id(contact)}});
    REQUIRE(delete_record(store, acme, false));
    REQUIRE(undelete_record(store, acme));
    CHECK(alive(acme));
    CHECK(alive(contact));
    CHECK(alive(task));
    CHECK(
        error_of(undelete_record(store, acme)) ==
        "UNDELETE_FAILED:Entity is not in the recycle bin:--"
    );
}

TEST_CASE_METHOD(UndeleteRecordsFixture, "what was purged is gone") {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    REQUIRE(delete_record(store, acme, true));
    CHECK_FALSE(undelete_record(store, acme));
}

TEST_CASE_METHOD(
    UndeleteRecordsFixture, "what went along with another record comes back with that alone"
) {
    const RecordHandle parent = widget();
    const RecordHandle part = add("Part__c", {{"Widget__c", id(parent)}});
    const RecordHandle child = widget({{"Parent__c", id(parent)}});
    REQUIRE(delete_record(store, parent, false));
    for (const RecordHandle each : {part, child}) {
        CHECK(
            error_of(undelete_record(store, each)) ==
            "UNDELETE_FAILED:Entity is not in the recycle bin:--"
        );
        CHECK_FALSE(alive(each));
    }
    REQUIRE(undelete_record(store, parent));
    CHECK(alive(part));
}

TEST_CASE_METHOD(
    UndeleteRecordsFixture, "what was deleted before stays in the bin, and comes back by itself"
) {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    const RecordHandle ann = add("Contact", {{"LastName", "Ann"}, {"AccountId", id(acme)}});
    const RecordHandle bob = add("Contact", {{"LastName", "Bob"}, {"AccountId", id(acme)}});
    const RecordHandle task = add("Task", {{"Subject", "Call"}, {"WhoId", id(ann)}});
    REQUIRE(delete_record(store, ann, false));
    REQUIRE(delete_record(store, acme, false));
    REQUIRE(undelete_record(store, acme));
    CHECK(alive(bob));
    CHECK_FALSE(alive(ann));
    CHECK_FALSE(alive(task));
    REQUIRE(undelete_record(store, ann));
    CHECK(alive(ann));
    CHECK(alive(task));
    CHECK(value(ann, "AccountId").record == acme);
}

TEST_CASE_METHOD(UndeleteRecordsFixture, "a detail that was deleted before its master is lost") {
    const RecordHandle parent = widget();
    const RecordHandle early = add("Part__c", {{"Widget__c", id(parent)}});
    const RecordHandle late = add("Part__c", {{"Widget__c", id(parent)}});
    REQUIRE(delete_record(store, early, false));
    SECTION("not while the master lives") {
        REQUIRE(undelete_record(store, early));
        CHECK(alive(early));
    }
    SECTION("once it was deleted, even when it is back") {
        REQUIRE(delete_record(store, parent, false));
        CHECK_FALSE(undelete_record(store, early));
        REQUIRE(undelete_record(store, parent));
        CHECK(alive(late));
        CHECK_FALSE(undelete_record(store, early));
        REQUIRE(delete_record(store, parent, false));
        REQUIRE(undelete_record(store, parent));
        CHECK_FALSE(alive(early));
    }
    SECTION("or was deleted for good") {
        REQUIRE(delete_record(store, parent, true));
        CHECK_FALSE(undelete_record(store, early));
        CHECK(store.state(late) == RowState::purged);
    }
}

TEST_CASE_METHOD(UndeleteRecordsFixture, "lookups that a delete cleared are filled again") {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    const RecordHandle other = add("Account", {{"Name", "Other"}});
    const RecordHandle branch = add("Account", {{"Name", "Branch"}, {"ParentId", id(acme)}});
    const RecordHandle left = widget({{"Account__c", id(acme)}});
    const RecordHandle moved = widget({{"Account__c", id(acme)}});
    const RecordHandle gone = widget({{"Account__c", id(acme)}});
    REQUIRE(delete_record(store, acme, false));
    CHECK(value(left, "Account__c").is_null());
    CHECK(value(branch, "ParentId").is_null());
    store.set(moved, field("Widget__c", "Account__c").number, Value::of_record(other));
    REQUIRE(delete_record(store, gone, false));
    REQUIRE(undelete_record(store, acme));
    CHECK(value(left, "Account__c").record == acme);
    CHECK(value(branch, "ParentId").record == acme);
    CHECK(value(moved, "Account__c").record == other);
    REQUIRE(undelete_record(store, gone));
    CHECK(value(gone, "Account__c").is_null());
    // Another delete starts anew.
    store.set(left, field("Widget__c", "Account__c").number, Value::of_null());
    REQUIRE(delete_record(store, acme, false));
    REQUIRE(undelete_record(store, acme));
    CHECK(value(left, "Account__c").is_null());
    CHECK(value(branch, "ParentId").record == acme);
}

TEST_CASE_METHOD(UndeleteRecordsFixture, "standard lookups that no document names stay empty") {
    const RecordHandle fair = add("Campaign", {{"Name", "Fair"}});
    const RecordHandle day = add("Campaign", {{"Name", "Day"}, {"ParentId", id(fair)}});
    REQUIRE(delete_record(store, fair, false));
    REQUIRE(undelete_record(store, fair));
    CHECK(alive(day));
    CHECK(value(day, "ParentId").is_null());
}

TEST_CASE_METHOD(
    UndeleteRecordsFixture, "a record that comes back refers to nothing that is deleted"
) {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    const RecordHandle child = widget({{"Account__c", id(acme)}});
    REQUIRE(delete_record(store, child, false));
    SECTION("and gets the reference back with its target") {
        REQUIRE(delete_record(store, acme, false));
        REQUIRE(undelete_record(store, child));
        CHECK(value(child, "Account__c").is_null());
        REQUIRE(undelete_record(store, acme));
        CHECK(value(child, "Account__c").record == acme);
    }
    SECTION("nor to what is gone for good") {
        REQUIRE(delete_record(store, acme, true));
        REQUIRE(undelete_record(store, child));
        CHECK(value(child, "Account__c").is_null());
    }
}

TEST_CASE_METHOD(
    UndeleteRecordsFixture, "copies of a store know what was deleted together, each for itself"
) {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    const RecordHandle ann = add("Contact", {{"LastName", "Ann"}, {"AccountId", id(acme)}});
    const RecordHandle child = widget({{"Account__c", id(acme)}});
    REQUIRE(delete_record(store, acme, false));
    const Store before = store;
    REQUIRE(undelete_record(store, acme));
    REQUIRE(delete_record(store, ann, false));
    store = before;
    CHECK_FALSE(alive(acme));
    REQUIRE(undelete_record(store, acme));
    CHECK(alive(ann));
    CHECK(value(child, "Account__c").record == acme);
}

TEST_CASE_METHOD(
    UndeleteRecordsFixture, "a delete of records that nothing hangs on costs nothing to remember"
) {
    for (int i = 0; i < 100; ++i) {
        const RecordHandle each = add("Account", {{"Name", "A"}});
        REQUIRE(delete_record(store, each, false));
    }
    CHECK(store.delete_groups().bytes() == 0);
}

TEST_CASE_METHOD(
    UndeleteRecordsFixture, "a key that another record has taken keeps a record in the bin"
) {
    const RecordHandle first = add("Account", {{"Name", "A"}, {"Code__c", "K"}});
    REQUIRE(delete_record(store, first, false));
    const RecordHandle second = add("Account", {{"Name", "B"}, {"Code__c", "K"}});
    CHECK(
        error_of(undelete_record(store, first)) ==
        "DUPLICATE_VALUE:duplicate value found: Code__c duplicates value on record with id: " +
            id(second) + ":Code__c --"
    );
    REQUIRE(delete_record(store, second, true));
    REQUIRE(undelete_record(store, first));
    CHECK(store.find_by_text(first.object, field("Account", "Code__c").number, "K", 2).size() == 1);
}

TEST_CASE_METHOD(UndeleteRecordsFixture, "a delete and an undelete leave everything as it was") {
    rc::prop("for any tree of widgets", [] {
        UndeleteRecordsFixture fixture;
        std::vector<RecordHandle> widgets{fixture.widget()};
        const int count = *rc::gen::inRange(1, 12);
        for (int i = 0; i < count; ++i) {
            const auto parent = *rc::gen::elementOf(widgets);
            widgets.push_back(fixture.widget({{"Parent__c", fixture.id(parent)}}));
        }
        const auto victim = *rc::gen::elementOf(widgets);
        RC_ASSERT(delete_record(fixture.store, victim, false).has_value());
        RC_ASSERT(!fixture.alive(victim));
        RC_ASSERT(undelete_record(fixture.store, victim).has_value());
        for (const RecordHandle each : widgets) RC_ASSERT(fixture.alive(each));
    });
}

TEST_CASE_METHOD(UndeleteRecordsFixture, "a write brings a record back, a live one not") {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    CHECK_FALSE(write("Account", Operation::undelete, {{"Id", id(acme)}}));
    REQUIRE(write("Account", Operation::remove, {{"Id", id(acme)}}));
    REQUIRE(write("Account", Operation::undelete, {{"Id", id(acme)}}));
    CHECK(alive(acme));
    CHECK(
        error_of(write("Account", Operation::undelete, {{"Id", "001TST000000999"}})) ==
        "INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--"
    );
}

TEST_CASE_METHOD(UndeleteRecordsFixture, "what an object refuses it refuses whatever the row") {
    CHECK(
        error_of(write("User", Operation::remove, {{"Id", id(store.user())}})) ==
        "INVALID_TYPE_FOR_OPERATION:entity type User does not support delete:--"
    );
    CHECK(
        error_of(write("Organization", Operation::insert, {})) ==
        "INVALID_TYPE_FOR_OPERATION:entity type Organization does not support create:--"
    );
    CHECK(alive(store.user()));
}

}  // namespace
}  // namespace rowlock
