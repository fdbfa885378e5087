#include "mockorg/engine/write_plan.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

namespace rowlock {
namespace {

void plan_flag(
    WritePlan& plan,
    const ObjectType& object,
    std::string_view picklist,
    std::string_view flag,
    std::vector<std::string> values
) {
    const Field* from = object.find_field(picklist);
    const Field* to = object.find_field(flag);
    if (from != nullptr && to != nullptr)
        plan.flags.push_back({from->number, to->number, std::move(values)});
}

/// Bytes that a base64 text stands for.
std::size_t bytes_in_base64(std::string_view text) {
    while (text.ends_with('=')) text.remove_suffix(1);
    return text.size() * 3 / 4;
}

WritePlan make_plan(const ObjectType& object) {
    WritePlan plan;
    for (const Field& field : object.fields()) {
        const bool settable = field.createable || field.updateable;
        if (!field.nillable && settable && field.type != FieldType::boolean)
            plan.required.push_back(&field);
        if (!field.default_value.empty()) plan.defaulted.push_back(&field);
        if (field.auto_number) plan.auto_numbers.push_back(field.number);
    }
    plan.created_date = object.find_field("CreatedDate")->number;
    plan.modified_date = object.find_field("LastModifiedDate")->number;
    const Field* first = object.find_field("FirstName");
    const Field* last = object.find_field("LastName");
    const Field* name = object.find_field("Name");
    if (first != nullptr && last != nullptr && name != nullptr) {
        plan.person_name.push_back({first->number, last->number, name->number});
    }
    const Field* file = object.find_field("Body");
    const Field* length = object.find_field("BodyLength");
    if (file != nullptr && length != nullptr && holds_text(file->type) &&
        length->type == FieldType::int_) {
        plan.file_lengths.push_back({file->number, length->number});
    }
    plan_flag(plan, object, "StageName", "IsClosed", {"Closed Won", "Closed Lost"});
    plan_flag(plan, object, "StageName", "IsWon", {"Closed Won"});
    if (object.name == "Case") plan_flag(plan, object, "Status", "IsClosed", {"Closed"});
    if (object.name == "Task") plan_flag(plan, object, "Status", "IsClosed", {"Completed"});
    return plan;
}

}  // namespace

std::vector<WritePlan> make_write_plans(const Schema& schema) {
    std::vector<WritePlan> plans;
    for (const ObjectType& object : schema.objects()) plans.push_back(make_plan(object));
    return plans;
}

void derive_fields(Store& store, const WritePlan& plan, RecordHandle record) {
    for (const auto& name : plan.person_name) {
        const Value first = store.value(record, name.first);
        const Value last = store.value(record, name.last);
        const std::string whole =
            first.is_null() ? std::string{last.text} : fmt::format("{} {}", first.text, last.text);
        store.set(record, name.whole, Value::of_text(whole));
    }
    for (const auto& file : plan.file_lengths) {
        const Value body = store.value(record, file.file);
        const std::size_t bytes = body.is_null() ? 0 : bytes_in_base64(body.text);
        store.set(record, file.length, Value::of_number(static_cast<double>(bytes)));
    }
    for (const auto& flag : plan.flags) {
        const Value value = store.value(record, flag.picklist);
        const bool set =
            !value.is_null() &&
            std::find(flag.values.begin(), flag.values.end(), value.text) != flag.values.end();
        store.set(record, flag.flag, Value::of_boolean(set));
    }
}

void number_fields(Store& store, const WritePlan& plan, RecordHandle record) {
    for (const FieldNo field : plan.auto_numbers) {
        store.set(
            record, field, Value::of_text(fmt::format("{:08}", record.row + std::uint64_t{1000}))
        );
    }
}

}  // namespace rowlock
