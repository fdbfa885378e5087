#include "checks/input/plain_keys.hpp"

#include <algorithm>
#include <string>

namespace rowlock {
namespace {

using Targets = std::vector<PlainTarget>;

bool locks_for_sure(const Targets& targets, FieldNo field) {
    return std::any_of(targets.begin(), targets.end(), [&](const PlainTarget& target) {
        return target.field == field && !target.may;
    });
}

/// Per reference, one column: further rules about the same one add nothing but their strength.
void add_reference(
    PlainKeys& keys, const LoadColumns& columns, FieldNo field, bool soft, std::uint16_t rule
) {
    const std::uint32_t position = columns.position_of[static_cast<std::size_t>(field)];
    if (position == LoadColumns::k_absent || !columns.names[position]) return;
    const auto known = std::find_if(
        keys.columns.begin(),
        keys.columns.end(),
        [&](const PlainKeys::Column& column) { return !column.own && column.field == field; }
    );
    if (known != keys.columns.end()) return;
    keys.columns.push_back({position, *columns.names[position], soft, rule, field});
}

void add_own(PlainKeys& keys, const LoadColumns& columns, bool soft, std::uint16_t rule) {
    keys.columns.push_back({columns.own_position, columns.own_names, soft, rule, FieldNo{0}, true});
}

void note_stored(PlainKeys& keys, const Targets& targets) {
    for (const PlainTarget& target : targets) {
        if (target.field) keys.stored_fields.push_back(*target.field);
    }
    std::sort(keys.stored_fields.begin(), keys.stored_fields.end());
    const auto end = std::unique(keys.stored_fields.begin(), keys.stored_fields.end());
    keys.stored_fields.erase(end, keys.stored_fields.end());
}

void add_targets(PlainKeys& keys, const LoadColumns& columns, const Targets& targets) {
    // Those of `always` rules come first, so a reference is as hard as any rule makes it.
    for (const PlainTarget& target : targets) {
        if (!target.field) {
            add_own(keys, columns, target.may, target.rule);
        } else if (columns.operation != WriteOperation::remove) {
            add_reference(keys, columns, *target.field, target.may, target.rule);
        }
    }
}

std::optional<PlainKeys> upsert_keys(const LoadColumns& columns, const LockRules& rules) {
    if (!columns.own_by_key()) return std::nullopt;
    const auto inserted = rules.plain_targets(columns.object->number, WriteKind::insert);
    const auto updated = rules.plain_targets(columns.object->number, WriteKind::update);
    if (!inserted || !updated) return std::nullopt;
    PlainKeys keys;
    keys.insert_or_update = true;
    for (const Targets* targets : {&*updated, &*inserted}) {
        for (const PlainTarget& target : *targets) {
            if (!target.field) continue;
            const bool sure =
                locks_for_sure(*inserted, *target.field) && locks_for_sure(*updated, *target.field);
            add_reference(keys, columns, *target.field, !sure, target.rule);
        }
    }
    add_own(keys, columns, false, k_own_key_rule);
    note_stored(keys, *updated);
    return keys;
}

}  // namespace

void PlainKeys::prepare(CsvChunk& chunk) const {
    std::string buffer;
    const auto& rows = chunk.index.rows;
    chunk.names.resize(columns.size());
    chunk.deferred.clear();
    for (std::uint32_t c = 0; c < columns.size(); ++c) {
        const Column& column = columns[c];
        std::vector<PackedId>& names = chunk.names[c];
        names.resize(rows.size());
        std::string_view before;
        for (std::uint32_t i = 0; i < rows.size(); ++i) {
            const std::string_view written = chunk.cell(rows[i], column.position);
            // Rows of one parent often stand together.
            if (i > 0 && written == before) {
                names[i] = names[i - 1];
                continue;
            }
            const auto name = RecordNumbers::pack(column.names, unquoted_cell(written, buffer));
            names[i] = name.value_or(PackedId{});
            before = name ? written : std::string_view{};
            if (!name) chunk.deferred.emplace_back(c, i);
        }
    }
}

std::optional<PlainKeys> find_plain_keys(const LoadColumns& columns, const LockRules& rules) {
    if (columns.operation == WriteOperation::upsert) return upsert_keys(columns, rules);
    WriteKind kind = WriteKind::insert;
    if (columns.operation == WriteOperation::update) kind = WriteKind::update;
    if (columns.operation == WriteOperation::remove) kind = WriteKind::remove;
    const auto targets = rules.plain_targets(columns.object->number, kind);
    if (!targets) return std::nullopt;
    PlainKeys keys;
    add_targets(keys, columns, *targets);
    if (kind != WriteKind::insert) note_stored(keys, *targets);
    return keys;
}

}  // namespace rowlock
