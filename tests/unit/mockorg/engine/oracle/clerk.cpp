#include "tests/unit/mockorg/engine/oracle/clerk.hpp"

#include <algorithm>

namespace rowlock::oracle {
namespace {

bool is_among(const std::vector<RecordName>& names, RecordName name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Clerk::Clerk(const Story& story) {
    for (std::size_t i = 0; i < k_things; ++i) {
        for (const StartRecord& start : story.records[i]) {
            Record record;
            record.references = start.references;
            record.key = start.key;
            records_[i].push_back(record);
            const auto number = static_cast<std::uint32_t>(records_[i].size() - 1);
            take_account({static_cast<Thing>(i), number});
            note_account({static_cast<Thing>(i), number});
        }
    }
}

std::optional<RecordName> Clerk::find_key(Thing thing, const std::string& key) const {
    const auto& all = records_.at(static_cast<std::size_t>(thing));
    for (std::uint32_t i = 0; i < all.size(); ++i) {
        if (all[i].alive && all[i].key == key) return RecordName{thing, i};
    }
    return std::nullopt;
}

std::optional<RecordName> Clerk::target(Thing thing, Operation operation, const Row& row) const {
    if (operation == Operation::insert) return std::nullopt;
    if (operation == Operation::upsert) return find_key(thing, row.key);
    return row.record;
}

/// The record as the row would leave it. What refers to a record that is gone counts as empty.
Record Clerk::pending(const std::optional<RecordName>& self, Operation operation, const Row& row)
    const {
    Record record = self ? at(records_, *self) : Record{};
    for (std::size_t i = 0; i < k_references; ++i) {
        const Row::Cell& cell = row.cells[i];
        if (cell.kind == Row::Cell::Kind::leave) continue;
        record.references[i].reset();
        if (cell.kind == Row::Cell::Kind::set && is_alive(cell.to)) record.references[i] = cell.to;
    }
    if (operation == Operation::update || self) return record;
    record.key = row.key;
    record.completed = row.completed;
    record.dated = row.dated;
    return record;
}

std::optional<Change> Clerk::change(Thing thing, Operation operation, const Row& row) const {
    const auto self = target(thing, operation, row);
    if (self && !is_alive(*self)) return std::nullopt;
    Change change{thing, self, std::nullopt, std::nullopt};
    if (self) change.before = at(records_, *self);
    if (operation != Operation::remove) change.after = pending(self, operation, row);
    return change;
}

std::vector<RecordName> Clerk::keys(Thing thing, Operation operation, const Row& row, bool may)
    const {
    const auto changed = change(thing, operation, row);
    if (!changed) return {};
    if (operation == Operation::remove) return removal_keys(*changed->self, may);
    return keys_of(records_, *changed, may);
}

std::vector<RecordName> Clerk::removal_keys(RecordName record, bool may) const {
    std::vector<RecordName> keys;
    for (const RecordName each : doomed_with(record)) {
        const Change alone{each.thing, each, at(records_, each), std::nullopt};
        for (const RecordName key : keys_of(records_, alone, may)) keys.push_back(key);
        for (const RecordName child : losing(each)) keys.push_back(child);
    }
    return keys;
}

std::vector<RecordName> Clerk::keys(RecordName record, bool may) const {
    Row row;
    row.record = record;
    return keys(record.thing, Operation::update, row, may);
}

/// Why no save takes the row's values.
std::optional<ErrorCode> Clerk::fault(const Row& row) const {
    for (const Row::Cell& cell : row.cells) {
        if (cell.kind == Row::Cell::Kind::set && !is_alive(cell.to))
            return ErrorCode::entity_is_deleted;
    }
    if (row.spoilt) return ErrorCode::invalid_field;
    return std::nullopt;
}

Clerk::Saved Clerk::save(
    Thing thing, Operation operation, const Row& row, std::vector<RecordName>& written
) {
    const auto self = target(thing, operation, row);
    if (self && !is_alive(*self)) return {{}, false, ErrorCode::entity_is_deleted};
    if (operation == Operation::remove) return {*self, false, remove(*self)};
    if (self && is_among(written, *self)) return {{}, false, ErrorCode::duplicate_value};
    if (const auto error = fault(row)) return {{}, false, error};
    if (!self && !row.key.empty() && find_key(thing, row.key))
        return {{}, false, ErrorCode::duplicate_value};
    const Record record = pending(self, operation, row);
    auto& all = records_.at(static_cast<std::size_t>(thing));
    const RecordName name =
        self.value_or(RecordName{thing, static_cast<std::uint32_t>(all.size())});
    if (!self) all.emplace_back();
    at(records_, name) = record;
    const bool names_contact = row.cells[1].kind == Row::Cell::Kind::set;
    if (names_contact) take_account(name);
    note_account(name);
    written.push_back(name);
    return {name, !self, std::nullopt};
}

void Clerk::touch(RecordName record) {
    note_account(record);
}

/// Of What if that has one, else of Who. [OBJ-TASK]
void Clerk::note_account(RecordName name) {
    if (!is_activity(name.thing)) return;
    Record& activity = at(records_, name);
    const auto who = activity.references[0];
    const auto what = activity.references[1];
    activity.account.reset();
    if (what && what->thing == Thing::account) {
        activity.account = what;
    } else if (what) {
        activity.account = at(records_, *what).references[0];
    } else if (who) {
        activity.account = at(records_, *who).references[0];
    }
}

/// A case without an account gets its contact's. [OBJ-CASE, inferred]
void Clerk::take_account(RecordName name) {
    if (name.thing != Thing::case_) return;
    auto& references = at(records_, name).references;
    if (!references[0] && references[1]) references[0] = at(records_, *references[1]).references[0];
}

/// Whoever is alive and refers to the record by a reference that behaves like that.
std::vector<RecordName> Clerk::children(RecordName parent, OnDelete behaviour) const {
    std::vector<RecordName> found;
    for (std::size_t i = 0; i < k_things; ++i) {
        const auto thing = static_cast<Thing>(i);
        for (std::uint32_t number = 0; number < records_[i].size(); ++number) {
            if (!records_[i][number].alive) continue;
            for (std::size_t field = 0; field < k_references; ++field) {
                const bool fits = facts_of(thing).references[field].on_delete == behaviour;
                if (fits && records_[i][number].references[field] == parent)
                    found.push_back({thing, number});
            }
        }
    }
    return found;
}

/// The record and all that hangs on it.
std::vector<RecordName> Clerk::doomed_with(RecordName record) const {
    std::vector<RecordName> doomed{record};
    for (std::size_t i = 0; i < doomed.size(); ++i) {
        for (const RecordName child : children(doomed[i], OnDelete::cascade)) {
            if (!is_among(doomed, child)) doomed.push_back(child);
        }
    }
    return doomed;
}

/// Who will name the doomed record no more: in a reference of its own, or, a task or event, as its
/// account.
std::vector<RecordName> Clerk::losing(RecordName doomed) const {
    std::vector<RecordName> found = children(doomed, OnDelete::clear);
    for (const Thing thing : {Thing::task, Thing::event}) {
        const auto& activities = records_[static_cast<std::size_t>(thing)];
        for (std::uint32_t number = 0; number < activities.size(); ++number) {
            if (activities[number].alive && activities[number].account == doomed)
                found.push_back({thing, number});
        }
    }
    return found;
}

/// Takes all along that hangs on it, unless somebody stands in the way of one of them.
std::optional<ErrorCode> Clerk::remove(RecordName record) {
    const std::vector<RecordName> doomed = doomed_with(record);
    for (const RecordName each : doomed) {
        for (const RecordName child : children(each, OnDelete::restrict)) {
            if (!is_among(doomed, child)) return ErrorCode::delete_failed;
        }
    }
    for (const RecordName each : doomed) {
        for (const RecordName child : children(each, OnDelete::clear)) {
            for (auto& reference : at(records_, child).references) {
                if (reference == each) reference.reset();
            }
        }
        for (const Thing thing : {Thing::task, Thing::event}) {
            for (Record& activity : records_[static_cast<std::size_t>(thing)]) {
                if (activity.account == each) activity.account.reset();
            }
        }
    }
    for (const RecordName each : doomed) at(records_, each).alive = false;
    return std::nullopt;
}

}  // namespace rowlock::oracle
