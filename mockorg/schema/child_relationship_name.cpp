#include "mockorg/schema/child_relationship_name.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/schema/api_name.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace rowlock {

namespace {

/// What describe answers of real orgs show where it is not the plural of the object's name; an
/// empty object stands for all, an empty name for none.
struct KnownName {
    std::string_view object;
    std::string_view field;
    std::string_view name;
};

constexpr std::array<KnownName, 41> k_known_names{{
    {"", "CreatedById", ""},
    {"", "LastModifiedById", ""},
    {"", "OwnerId", ""},
    {"", "MasterRecordId", ""},
    {"", "ActivatedById", ""},
    {"Account", "ParentId", "ChildAccounts"},
    {"AccountShare", "AccountId", "Shares"},
    {"Asset", "ParentId", "ChildAssets"},
    {"Asset", "RootAssetId", ""},
    {"Asset", "AssetProvidedById", "ProvidedAssets"},
    {"Asset", "AssetServicedById", "ServicedAssets"},
    {"Campaign", "ParentId", "ChildCampaigns"},
    {"CampaignMember", "LeadOrContactId", ""},
    {"CampaignMember", "LeadOrContactOwnerId", ""},
    {"CaseShare", "CaseId", "Shares"},
    {"CaseTeamMember", "MemberId", ""},
    {"CaseTeamMember", "ParentId", "TeamMembers"},
    {"Contact", "ReportsToId", ""},
    {"ContactShare", "ContactId", "Shares"},
    {"Contract", "CompanySignedId", "ContractsSigned"},
    {"Contract", "CustomerSignedId", "ContractsSigned"},
    {"EmailMessage", "RelatedToId", "Emails"},
    {"Event", "AccountId", ""},
    {"Event", "RecurrenceActivityId", "RecurringEvents"},
    {"FieldDefinition", "EntityDefinitionLink", "Fields"},
    {"Group", "RelatedId", ""},
    {"Lead", "ConvertedAccountId", ""},
    {"Lead", "ConvertedContactId", ""},
    {"Lead", "ConvertedOpportunityId", ""},
    {"LeadShare", "LeadId", "Shares"},
    {"OpportunityShare", "OpportunityId", "Shares"},
    {"Order", "BillToContactId", ""},
    {"Order", "CompanyAuthorizedById", ""},
    {"Order", "CustomerAuthorizedById", ""},
    {"Order", "OriginalOrderId", ""},
    {"Order", "ShipToContactId", ""},
    {"Task", "AccountId", ""},
    {"Task", "RecurrenceActivityId", "RecurringTasks"},
    {"User", "DelegatedApproverId", ""},
    {"User", "ManagerId", "ManagedUsers"},
    {"UserRole", "PortalAccountId", ""},
}};

std::optional<std::string_view> known_name(const ObjectType& child, const Field& field) {
    for (const KnownName& known : k_known_names) {
        const bool object_fits = known.object.empty() || known.object == child.name;
        if (object_fits && known.field == field.name) return known.name;
    }
    return std::nullopt;
}

/// The name that the schema or every org gives it; nothing: the usual one.
std::optional<std::string_view> given_name(const ObjectType& child, const Field& field) {
    if (!field.child_relationship_name.empty()) return field.child_relationship_name;
    return known_name(child, field);
}

std::string plural(std::string name) {
    if (!name.empty() && name.back() == 'y') {
        name.pop_back();
        return name + "ies";
    }
    return name + "s";
}

/// Letters and digits of the plural label.
std::string label_name(const ObjectType& child) {
    std::string name;
    for (const char c : child.label_plural) {
        const char lower = to_lower(c);
        if ((lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9')) name.push_back(c);
    }
    return name.empty() ? "Children" : name;
}

/// Other references from the same object to the same parent that come first and have the same kind
/// of name.
std::size_t earlier_rivals(
    const Schema& schema, ObjectNo parent, const ChildRelationship& relationship
) {
    const ObjectType& child = schema.object(relationship.child);
    const Field& field = child.field(relationship.field);
    const auto& all = schema.children_of(parent);
    const auto rivals = std::count_if(all.begin(), all.end(), [&](const ChildRelationship& other) {
        if (other.child != relationship.child || other.field >= relationship.field) return false;
        const Field& rival = child.field(other.field);
        return rival.custom == field.custom && !given_name(child, rival) &&
               package_prefix(rival.name) == package_prefix(field.name);
    });
    return static_cast<std::size_t>(rivals);
}

}  // namespace

std::string child_relationship_name(
    const Schema& schema, ObjectNo parent, const ChildRelationship& relationship
) {
    const ObjectType& child = schema.object(relationship.child);
    const Field& field = child.field(relationship.field);
    if (const auto given = given_name(child, field)) return std::string{*given};
    const std::size_t rivals = earlier_rivals(schema, parent, relationship);
    if (!field.custom) return rivals == 0 ? plural(child.name) : std::string{};
    const std::string number = rivals == 0 ? "" : std::to_string(rivals);
    return package_prefix(field.name) + label_name(child) + number + "__r";
}

const ChildRelationship* find_child_relationship(
    const Schema& schema, ObjectNo parent, std::string_view name
) {
    const auto& all = schema.children_of(parent);
    const auto found = std::find_if(all.begin(), all.end(), [&](const ChildRelationship& each) {
        return !name.empty() &&
               equal_ignoring_case(child_relationship_name(schema, parent, each), name);
    });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace rowlock
