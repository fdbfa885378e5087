#include "mockorg/engine/case_account.hpp"

#include <algorithm>

namespace rowlock {

std::optional<CaseAccount> CaseAccount::of(const Schema& schema, const ObjectType& object) {
    if (object.name != "Case") return std::nullopt;
    const ObjectType* contact = schema.find("Contact");
    const Field* own_contact = object.find_field("ContactId");
    const Field* own_account = object.find_field("AccountId");
    const Field* of_contact = contact == nullptr ? nullptr : contact->find_field("AccountId");
    if (own_contact == nullptr || own_account == nullptr || of_contact == nullptr)
        return std::nullopt;
    CaseAccount found;
    found.contact_ = own_contact->number;
    found.account_ = own_account->number;
    found.account_of_contact_ = of_contact->number;
    return found;
}

void CaseAccount::follow(
    Store& store, RecordHandle record, std::span<const std::pair<FieldNo, Value>> written
) const {
    const bool names_contact =
        std::any_of(written.begin(), written.end(), [this](const auto& field) {
            return field.first == contact_;
        });
    if (!names_contact || !store.value(record, account_).is_null()) return;
    const Value contact = store.value(record, contact_);
    if (contact.kind == Value::Kind::reference)
        store.set(record, account_, store.value(contact.record, account_of_contact_));
}

}  // namespace rowlock
