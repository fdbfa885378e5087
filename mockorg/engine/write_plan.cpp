#include "mockorg/engine/write_plan.hpp"

#include "mockorg/engine/final_states.hpp"
#include "mockorg/engine/line_item_fields.hpp"
#include "mockorg/engine/member_fields.hpp"
#include "mockorg/engine/picklist_codes.hpp"
#include "mockorg/engine/stage_fields.hpp"
#include "mockorg/engine/time_fields.hpp"
#include "mockorg/schema/parent_reference.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
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
        plan.flags.push_back({from->number, to->number, std::move(values), {}});
}

/// IsClosed of a case or task, and since when it is.
void plan_closing(
    WritePlan& plan, const ObjectType& object, std::string_view status, std::string_view since
) {
    plan_flag(plan, object, "Status", "IsClosed", {std::string{status}});
    const Field* closed = object.find_field(since);
    if (closed == nullptr || closed->type != FieldType::datetime) return;
    for (WritePlan::PicklistFlag& flag : plan.flags) flag.since = closed->number;
}

void plan_name(WritePlan& plan, const ObjectType& object) {
    const Field* name = object.custom ? object.find_field("Name") : nullptr;
    if (name != nullptr && holds_text(name->type) && !name->auto_number)
        plan.named_by_id = name->number;
}

/// Those that the platform shows as trees. [inferred; reported for accounts]
void plan_hierarchy(WritePlan& plan, const ObjectType& object) {
    const Field* parent = object.custom ? nullptr : object.find_field("ParentId");
    if (parent != nullptr && parent->reference_to == std::vector{object.number})
        plan.hierarchies.push_back(parent->number);
}

/// The standard price book. [Object reference, Pricebook2]
void plan_keeping(WritePlan& plan, const ObjectType& object) {
    const Field* flag = object.name == "Pricebook2" ? object.find_field("IsStandard") : nullptr;
    if (flag != nullptr && flag->type == FieldType::boolean) plan.keeps = flag->number;
}

/// Bytes that a base64 text stands for.
std::size_t bytes_in_base64(std::string_view text) {
    while (text.ends_with('=')) text.remove_suffix(1);
    return text.size() * 3 / 4;
}

void plan_activity(WritePlan& plan, const Schema& schema, const ObjectType& object) {
    const Field* who = object.find_field("WhoId");
    const Field* what = object.find_field("WhatId");
    const Field* own = object.find_field("AccountId");
    const ObjectType* account = schema.find("Account");
    const ObjectType* contact = schema.find("Contact");
    if (who == nullptr || what == nullptr || own == nullptr || account == nullptr) return;
    const Field* of_contact = contact == nullptr ? nullptr : contact->find_field("AccountId");
    if (of_contact == nullptr) return;
    WritePlan::ActivityAccount activity{
        who->number, what->number, own->number, {}, contact->number, of_contact->number};
    for (const ObjectNo number : what->reference_to) {
        const ObjectType& target = schema.object(number);
        const bool has_account = target.name == "Opportunity" || target.name == "Contract";
        const Field* field = has_account ? target.find_field("AccountId")
                                         : custom_parent_reference(target, account->number);
        if (number == account->number) activity.by_what.emplace(number, std::nullopt);
        if (field != nullptr) activity.by_what.emplace(number, field->number);
    }
    plan.activity_accounts.push_back(std::move(activity));
}

/// Null, or a reference to the account.
Value activity_account(
    const Store& store, const WritePlan::ActivityAccount& activity, RecordHandle record
) {
    const Value what = store.value(record, activity.what);
    if (what.kind == Value::Kind::reference) {
        const auto by_what = activity.by_what.find(what.record.object);
        if (by_what != activity.by_what.end())
            return by_what->second ? store.value(what.record, *by_what->second) : what;
    }
    const Value who = store.value(record, activity.who);
    const bool is_contact =
        who.kind == Value::Kind::reference && who.record.object == activity.contact;
    return is_contact ? store.value(who.record, activity.account_of_contact) : Value::of_null();
}

std::optional<FieldNo> number_of(const ObjectType& object, std::string_view name) {
    const Field* field = object.find_field(name);
    return field == nullptr ? std::nullopt : std::optional{field->number};
}

WritePlan make_plan(const Schema& schema, const ObjectType& object) {
    WritePlan plan;
    plan.can = abilities_of(object);
    for (const Field& field : object.fields()) {
        const bool settable = field.createable || field.updateable;
        if (!field.nillable && settable && field.type != FieldType::boolean)
            plan.required.push_back(&field);
        if (!field.default_value.empty()) plan.defaulted.push_back(&field);
        if (field.auto_number) plan.auto_numbers.push_back(field.number);
    }
    plan.created_date = object.find_field("CreatedDate")->number;
    plan.modified_date = object.find_field("LastModifiedDate")->number;
    plan.created_by = number_of(object, "CreatedById");
    plan.modified_by = number_of(object, "LastModifiedById");
    plan.owner = number_of(object, "OwnerId");
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
    if (object.name == "Case") plan_closing(plan, object, k_closed_case, "ClosedDate");
    if (object.name == "Task") {
        plan_closing(plan, object, k_completed_task, "CompletedDateTime");
        plan_flag(plan, object, "Priority", "IsHighPriority", {"High"});
    }
    if (object.name == "CampaignMember")
        plan_flag(plan, object, "Status", "HasResponded", {"Responded"});
    plan_name(plan, object);
    plan_hierarchy(plan, object);
    plan_keeping(plan, object);
    plan_members(plan, schema, object);
    plan_stages(plan, object);
    plan_line_items(plan, schema, object);
    plan_codes(plan, object);
    plan_times(plan, object);
    plan_activity(plan, schema, object);
    plan.case_account = CaseAccount::of(schema, object);
    return plan;
}

}  // namespace

std::vector<WritePlan> make_write_plans(const Schema& schema) {
    std::vector<WritePlan> plans;
    for (const ObjectType& object : schema.objects()) plans.push_back(make_plan(schema, object));
    return plans;
}

void derive_fields(Store& store, const WritePlan& plan, RecordHandle record) {
    derive_members(store, plan, record);
    derive_products(store, plan, record);
    derive_codes(store, plan, record);
    for (const auto& name : plan.person_name) {
        const Value first = store.value(record, name.first);
        const Value last = store.value(record, name.last);
        if (first.is_null() && last.is_null()) continue;
        const std::string whole =
            first.is_null() ? std::string{last.text} : fmt::format("{} {}", first.text, last.text);
        store.set(record, name.whole, Value::of_text(whole));
    }
    if (plan.named_by_id && store.value(record, *plan.named_by_id).is_null()) {
        const RecordId id = store.id_of(record);
        store.set(record, *plan.named_by_id, Value::of_text(id.short_text()));
    }
    for (const auto& file : plan.file_lengths) {
        const Value body = store.value(record, file.file);
        const std::size_t bytes = body.is_null() ? 0 : bytes_in_base64(body.text);
        store.set(record, file.length, Value::of_number(static_cast<double>(bytes)));
    }
    for (const auto& activity : plan.activity_accounts)
        store.set(record, activity.account, activity_account(store, activity, record));
    for (const auto& flag : plan.flags) {
        const Value value = store.value(record, flag.picklist);
        const bool set =
            !value.is_null() &&
            std::find(flag.values.begin(), flag.values.end(), value.text) != flag.values.end();
        if (flag.since && set != store.value(record, flag.flag).boolean) {
            const Value now = store.value(record, plan.modified_date);
            store.set(record, *flag.since, set ? now : Value::of_null());
        }
        store.set(record, flag.flag, Value::of_boolean(set));
    }
    derive_fiscal_periods(store, plan, record);
    derive_contract_ends(store, plan, record);
}

void number_fields(Store& store, const WritePlan& plan, RecordHandle record) {
    for (const FieldNo field : plan.auto_numbers) {
        store.set(
            record, field, Value::of_text(fmt::format("{:08}", record.row + std::uint64_t{1000}))
        );
    }
}

}  // namespace rowlock
