#include "mockorg/engine/delete_records.hpp"

#include "mockorg/schema/schema_loader.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

#include <map>
#include <set>

namespace rowlock {
namespace {

struct DeleteRecordsFixture : EngineFixture {
    RecordHandle account(const std::string& name = "Acme") {
        return add("Account", {{"Name", name}});
    }

    RecordHandle widget(Fields fields = {}) {
        fields.emplace_back("Color__c", "Red");
        return add("Widget__c", fields);
    }

    bool alive(RecordHandle record) const { return store.state(record) == RowState::live; }
};

TEST_CASE_METHOD(
    DeleteRecordsFixture, "children that go with their parent are deleted, those of children too"
) {
    const RecordHandle acme = account();
    const RecordHandle contact = add("Contact", {{"LastName", "Smith"}, {"AccountId", id(acme)}});
    const RecordHandle task = add("Task", {{"Subject", "Call"}, {"WhoId", id(contact)}});
    const RecordHandle other =
        add("Contact", {{"LastName", "Jones"}, {"AccountId", id(account("Other"))}});
    REQUIRE(delete_record(store, acme, false).has_value());
    CHECK(store.state(acme) == RowState::deleted);
    CHECK(store.state(contact) == RowState::deleted);
    CHECK(store.state(task) == RowState::deleted);
    CHECK(alive(other));
}

TEST_CASE_METHOD(DeleteRecordsFixture, "a hard delete purges all that goes along") {
    const RecordHandle parent = widget();
    const RecordHandle part = add("Part__c", {{"Widget__c", id(parent)}});
    REQUIRE(delete_record(store, parent, true).has_value());
    CHECK(store.state(parent) == RowState::purged);
    CHECK(store.state(part) == RowState::purged);
}

TEST_CASE_METHOD(DeleteRecordsFixture, "children with a plain lookup stay and lose it") {
    const RecordHandle acme = account();
    const RecordHandle child = widget({{"Account__c", id(acme)}});
    REQUIRE(delete_record(store, acme, false).has_value());
    CHECK(alive(child));
    CHECK(value(child, "Account__c").is_null());
}

TEST_CASE_METHOD(DeleteRecordsFixture, "a restricting child keeps its parent alive") {
    const RecordHandle contact = add("Contact", {{"LastName", "Smith"}});
    const RecordHandle child = widget({{"Contact__c", id(contact)}});
    CHECK(
        error_of(delete_record(store, contact, false)) ==
        "DELETE_FAILED:Your attempt to delete " + id(contact) +
            " could not be completed because it is associated with Widget " + id(child) + ":--"
    );
    CHECK(alive(contact));
    SECTION("not once the child is gone") {
        REQUIRE(delete_record(store, child, false).has_value());
        CHECK(delete_record(store, contact, false).has_value());
    }
}

TEST_CASE_METHOD(DeleteRecordsFixture, "a restriction further down stops the whole delete") {
    const RecordHandle acme = account();
    const RecordHandle looking = widget({{"Account__c", id(acme)}});
    const RecordHandle contact = add("Contact", {{"LastName", "Smith"}, {"AccountId", id(acme)}});
    widget({{"Contact__c", id(contact)}});
    CHECK_FALSE(delete_record(store, acme, false).has_value());
    CHECK(alive(acme));
    CHECK(alive(contact));
    // Nothing was changed on the way either.
    CHECK(value(looking, "Account__c").record == acme);
}

TEST_CASE_METHOD(
    DeleteRecordsFixture, "a restricting child that is deleted along restricts nothing"
) {
    const RecordHandle acme = account();
    const RecordHandle contact = add("Contact", {{"LastName", "Smith"}, {"AccountId", id(acme)}});
    const RecordHandle parent = widget();
    const RecordHandle child = widget({{"Parent__c", id(parent)}, {"Contact__c", id(contact)}});
    CHECK_FALSE(delete_record(store, contact, false).has_value());
    REQUIRE(delete_record(store, parent, false).has_value());
    CHECK_FALSE(alive(child));
    CHECK(delete_record(store, contact, false).has_value());
}

TEST_CASE_METHOD(DeleteRecordsFixture, "who owns a record may be deleted; the record stays") {
    const RecordHandle ann = store.append(object("User").number);
    const RecordHandle child = widget({{"OwnerId", id(ann)}});
    REQUIRE(delete_record(store, ann, false).has_value());
    CHECK(alive(child));
    CHECK(value(child, "OwnerId").record == ann);
}

TEST_CASE_METHOD(DeleteRecordsFixture, "records that point at each other go together") {
    const RecordHandle first = widget();
    const RecordHandle second = widget({{"Parent__c", id(first)}});
    REQUIRE(write(
                "Widget__c", Operation::update, {{"Id", id(first)}, {"Parent__c", id(second)}}
    ).has_value());
    REQUIRE(delete_record(store, first, false).has_value());
    CHECK_FALSE(alive(first));
    CHECK_FALSE(alive(second));
}

/// What a delete should do, found by asking every record about its parents over and over.
class DeleteOracle {
public:
    struct Node {
        RecordHandle record;
        std::optional<std::size_t> cascade_parent;
        std::optional<std::size_t> clear_parent;
        std::optional<std::size_t> restrict_parent;
        bool alive = true;
    };

    std::vector<Node> nodes;

    std::set<std::size_t> doomed_with(std::size_t root) const {
        std::set<std::size_t> doomed = {root};
        for (std::size_t before = 0; before != doomed.size();) {
            before = doomed.size();
            for (std::size_t i = 0; i < nodes.size(); ++i) {
                const auto parent = nodes[i].cascade_parent;
                if (nodes[i].alive && parent && doomed.contains(*parent)) doomed.insert(i);
            }
        }
        return doomed;
    }

    bool remove(std::size_t root) {
        const std::set<std::size_t> doomed = doomed_with(root);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const auto parent = nodes[i].restrict_parent;
            if (nodes[i].alive && !doomed.contains(i) && parent && doomed.contains(*parent))
                return false;
        }
        for (Node& node : nodes) {
            if (node.alive && node.clear_parent && doomed.contains(*node.clear_parent))
                node.clear_parent.reset();
        }
        for (const std::size_t i : doomed) nodes[i].alive = false;
        return true;
    }
};

/// Widgets that point to each other in all three ways.
std::shared_ptr<const Schema> forest_schema() {
    return require_value(load_schema(
        R"({"objects": [{"name": "Node__c", "fields": [
            {"name": "Cascade__c", "type": "reference", "referenceTo": ["Node__c"], "cascadeDelete": true},
            {"name": "Clear__c", "type": "reference", "referenceTo": ["Node__c"]},
            {"name": "Restrict__c", "type": "reference", "referenceTo": ["Node__c"], "restrictedDelete": true}
        ]}]})",
        "forest"
    ));
}

TEST_CASE("deletes agree with an oracle that searches the whole store") {
    const auto schema = forest_schema();
    const ObjectType& node = *schema->find("Node__c");
    const auto field = [&](const std::string& name) { return node.find_field(name)->number; };
    rc::prop("every record lives, dies or is cleared as it should", [&] {
        Store store{schema, {'T', 'S', 'T'}};
        DeleteOracle oracle;
        const auto count = *rc::gen::inRange<std::size_t>(1, 12);
        for (std::size_t i = 0; i < count; ++i) {
            oracle.nodes.push_back({store.append(node.number), {}, {}, {}});
        }
        const auto some_parent = [&](const std::string& name, RecordHandle child) {
            const auto parent = *rc::gen::maybe(rc::gen::inRange<std::size_t>(0, count));
            std::optional<std::size_t> chosen;
            if (parent) {
                chosen = *parent;
                store.set(child, field(name), Value::of_record(oracle.nodes[*parent].record));
            }
            return chosen;
        };
        for (DeleteOracle::Node& each : oracle.nodes) {
            each.cascade_parent = some_parent("Cascade__c", each.record);
            each.clear_parent = some_parent("Clear__c", each.record);
            // Rarely, or nothing could ever be deleted.
            if (*rc::gen::inRange(0, 5) == 0)
                each.restrict_parent = some_parent("Restrict__c", each.record);
        }
        for (int step = 0; step < 3; ++step) {
            const auto root = *rc::gen::inRange<std::size_t>(0, count);
            if (!oracle.nodes[root].alive) continue;
            const bool expected = oracle.remove(root);
            RC_ASSERT(
                delete_record(store, oracle.nodes[root].record, false).has_value() == expected
            );
            for (const DeleteOracle::Node& each : oracle.nodes) {
                RC_ASSERT((store.state(each.record) == RowState::live) == each.alive);
                if (!each.alive) continue;
                RC_ASSERT(
                    store.value(each.record, field("Clear__c")).is_null() ==
                    !each.clear_parent.has_value()
                );
            }
        }
    });
}

}  // namespace
}  // namespace rowlock
