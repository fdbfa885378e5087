#include "mockorg/engine/member_fields.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rowlock {
namespace {

std::optional<WritePlan::CampaignMember::Names> names_in(
    const Schema& schema, std::string_view name
) {
    const ObjectType* object = schema.find(name);
    if (object == nullptr) return std::nullopt;
    const Field* first = object->find_field("FirstName");
    const Field* last = object->find_field("LastName");
    if (first == nullptr || last == nullptr) return std::nullopt;
    return WritePlan::CampaignMember::Names{first->number, last->number};
}

void copy_text(Store& store, RecordHandle from, FieldNo source, RecordHandle to, FieldNo target) {
    const Value value = store.value(from, source);
    if (value.is_null()) return store.set(to, target, value);
    // The store's own text must not be handed back to it.
    const std::string text{value.text};
    store.set(to, target, Value::of_text(text));
}

/// A contact counts before the lead it was converted from.
void follow_person(Store& store, const WritePlan::CampaignMember& member, RecordHandle record) {
    const Value contact = store.value(record, member.contact);
    const bool is_contact = contact.kind == Value::Kind::reference;
    const Value person = is_contact ? contact : store.value(record, member.lead);
    store.set(record, member.person, person);
    if (person.kind != Value::Kind::reference) return;
    store.set(record, member.type, Value::of_text(is_contact ? "Contact" : "Lead"));
    const auto& names = is_contact ? member.of_contact : member.of_lead;
    copy_text(store, person.record, names.first, record, member.first);
    copy_text(store, person.record, names.last, record, member.last);
}

}  // namespace

void plan_members(WritePlan& plan, const Schema& schema, const ObjectType& object) {
    if (object.name != "CampaignMember") return;
    const Field* lead = object.find_field("LeadId");
    const Field* contact = object.find_field("ContactId");
    const Field* person = object.find_field("LeadOrContactId");
    const Field* type = object.find_field("Type");
    const auto own = names_in(schema, object.name);
    const auto of_lead = names_in(schema, "Lead");
    const auto of_contact = names_in(schema, "Contact");
    const bool has_fields =
        lead != nullptr && contact != nullptr && person != nullptr && type != nullptr;
    if (!has_fields || !own || !of_lead || !of_contact) return;
    plan.campaign_members.push_back(
        {lead->number,
         contact->number,
         person->number,
         type->number,
         own->first,
         own->last,
         *of_lead,
         *of_contact}
    );
}

void derive_members(Store& store, const WritePlan& plan, RecordHandle record) {
    for (const WritePlan::CampaignMember& member : plan.campaign_members)
        follow_person(store, member, record);
}

}  // namespace rowlock
