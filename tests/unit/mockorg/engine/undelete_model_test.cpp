// Deletes, undeletes and purges of small worlds, compared with a model that keeps a list for each
// delete.
#include "mockorg/engine/delete_records.hpp"
#include "mockorg/engine/purge_records.hpp"
#include "mockorg/engine/undelete_records.hpp"
#include "mockorg/schema/schema_loader.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"

#include <map>
#include <optional>
#include <vector>

namespace rowlock {
namespace {

using Node = std::size_t;
using Reference = std::optional<Node>;

/// Junctions have two masters; every row may look up another, which is cleared with it.
std::shared_ptr<const Schema> world_schema() {
    static const auto schema = require_value(load_schema(
        R"({"objects": [
            {"name": "Root__c", "fields": [
                {"name": "Look__c", "type": "reference", "referenceTo": ["Root__c"]}
            ]},
            {"name": "Joint__c", "fields": [
                {"name": "First__c", "type": "reference", "referenceTo": ["Root__c"], "relationshipOrder": 0},
                {"name": "Second__c", "type": "reference", "referenceTo": ["Root__c"], "relationshipOrder": 1},
                {"name": "Look__c", "type": "reference", "referenceTo": ["Root__c"]}
            ]}
        ]})",
        "undelete_model"
    ));
    return schema;
}

/// The world in words: who is alive, what each delete took along and what it emptied.
struct Model {
    struct Row {
        bool alive = true;
        bool lost = false;
        bool purged = false;
        std::vector<Node> masters;
        Reference look;
        Reference head;
    };

    struct Cleared {
        Node child;
        Node target;
    };

    std::vector<Row> rows;
    std::map<Node, std::vector<Cleared>> cleared;

    bool is_detail(Node row, Node of) const {
        const auto& masters = rows[row].masters;
        return std::find(masters.begin(), masters.end(), of) != masters.end();
    }

    void remove(Node head) {
        std::vector<Node> doomed{head};
        for (Node row = 0; row < rows.size(); ++row)
            if (rows[row].alive && is_detail(row, head)) doomed.push_back(row);
        for (const Node each : doomed) {
            if (each != head) rows[each].head = head;
            for (Node row = 0; row < rows.size(); ++row) {
                if (!rows[row].alive || rows[row].look != each) continue;
                rows[row].look.reset();
                cleared[head].push_back({row, each});
            }
        }
        for (const Node each : doomed) rows[each].alive = false;
    }

    bool masters_live(Node row) const {
        const auto& masters = rows[row].masters;
        return std::all_of(masters.begin(), masters.end(), [&](Node m) { return rows[m].alive; });
    }

    bool is_in_bin(Node row) const {
        const Row& named = rows[row];
        const bool is_head = !named.alive && !named.lost && !named.purged && !named.head;
        return is_head && masters_live(row);
    }

    bool purge(Node head) {
        if (!is_in_bin(head)) return false;
        for (Node row = 0; row < rows.size(); ++row) {
            if (row != head && rows[row].head != head) continue;
            rows[row].purged = true;
            rows[row].head.reset();
        }
        cleared.erase(head);
        return true;
    }

    bool bring_back(Node head) {
        if (!is_in_bin(head)) return false;
        std::vector<Node> returning{head};
        rows[head].alive = true;
        for (Node row = 0; row < rows.size(); ++row) {
            if (rows[row].alive || !is_detail(row, head)) continue;
            if (rows[row].head == head && masters_live(row)) {
                returning.push_back(row);
            } else {
                rows[row].lost = true;
                rows[row].head.reset();
            }
        }
        for (const Node each : returning) {
            rows[each].alive = true;
            rows[each].head.reset();
        }
        for (const Cleared& each : std::exchange(cleared[head], {})) {
            Row& child = rows[each.child];
            if (child.alive && !child.look && rows[each.target].alive) child.look = each.target;
        }
        for (const Node each : returning) {
            const Reference look = rows[each].look;
            if (!look || rows[*look].alive) continue;
            cleared[rows[*look].head.value_or(*look)].push_back({each, *look});
            rows[each].look.reset();
        }
        return true;
    }
};

/// The same in a store.
struct StoredWorld {
    Store store{world_schema(), {'T', 'S', 'T'}};
    std::vector<RecordHandle> records;

    FieldNo field(RecordHandle record, const char* name) const {
        return store.schema().object(record.object).find_field(name)->number;
    }

    void refer(Node from, const char* name, Node to) {
        store.set(records[from], field(records[from], name), Value::of_record(records[to]));
    }

    Reference look_of(Node row) const {
        const Value value = store.value(records[row], field(records[row], "Look__c"));
        if (value.is_null()) return std::nullopt;
        const auto found = std::find(records.begin(), records.end(), value.record);
        return static_cast<Node>(found - records.begin());
    }
};

void add_row(Model& model, StoredWorld& world, std::size_t roots) {
    const Node row = model.rows.size();
    const bool is_root = row < roots;
    const ObjectType& object = *world.store.schema().find(is_root ? "Root__c" : "Joint__c");
    world.records.push_back(world.store.append(object.number));
    model.rows.emplace_back();
    if (is_root) return;
    for (const char* master : {"First__c", "Second__c"}) {
        const Node to = *rc::gen::inRange<Node>(0, roots);
        model.rows[row].masters.push_back(to);
        world.refer(row, master, to);
    }
}

void take_step(Model& model, StoredWorld& world, std::size_t roots) {
    const Node row = *rc::gen::inRange<Node>(0, model.rows.size());
    Model::Row& told = model.rows[row];
    switch (*rc::gen::inRange(0, 4)) {
        case 0: {
            const Node to = *rc::gen::inRange<Node>(0, roots);
            if (!told.alive || !model.rows[to].alive) return;
            told.look = to;
            world.refer(row, "Look__c", to);
            return;
        }
        case 1:
            if (!told.alive) return;
            model.remove(row);
            RC_ASSERT(delete_record(world.store, world.records[row], false).has_value());
            return;
        case 2:
            RC_ASSERT(
                purge_record(world.store, world.records[row]).has_value() == model.purge(row)
            );
            return;
        default:
            RC_ASSERT(
                undelete_record(world.store, world.records[row]).has_value() ==
                model.bring_back(row)
            );
    }
}

TEST_CASE("deletes, undeletes and purges agree with a model that keeps a list for each delete") {
    rc::prop("who lives and who refers to whom", [] {
        Model model;
        StoredWorld world;
        const auto roots = *rc::gen::inRange<std::size_t>(1, 5);
        const auto joints = *rc::gen::inRange<std::size_t>(0, 6);
        for (std::size_t i = 0; i < roots + joints; ++i) add_row(model, world, roots);
        for (int step = 0; step < 30; ++step) {
            take_step(model, world, roots);
            for (Node row = 0; row < model.rows.size(); ++row) {
                const RowState state = world.store.state(world.records[row]);
                const bool alive = state == RowState::live;
                RC_ASSERT(alive == model.rows[row].alive);
                RC_ASSERT((state == RowState::purged) == model.rows[row].purged);
                if (alive) RC_ASSERT(world.look_of(row) == model.rows[row].look);
            }
        }
    });
}

}  // namespace
}  // namespace rowlock
