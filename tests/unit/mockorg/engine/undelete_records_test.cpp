#include "mockorg/engine/undelete_records.hpp"

#include "mockorg/engine/delete_records.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

struct Fixture : EngineFixture {
    bool alive(RecordHandle record) const { return store.state(record) == RowState::live; }

    RecordHandle widget(Fields fields = {}) {
        fields.emplace_back("Color__c", "Red");
        return add("Widget__c", fields);
    }
};

TEST_CASE_METHOD(Fixture, "what a delete took along comes back with it") {
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

TEST_CASE_METHOD(Fixture, "what was purged is gone") {
    const RecordHandle acme = add("Account", {{"Name", "Acme"}});
    REQUIRE(delete_record(store, acme, true));
    CHECK_FALSE(undelete_record(store, acme));
}

TEST_CASE_METHOD(Fixture, "a detail waits for its master") {
    const RecordHandle parent = widget();
    const RecordHandle part = add("Part__c", {{"Widget__c", id(parent)}});
    REQUIRE(delete_record(store, parent, false));
    CHECK_FALSE(undelete_record(store, part));
    CHECK_FALSE(alive(part));
    REQUIRE(undelete_record(store, parent));
    CHECK(alive(part));
}

TEST_CASE_METHOD(Fixture, "a key that another record has taken keeps a record in the bin") {
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

TEST_CASE_METHOD(Fixture, "a delete and an undelete leave everything as it was") {
    rc::prop("for any tree of widgets", [] {
        Fixture fixture;
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

TEST_CASE_METHOD(Fixture, "a write brings a record back, a live one not") {
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

TEST_CASE_METHOD(Fixture, "what an object refuses it refuses whatever the row") {
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
