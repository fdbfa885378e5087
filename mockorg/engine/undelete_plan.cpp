#include "mockorg/engine/delete_plan.hpp"
#include "mockorg/schema/user_stamp.hpp"

#include <algorithm>
#include <set>

namespace rowlock {
namespace {

/// Calls `use` with each master-detail field of the record and its master, where it has one.
template <class Use>
void for_each_master(const Store& store, RecordHandle record, const Use& use) {
    for (const Field& field : store.schema().object(record.object).fields()) {
        if (!field.master_detail) continue;
        const Value master = store.value(record, field.number);
        if (master.kind == Value::Kind::reference) use(master.record);
    }
}

/// Works out one undelete.
class Return {
public:
    Return(const Store& store, RecordHandle head) : store_(store), head_(head) {}

    UndeletePlan plan() {
        gather();
        leave_orphans();
        find_references();
        return std::move(plan_);
    }

private:
    /// The head and all below it that went with it. A detail that did not leaves the bin together
    /// with its master, for good. [reported: help article 000386040]
    void gather() {
        plan_.returning.push_back(head_);
        returning_.insert(head_);
        // The list grows while it is walked: children of children follow.
        for (std::size_t i = 0; i < plan_.returning.size(); ++i) {
            const RecordHandle parent = plan_.returning[i];
            for (const ChildRelationship& below : store_.schema().children_of(parent.object)) {
                const bool is_empty = store_.table(below.child).rows() == 0;
                if (below.on_delete == OnParentDelete::cascade && !is_empty) add(parent, below);
            }
        }
    }

    void add(RecordHandle parent, const ChildRelationship& below) {
        const Field& field = store_.schema().object(below.child).field(below.field);
        for (const std::uint32_t row : store_.children(below.child, below.field, parent)) {
            const RecordHandle child{below.child, row};
            if (store_.state(child) != RowState::deleted) continue;
            if (store_.delete_groups().head_of(child) == head_) {
                if (returning_.insert(child).second) plan_.returning.push_back(child);
            } else if (field.master_detail) {
                plan_.lost.push_back(child);
            }
        }
    }

    bool will_live(RecordHandle record) const {
        return store_.state(record) == RowState::live || returning_.contains(record);
    }

    bool is_orphan(RecordHandle record) const {
        bool orphan = false;
        for_each_master(store_, record, [&](RecordHandle master) {
            orphan = orphan || !will_live(master);
        });
        return orphan;
    }

    /// A row of two masters is lost if both of them were deleted. [documented]
    void leave_orphans() {
        for (std::size_t before = 0; before != plan_.returning.size();) {
            before = plan_.returning.size();
            std::erase_if(plan_.returning, [&](RecordHandle record) {
                if (!is_orphan(record)) return false;
                plan_.lost.push_back(record);
                returning_.erase(record);
                return true;
            });
        }
    }

    void find_references() {
        for (const ClearedReference& cleared : store_.delete_groups().cleared_by(head_)) {
            const bool is_empty = store_.value(cleared.child, cleared.field).is_null();
            if (is_empty && will_live(cleared.child) && will_live(cleared.target))
                plan_.restored.push_back(cleared);
        }
        for (const RecordHandle record : plan_.returning) {
            for (const Field& field : store_.schema().object(record.object).fields()) {
                if (field.number == FieldNo{0} || is_user_stamp(field)) continue;
                const Value value = store_.value(record, field.number);
                if (value.kind == Value::Kind::reference && !will_live(value.record))
                    plan_.dangling.push_back({record, field.number, value.record});
            }
        }
    }

    const Store& store_;
    RecordHandle head_;
    UndeletePlan plan_;
    std::set<RecordHandle> returning_;
};

}  // namespace

bool is_in_recycle_bin(const Store& store, RecordHandle record) {
    const DeleteGroups& groups = store.delete_groups();
    if (store.state(record) != RowState::deleted) return false;
    if (groups.head_of(record) || groups.is_lost(record)) return false;
    bool masters_live = true;
    for_each_master(store, record, [&](RecordHandle master) {
        masters_live = masters_live && store.state(master) == RowState::live;
    });
    return masters_live;
}

UndeletePlan plan_undelete(const Store& store, RecordHandle record) {
    return Return{store, record}.plan();
}

}  // namespace rowlock
