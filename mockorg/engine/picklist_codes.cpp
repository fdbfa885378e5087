#include "mockorg/engine/picklist_codes.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace rowlock {
namespace {

struct StatusCode {
    std::string_view status;
    std::string_view code;
};

/// The values of a new org; an order has the first and last of them. [Object reference: Contract,
/// Order]
constexpr std::array<StatusCode, 3> k_status_codes{{
    {"Draft", "Draft"},
    {"In Approval Process", "InApproval"},
    {"Activated", "Activated"},
}};

const Field* text_field(const ObjectType& object, std::string_view name) {
    const Field* field = object.find_field(name);
    return field != nullptr && holds_text(field->type) ? field : nullptr;
}

Value code_of(const Value& status) {
    if (status.is_null()) return Value::of_null();
    const auto* found =
        std::find_if(k_status_codes.begin(), k_status_codes.end(), [&](const StatusCode& known) {
            return known.status == status.text;
        });
    return found == k_status_codes.end() ? Value::of_null() : Value::of_text(found->code);
}

void plan_subtype(WritePlan& plan, const ObjectType& object, std::string_view name) {
    const Field* subtype = text_field(object, name);
    if (subtype != nullptr) plan.subtypes.push_back({subtype->number, object.name});
}

}  // namespace

void plan_codes(WritePlan& plan, const ObjectType& object) {
    if (object.name == "Task") plan_subtype(plan, object, "TaskSubtype");
    if (object.name == "Event") plan_subtype(plan, object, "EventSubtype");
    if (object.name != "Contract" && object.name != "Order") return;
    const Field* status = text_field(object, "Status");
    const Field* code = text_field(object, "StatusCode");
    if (status != nullptr && code != nullptr)
        plan.status_codes.push_back({status->number, code->number});
}

void derive_codes(Store& store, const WritePlan& plan, RecordHandle record) {
    for (const WritePlan::StatusCode& fields : plan.status_codes)
        store.set(record, fields.code, code_of(store.value(record, fields.status)));
    for (const WritePlan::Subtype& subtype : plan.subtypes) {
        if (store.value(record, subtype.field).is_null())
            store.set(record, subtype.field, Value::of_text(subtype.usual));
    }
}

}  // namespace rowlock
