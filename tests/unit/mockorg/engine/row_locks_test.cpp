#include "mockorg/engine/row_locks.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/org_fixture.hpp"

#include <algorithm>

namespace rowlock {
namespace {

// What each rule locks is tested with the rules; here is what the engine tells them about a row.

struct RowLocksFixture : OrgFixture {
    explicit RowLocksFixture(OrgConfig config = steady_config())
        : OrgFixture(std::move(config)), acme(account("Acme")), other(account("Other")) {}

    std::string acme;
    std::string other;

    /// Records locked while one row is written by a job, in lock order.
    std::vector<std::string> locked_by(
        const std::string& object,
        const std::string& operation,
        std::string csv,
        const std::string& key = {}
    ) {
        BulkJobSettings settings;
        settings.external_id_field = key;
        load(object, operation, std::move(csv), settings);
        org.advance(seconds(1));
        std::vector<std::string> ids;
        for (const HeldLock& lock : org.locks()) ids.push_back(lock.record.text());
        org.run_until_idle();
        return ids;
    }

    std::string insert(const std::string& object, std::vector<FieldText> fields) {
        return require_value(org.write({object, Operation::insert, {}, {}, std::move(fields)}))
            .id.text();
    }
};

using Ids = std::vector<std::string>;

TEST_CASE_METHOD(RowLocksFixture, "an insert locks its parents, not itself") {
    CHECK(locked_by("Contact", "insert", "LastName,AccountId\nSmith," + acme + "\n") == Ids{acme});
    CHECK(locked_by("Account", "insert", "Name\nNew\n").empty());
}

TEST_CASE_METHOD(
    RowLocksFixture, "an update locks the row and what the old or the new value names"
) {
    const std::string contact = insert("Contact", {{"LastName", "Smith"}, {"AccountId", acme}});
    CHECK(
        locked_by("Contact", "update", "Id,LastName\n" + contact + ",Jones\n") == Ids{acme, contact}
    );
    CHECK(
        locked_by("Contact", "update", "Id,AccountId\n" + contact + "," + other + "\n") ==
        Ids{acme, other, contact}
    );
    CHECK(
        locked_by("Contact", "update", "Id,AccountId\n" + contact + ",#N/A\n") ==
        Ids{other, contact}
    );
    CHECK(locked_by("Contact", "update", "Id,LastName\n" + contact + ",Smith\n") == Ids{contact});
}

TEST_CASE_METHOD(RowLocksFixture, "a delete locks the row and its stored parents") {
    const std::string contact = insert("Contact", {{"LastName", "Smith"}, {"AccountId", acme}});
    CHECK(locked_by("Contact", "delete", "Id\n" + contact + "\n") == Ids{acme, contact});
}

TEST_CASE_METHOD(RowLocksFixture, "an undelete locks what the delete locked") {
    const std::string contact = insert("Contact", {{"LastName", "Smith"}, {"AccountId", acme}});
    require_value(org.write({"Contact", Operation::remove, contact, {}, {}}));
    org.org().submit(
        org.org().now(), WriteRecord{"Contact", Operation::undelete, contact, {}, {}}, [](auto) {}
    );
    Ids locked;
    for (const HeldLock& lock : org.locks()) locked.push_back(lock.record.text());
    CHECK(locked == Ids{acme, contact});
    org.run_until_idle();
    CHECK(count("SELECT COUNT() FROM Contact") == 1);
}

TEST_CASE_METHOD(RowLocksFixture, "a delete locks what goes along and what that refers to") {
    const std::string parent = insert("Widget__c", {{"Color__c", "Red"}});
    const std::string ann = insert("Contact", {{"LastName", "Ann"}});
    const std::string child =
        insert("Widget__c", {{"Color__c", "Red"}, {"Parent__c", parent}, {"Contact__c", ann}});
    const std::string part = insert("Part__c", {{"Widget__c", child}});
    insert("Part__c", {{"Widget__c", insert("Widget__c", {{"Color__c", "Red"}})}});
    const Ids all{ann, parent, child, part};
    CHECK(locked_by("Widget__c", "delete", "Id\n" + parent + "\n") == all);
    org.org().submit(
        org.org().now(), WriteRecord{"Widget__c", Operation::undelete, parent, {}, {}}, [](auto) {}
    );
    Ids locked;
    for (const HeldLock& lock : org.locks()) locked.push_back(lock.record.text());
    CHECK(locked == all);
}

TEST_CASE_METHOD(
    RowLocksFixture, "a delete locks whoever loses a reference, without their other parents"
) {
    const std::string ann = insert("Contact", {{"LastName", "Ann"}});
    const std::string widget =
        insert("Widget__c", {{"Color__c", "Red"}, {"Account__c", acme}, {"Contact__c", ann}});
    insert("Widget__c", {{"Color__c", "Red"}, {"Account__c", other}});
    CHECK(locked_by("Account", "delete", "Id\n" + acme + "\n") == Ids{acme, widget});
}

TEST_CASE_METHOD(RowLocksFixture, "an undelete locks whose reference it fills again") {
    const std::string widget = insert("Widget__c", {{"Color__c", "Red"}, {"Account__c", acme}});
    require_value(org.write({"Account", Operation::remove, acme, {}, {}}));
    org.org().submit(
        org.org().now(), WriteRecord{"Account", Operation::undelete, acme, {}, {}}, [](auto) {}
    );
    Ids locked;
    for (const HeldLock& lock : org.locks()) locked.push_back(lock.record.text());
    CHECK(locked == Ids{acme, widget});
    org.run_until_idle();
    CHECK(count("SELECT COUNT() FROM Widget__c WHERE Account__c = '" + acme + "'") == 1);
}

TEST_CASE_METHOD(RowLocksFixture, "a purge locks what leaves the recycle bin and nothing else") {
    const std::string parent = insert("Widget__c", {{"Color__c", "Red"}, {"Account__c", acme}});
    const std::string part = insert("Part__c", {{"Widget__c", parent}});
    const std::string other_part = insert("Part__c", {{"Widget__c", parent}});
    const auto submit = [&](Operation operation, const std::string& id) {
        const std::string object = id == parent ? "Widget__c" : "Part__c";
        org.org().submit(org.org().now(), WriteRecord{object, operation, id, {}, {}}, [](auto) {});
        Ids locked;
        for (const HeldLock& lock : org.locks()) locked.push_back(lock.record.text());
        org.run_until_idle();
        return locked;
    };
    submit(Operation::remove, part);
    CHECK(submit(Operation::purge, part) == Ids{part});
    submit(Operation::remove, parent);
    CHECK(submit(Operation::purge, other_part).empty());
    CHECK(submit(Operation::purge, parent) == Ids{parent, other_part});
}

struct UnlockedReferences : RowLocksFixture {
    static OrgConfig config() {
        OrgConfig config = steady_config();
        REQUIRE(apply_settings({{"cleared-references", false}}, config.lock_rules).has_value());
        return config;
    }

    UnlockedReferences() : RowLocksFixture(config()) {}
};

TEST_CASE_METHOD(UnlockedReferences, "a setting lets whoever loses a reference go free") {
    insert("Widget__c", {{"Color__c", "Red"}, {"Account__c", acme}});
    const std::string ann = insert("Contact", {{"LastName", "Ann"}, {"AccountId", acme}});
    CHECK(locked_by("Account", "delete", "Id\n" + acme + "\n") == Ids{acme, ann});
}

TEST_CASE_METHOD(RowLocksFixture, "who forbids a delete is not locked by it") {
    const std::string ann = insert("Contact", {{"LastName", "Ann"}});
    insert("Widget__c", {{"Color__c", "Red"}, {"Contact__c", ann}});
    CHECK(locked_by("Contact", "delete", "Id\n" + ann + "\n") == Ids{ann});
    CHECK(count("SELECT COUNT() FROM Contact") == 1);
}

TEST_CASE_METHOD(RowLocksFixture, "a master goes with 20,000 details that it locks") {
    const std::string parent = insert("Widget__c", {{"Color__c", "Red"}});
    std::string csv = "Widget__c\n";
    constexpr std::size_t k_details = 20'000;
    for (std::size_t i = 0; i < k_details; ++i) csv += parent + "\n";
    load("Part__c", "insert", std::move(csv));
    org.run_until_idle();
    CHECK(locked_by("Widget__c", "delete", "Id\n" + parent + "\n").size() == k_details + 1);
    CHECK(count("SELECT COUNT() FROM Part__c") == 0);
}

TEST_CASE_METHOD(RowLocksFixture, "an upsert locks as the insert or update that it is") {
    const std::string row =
        "Key__c,Name,StageName,CloseDate,AccountId\nk-1,Deal,Prospecting,2026-01-01," + acme + "\n";
    CHECK(locked_by("Opportunity", "upsert", row, "Key__c") == Ids{acme});
    const Ids updated = locked_by("Opportunity", "upsert", row, "Key__c");
    REQUIRE(updated.size() == 1);
    CHECK(updated[0].starts_with("006"));
}

TEST_CASE_METHOD(RowLocksFixture, "parents named by their external id are locked, too") {
    require_value(org.write({"Account", Operation::update, acme, {}, {{"Code__c", "A-1"}}}));
    CHECK(locked_by("Contact", "insert", "LastName,Account.Code__c\nSmith,A-1\n") == Ids{acme});
}

TEST_CASE_METHOD(RowLocksFixture, "conditions see defaults and what is stored") {
    // Status is not given: Not Started by default, which locks nothing.
    CHECK(locked_by("Task", "insert", "Subject,ActivityDate,WhatId\nCall,2026-01-01," + acme + "\n")
              .empty());
    CHECK(
        locked_by(
            "Task",
            "insert",
            "Subject,ActivityDate,WhatId,Status\nCall,2026-01-01," + acme + ",Completed\n"
        ) == Ids{acme}
    );
}

TEST_CASE_METHOD(RowLocksFixture, "rows that will fail lock what can be told of them") {
    CHECK(locked_by("Contact", "update", "Id,LastName\n003RL0000000099,x\n").empty());
    CHECK(locked_by("Contact", "insert", "LastName,AccountId\nSmith,001RL0000000099\n").empty());
    // The parent is known although the row lacks its name.
    CHECK(locked_by("Contact", "insert", "FirstName,AccountId\nAnn," + acme + "\n") == Ids{acme});
}

TEST_CASE_METHOD(RowLocksFixture, "a chunk takes each key once") {
    CHECK(locked_by("Contact", "insert", contacts_csv(200, acme)) == Ids{acme});
}

}  // namespace
}  // namespace rowlock
