#include "mockorg/engine/record_writer.hpp"

#include "mockorg/engine/delete_records.hpp"
#include "mockorg/engine/hierarchy.hpp"
#include "mockorg/engine/purge_records.hpp"
#include "mockorg/engine/undelete_records.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

using Target = std::optional<RecordHandle>;

Result<Target> find_by_id(
    const FieldReader& reader, const ObjectType& object, std::string_view id, std::string_view verb
) {
    if (id.empty()) {
        return fail(ErrorCode::missing_argument, fmt::format("Id not specified in {} call", verb));
    }
    const auto record = reader.read_record(id);
    if (!record) return tl::unexpected{record.error()};
    if (record->object != object.number) {
        return fail(
            ErrorCode::malformed_id,
            fmt::format("{} ID: id value of incorrect type: {}", object.label, id),
            {"Id"}
        );
    }
    return Target{*record};
}

Result<Target> find_by_key(
    const Store& store, const FieldReader& reader, const ObjectType& object, const RowTarget& target
) {
    const Field& key = object.field(*target.key_field);
    if (target.key.empty()) {
        return fail(ErrorCode::missing_argument, fmt::format("{} not specified", key.name));
    }
    const auto value = reader.read_key(key, target.key, target.key_column);
    if (!value) return tl::unexpected{value.error()};
    const auto found = store.find_by_value(object.number, key.number, *value, 2);
    if (found.empty()) return Target{};
    if (found.size() == 1) return Target{RecordHandle{object.number, found.front()}};
    return fail(
        ErrorCode::duplicate_external_id,
        fmt::format(
            "{}: more than one record found for external id field: {}", key.name, target.key
        )
    );
}

/// Whether two rows must not both have the value; nulls may be as many as there are.
bool must_be_unique(const Field& field, const Value& value) {
    return field.unique && (value.kind == Value::Kind::text || value.kind == Value::Kind::number);
}

/// The record, in whatever state it is.
Result<Target> find_any_by_id(const Store& store, const ObjectType& object, std::string_view id) {
    const auto parsed = RecordId::parse(id);
    if (!parsed) return fail(ErrorCode::malformed_id, fmt::format("malformed id {}", id), {"Id"});
    const auto record = store.find(*parsed);
    if (!record || record->object != object.number) {
        return fail(ErrorCode::invalid_cross_reference_key, "invalid cross reference id");
    }
    return Target{*record};
}

/// What the object refuses whatever the row. [text: reported for create]
Result<void> check_ability(const WritePlan& plan, const ObjectType& object, Operation operation) {
    std::string_view refused;
    switch (operation) {
        case Operation::insert:
            if (!plan.can.create) refused = "create";
            break;
        case Operation::update:
        case Operation::upsert:
            break;
        case Operation::remove:
        case Operation::hard_remove:
            if (!plan.can.remove) refused = "delete";
            break;
        case Operation::undelete:
            if (!plan.can.undelete) refused = "undelete";
            break;
        case Operation::purge:
            if (!plan.can.undelete) refused = "emptyRecycleBin";
            break;
    }
    if (refused.empty()) return {};
    return fail(
        ErrorCode::invalid_type_for_operation,
        fmt::format("entity type {} does not support {}", object.name, refused)
    );
}

}  // namespace

Result<Target> find_target(
    const Store& store,
    const FieldReader& reader,
    const ObjectType& object,
    Operation operation,
    const RowTarget& target
) {
    switch (operation) {
        case Operation::insert:
            return Target{};
        case Operation::upsert:
            if (target.key_field) return find_by_key(store, reader, object, target);
            if (target.id.empty()) return Target{};
            return find_by_id(reader, object, target.id, "an upsert");
        case Operation::update:
            return find_by_id(reader, object, target.id, "an update");
        case Operation::remove:
        case Operation::hard_remove:
            break;
        case Operation::undelete:
        case Operation::purge:
            return find_any_by_id(store, object, target.id);
    }
    return find_by_id(reader, object, target.id, "a delete");
}

Result<RecordWriter::Saved> RecordWriter::write(
    const ObjectType& object, Operation operation, const RowTarget& target, InputRow row
) {
    if (auto able = check_ability(plan_, object, operation); !able)
        return tl::unexpected{able.error()};
    const auto found = find_target(store_, reader_, object, operation, target);
    if (!found) return tl::unexpected{found.error()};
    if (operation == Operation::undelete) return undelete(**found);
    if (operation == Operation::purge) return purge(**found);
    if (operation == Operation::remove || operation == Operation::hard_remove) {
        return remove(target, operation, object);
    }
    // Whoever was looked up by a key has it alone, or nobody has it.
    checked_key_ = target.key_field;
    if (!*found) return insert(object, row);
    if (already_written(**found)) {
        if (!target.key_field) {
            return fail(
                ErrorCode::duplicate_value, fmt::format("duplicate id in list: {}", target.id)
            );
        }
        return fail(
            ErrorCode::duplicate_value,
            fmt::format("Duplicate external id specified: {}", target.key),
            {object.field(*target.key_field).name}
        );
    }
    return update(object, **found, row);
}

bool RecordWriter::already_written(RecordHandle record) const {
    return std::find(written_.begin(), written_.end(), record) != written_.end();
}

Result<RecordWriter::Saved> RecordWriter::insert(const ObjectType& object, InputRow row) {
    if (auto read = read_values(object, row, true); !read) return tl::unexpected{read.error()};
    if (auto required = check_required(true); !required) return tl::unexpected{required.error()};
    if (auto unique = check_unique(object, std::nullopt); !unique)
        return tl::unexpected{unique.error()};
    if (auto times = check_times(store_, plan_, std::nullopt, values_); !times)
        return tl::unexpected{times.error()};
    const RecordHandle record = store_.append(object.number);
    if (roll_ups_) roll_ups_->begin_new(record);
    for (const Field* field : plan_.defaulted) {
        const auto value = reader_.read(*field, field->default_value, 0);
        if (value) store_.set(record, field->number, *value);
    }
    stamp_new(record);
    number_fields(store_, plan_, record);
    apply(record);
    return Saved{record, true};
}

Result<RecordWriter::Saved> RecordWriter::update(
    const ObjectType& object, RecordHandle record, InputRow row
) {
    if (auto read = read_values(object, row, false); !read) return tl::unexpected{read.error()};
    ignore_totalled(store_, plan_, record, values_);
    if (auto required = check_required(false); !required) return tl::unexpected{required.error()};
    if (auto unique = check_unique(object, record); !unique) return tl::unexpected{unique.error()};
    if (auto times = check_times(store_, plan_, record, values_); !times)
        return tl::unexpected{times.error()};
    if (auto tree = check_hierarchy(store_, plan_, record, values_); !tree)
        return tl::unexpected{tree.error()};
    if (roll_ups_) roll_ups_->begin(record);
    apply(record);
    return Saved{record, false};
}

Result<RecordWriter::Saved> RecordWriter::remove(
    const RowTarget& target, Operation operation, const ObjectType& object
) {
    const auto found = find_by_id(reader_, object, target.id, "a delete");
    if (!found) return tl::unexpected{found.error()};
    const RecordHandle record = **found;
    // [object reference, Pricebook2: the standard one cannot be deleted; code and text: inferred]
    if (plan_.keeps && store_.value(record, *plan_.keeps).boolean) {
        return fail(
            ErrorCode::delete_failed,
            fmt::format("{} cannot be deleted: it is the standard one", object.label)
        );
    }
    RollUpKeeper* roll_ups = roll_ups_ ? &*roll_ups_ : nullptr;
    const bool for_good = operation == Operation::hard_remove;
    if (auto removed = delete_record(store_, record, for_good, roll_ups, stamp_); !removed) {
        return tl::unexpected{removed.error()};
    }
    return Saved{record, false};
}

Result<RecordWriter::Saved> RecordWriter::undelete(RecordHandle record) {
    RollUpKeeper* roll_ups = roll_ups_ ? &*roll_ups_ : nullptr;
    const auto dangling =
        plan_.keep_dangling_references ? DanglingReferences::keep : DanglingReferences::empty;
    if (auto back = undelete_record(store_, record, roll_ups, dangling); !back)
        return tl::unexpected{back.error()};
    return Saved{record, false};
}

Result<RecordWriter::Saved> RecordWriter::purge(RecordHandle record) {
    if (auto purged = purge_record(store_, record); !purged) return tl::unexpected{purged.error()};
    return Saved{record, false};
}

Result<void> RecordWriter::read_values(const ObjectType& object, InputRow row, bool creating) {
    values_.clear();
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const InputCell& cell = row.cells[i];
        const ColumnBinding& binding = row.columns[i];
        if (cell.kind == InputCell::Kind::ignored) continue;
        if (binding.field == FieldNo{0}) {
            if (!creating) continue;
            return fail(
                ErrorCode::invalid_field_for_insert_update,
                "cannot specify Id in an insert call",
                {"Id"}
            );
        }
        const Field& field = object.field(binding.field);
        if (creating ? !field.createable : !field.updateable) {
            return fail(
                ErrorCode::invalid_field_for_insert_update,
                fmt::format(
                    "Unable to create/update fields: {}. Please check the security settings of "
                    "this field "
                    "and verify that it is read/write for your profile or permission set.",
                    field.name
                ),
                {field.name}
            );
        }
        auto value = read_cell(reader_, object, binding, cell, i);
        if (!value) return tl::unexpected{value.error()};
        values_.emplace_back(binding.field, *value);
    }
    return {};
}

Result<void> RecordWriter::check_required(bool creating) const {
    std::vector<std::string> missing;
    for (const Field* field : plan_.required) {
        const auto given = std::find_if(values_.begin(), values_.end(), [&](const auto& value) {
            return value.first == field->number;
        });
        const bool absent = given == values_.end();
        const bool emptied = !absent && given->second.is_null();
        if (emptied || (absent && creating && field->required())) missing.push_back(field->name);
    }
    if (missing.empty()) return {};
    std::string names;
    for (const std::string& name : missing) names.append(names.empty() ? "" : ", ").append(name);
    return fail(
        ErrorCode::required_field_missing,
        fmt::format("Required fields are missing: [{}]", names),
        std::move(missing)
    );
}

Result<void> RecordWriter::check_unique(const ObjectType& object, std::optional<RecordHandle> self)
    const {
    for (const auto& [number, value] : values_) {
        const Field& field = object.field(number);
        if (!must_be_unique(field, value) || number == checked_key_) continue;
        for (const std::uint32_t row : store_.find_by_value(object.number, number, value, 2)) {
            const RecordHandle other{object.number, row};
            if (self == other) continue;
            return fail(
                ErrorCode::duplicate_value,
                fmt::format(
                    "duplicate value found: {} duplicates value on record with id: {}",
                    field.name,
                    store_.id_of(other).text()
                )
            );
        }
    }
    return {};
}

void RecordWriter::stamp_new(RecordHandle record) {
    store_.set(record, plan_.created_date, Value::of_datetime(milliseconds_of(stamp_.time)));
    // The store's new rows are the own user's already.
    if (stamp_.user == store_.user()) return;
    const Value user = Value::of_record(stamp_.user);
    if (plan_.created_by) store_.set(record, *plan_.created_by, user);
    if (plan_.owner) store_.set(record, *plan_.owner, user);
}

void RecordWriter::apply(RecordHandle record) {
    for (const auto& [field, value] : values_) store_.set(record, field, value);
    follow_stage(store_, plan_, record, values_);
    follow_times(store_, plan_, record, values_);
    if (plan_.case_account) plan_.case_account->follow(store_, record, values_);
    follow_line_item(store_, plan_, record, values_);
    store_.set(record, plan_.modified_date, Value::of_datetime(milliseconds_of(stamp_.time)));
    if (plan_.modified_by) store_.set(record, *plan_.modified_by, Value::of_record(stamp_.user));
    derive_fields(store_, plan_, record);
    if (roll_ups_) roll_ups_->settle();
    written_.push_back(record);
}

}  // namespace rowlock
