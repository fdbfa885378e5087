#include "checks/input/row_collector.hpp"

#include "checks/input/cell_value.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/locking/path_step.hpp"

#include <algorithm>
#include <string>

namespace rowlock {
namespace {

/// The row as the org holds it before the write, as far as files tell.
class StoredRow final : public RowView {
public:
    StoredRow(const LoadColumns& columns, std::uint32_t own, const PossibleStates& states)
        : object_(columns.object->number), own_(own), states_(states) {}

    Value value(FieldNo field) const override {
        if (field != FieldNo{0}) return states_.own_value(object_, own_, field);
        const bool named = own_ != RecordNumbers::k_none;
        return named ? Value::of_record({object_, own_}) : Value::of_null();
    }

private:
    ObjectNo object_;
    std::uint32_t own_;
    const PossibleStates& states_;
};

/// The row as it will be: the file's cells, and behind them what is stored, or for a new row the
/// schema's defaults.
class WrittenRow final : public RowView {
public:
    WrittenRow(
        const LoadColumns& columns,
        const CsvChunk& chunk,
        const CsvIndex::Row& row,
        std::uint32_t own,
        RecordNumbers& numbers,
        UnresolvedCounts& counts
    )
        : columns_(columns),
          chunk_(chunk),
          row_(row),
          own_(own),
          numbers_(numbers),
          counts_(counts) {}

    /// Null for a row that is new.
    void set_stored(const RowView* stored) { stored_ = stored; }

    Value value(FieldNo field) const override {
        const ObjectNo object = columns_.object->number;
        if (field == FieldNo{0}) {
            const bool exists = stored_ != nullptr && own_ != RecordNumbers::k_none;
            return exists ? Value::of_record({object, own_}) : Value::of_null();
        }
        const std::uint32_t position = position_of(field);
        const Field& meaning = columns_.object->field(field);
        if (position != LoadColumns::k_absent) {
            const std::string_view cell = unquoted_cell(chunk_.cell(row_, position), buffer_);
            if (cell == "#N/A") return Value::of_null();
            const auto& names = columns_.names[position];
            if (names) {
                const std::uint32_t number = numbers_.number_of(*names, cell);
                if (number != RecordNumbers::k_none) return reference(number, field, *names);
            } else if (!cell.empty()) {
                return cell_value(meaning, cell);
            }
        }
        return stored_ != nullptr ? stored_->value(field)
                                  : cell_value(meaning, meaning.default_value);
    }

    /// An empty cell leaves the field alone, as a missing column does.
    bool may_have_changed(FieldNo field) const override {
        const std::uint32_t position = position_of(field);
        return position != LoadColumns::k_absent && !chunk_.cell(row_, position).empty();
    }

private:
    /// A field of one object means that one, whatever the id looks like.
    static bool may_refer_to(const NameColumn& names, ObjectNo object) {
        const auto& targets = names.targets;
        return targets.size() < 2 ||
               std::find(targets.begin(), targets.end(), object) != targets.end();
    }

    std::uint32_t position_of(FieldNo field) const {
        return columns_.position_of[static_cast<std::size_t>(field)];
    }

    Value reference(std::uint32_t number, FieldNo field, const NameColumn& names) const {
        if (numbers_.is_wrong_id(number)) {
            counts_.note(UnresolvedReason::wrong_id, columns_.object->number, field);
        } else if (!may_refer_to(names, numbers_.object_of(number))) {
            counts_.note(UnresolvedReason::unknown_object, columns_.object->number, field);
        }
        return Value::of_record(numbers_.handle(number));
    }

    const LoadColumns& columns_;
    const CsvChunk& chunk_;
    const CsvIndex::Row& row_;
    std::uint32_t own_;
    RecordNumbers& numbers_;
    UnresolvedCounts& counts_;
    const RowView* stored_ = nullptr;
    /// The last text asked for, if its quotes were doubled.
    mutable std::string buffer_;
};

}  // namespace

void add_key(std::vector<CollectedKey>& keys, CollectedKey key) {
    const auto same = std::find_if(keys.begin(), keys.end(), [&](const CollectedKey& other) {
        return other.number == key.number;
    });
    if (same == keys.end()) {
        keys.push_back(key);
    } else if (same->soft && !key.soft) {
        *same = key;
    }
}

/// What is no row gets a number by a name that no cell has for a record.
std::uint32_t RowCollector::number_of(LockKey key) {
    if (key.is_record()) return key.record().row;
    const bool group = key.kind() == LockKeyKind::group_membership;
    const ObjectNo object = group ? ObjectNo{0} : key.record().object;
    const std::string name = group ? std::string{"group memberships"}
                                   : "unique value #" + std::to_string(key.record().row);
    return numbers_.number_of(numbers_.id_column({object}), name);
}

/// The reference whose target the rule locks, if other rules lead on through the same target.
std::optional<FieldNo> RowCollector::reference_led_through(
    const ObjectType& object, std::uint16_t rule
) {
    const auto [known, is_new] = led_through_.try_emplace(rule);
    if (!is_new) return known->second;
    const std::string& path = rules_.rules()[rule].path;
    const Field* const reference = object.find_relationship(path);
    const auto leads_on = [&](const LockRule& other) {
        return !other.operations.empty() && equal_ignoring_case(other.object, object.name) &&
               path_steps(other.path).size() > 1 &&
               equal_ignoring_case(path_steps(other.path).front(), path);
    };
    const auto& rules = rules_.rules();
    if (reference != nullptr && std::any_of(rules.begin(), rules.end(), leads_on))
        known->second = reference->number;
    return known->second;
}

void RowCollector::collect_write(
    WriteKind kind,
    const LoadColumns& columns,
    const RowView& after,
    const RowView& before,
    std::uint32_t own,
    std::vector<CollectedKey>& out
) {
    RowWrite write{columns.object->number, kind};
    if (kind != WriteKind::insert) write.before = &before;
    if (kind != WriteKind::remove) write.after = &after;
    write.self = {columns.object->number, own};
    bool varied = false;
    states_.begin();
    do {
        wanted_.clear();
        rules_.collect(write, 0, states_, true, wanted_);
        varied = varied || states_.vary();
        for (const WantedLock& lock : wanted_) {
            const std::uint32_t number = number_of(lock.key);
            if (number == RecordNumbers::k_none) continue;
            if (lock.key.is_record() && numbers_.is_of_unknown_object(number)) {
                const auto reference = reference_led_through(*columns.object, lock.rule);
                if (reference)
                    counts_.note(UnresolvedReason::unknown_object, write.object, *reference);
            }
            const bool soft = rules_.rules()[lock.rule].strength == LockStrength::may;
            add_key(out, {number, soft, lock.rule});
        }
    } while (states_.advance());
    if (unmet_ != nullptr && !varied) unmet_->check(write, states_);
}

void RowCollector::collect(
    const LoadColumns& columns,
    const CsvChunk& chunk,
    const CsvIndex::Row& row,
    std::vector<CollectedKey>& out
) {
    out.clear();
    if (unmet_ != nullptr) unmet_->begin_row();
    const ObjectNo object = columns.object->number;
    std::uint32_t own = RecordNumbers::k_none;
    if (columns.own_position != LoadColumns::k_absent) {
        std::string buffer;
        own = numbers_.number_of(
            columns.own_names, unquoted_cell(chunk.cell(row, columns.own_position), buffer)
        );
        const bool may_lack = columns.operation == WriteOperation::upsert && !columns.own_by_key();
        if (own == RecordNumbers::k_none && !may_lack) {
            counts_.note(UnresolvedReason::no_name, object, FieldNo{0});
        } else if (own != RecordNumbers::k_none && numbers_.is_wrong_id(own)) {
            counts_.note(UnresolvedReason::wrong_id, object, FieldNo{0});
        }
    }
    const StoredRow before{columns, own, states_};
    WrittenRow after{columns, chunk, row, own, numbers_, counts_};
    const auto write = [&](WriteKind kind, std::vector<CollectedKey>& keys) {
        after.set_stored(kind == WriteKind::insert ? nullptr : &before);
        collect_write(kind, columns, after, before, own, keys);
    };
    switch (columns.operation) {
        case WriteOperation::insert:
            return write(WriteKind::insert, out);
        case WriteOperation::update:
            return write(WriteKind::update, out);
        case WriteOperation::remove:
            return write(WriteKind::remove, out);
        case WriteOperation::upsert:
            break;
    }
    const bool named = own != RecordNumbers::k_none;
    if (!columns.own_by_key()) {
        return write(named ? WriteKind::update : WriteKind::insert, out);
    }
    if (named && records_.is_stored(own) && !records_.is_removed(own)) {
        write(WriteKind::update, out);
    } else {
        counts_.note(UnresolvedReason::insert_or_update, object, FieldNo{0});
        other_.clear();
        write(WriteKind::insert, other_);
        write(WriteKind::update, out);
        const auto hard_in = [](const std::vector<CollectedKey>& keys, std::uint32_t number) {
            return std::any_of(keys.begin(), keys.end(), [&](const CollectedKey& key) {
                return key.number == number && !key.soft;
            });
        };
        for (CollectedKey& key : out) key.soft = key.soft || !hard_in(other_, key.number);
        for (const CollectedKey& key : other_) add_key(out, {key.number, true, key.rule});
    }
    if (named) {
        std::erase_if(out, [&](const CollectedKey& key) { return key.number == own; });
        out.push_back({own, false, k_own_key_rule});
    }
}

}  // namespace rowlock
