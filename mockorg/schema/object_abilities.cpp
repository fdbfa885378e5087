#include "mockorg/schema/object_abilities.hpp"

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

/// [recorded describe answers]
bool is_mergeable(std::string_view name) {
    constexpr std::array<std::string_view, 4> k_mergeable = {"Account", "Case", "Contact", "Lead"};
    return std::find(k_mergeable.begin(), k_mergeable.end(), name) != k_mergeable.end();
}

/// Objects of the set-up never see the recycle bin. [object reference: no undelete() call]
bool skips_recycle_bin(std::string_view name) {
    constexpr std::array<std::string_view, 9> k_skipping = {
        "AccountTeamMember",
        "CaseTeamMember",
        "Group",
        "GroupMember",
        "OpportunityTeamMember",
        "Territory2",
        "User",
        "UserRole",
        "UserTerritory2Association"};
    return name.ends_with("Share") ||
           std::find(k_skipping.begin(), k_skipping.end(), name) != k_skipping.end();
}

}  // namespace

ObjectAbilities abilities_of(const ObjectType& object) {
    const auto& fields = object.fields();
    ObjectAbilities can;
    can.create =
        std::any_of(fields.begin(), fields.end(), [](const Field& f) { return f.createable; });
    can.update =
        std::any_of(fields.begin(), fields.end(), [](const Field& f) { return f.updateable; });
    can.remove = can.create && object.name != "User";
    can.undelete = can.remove && !skips_recycle_bin(object.name);
    can.merge = is_mergeable(object.name);
    return can;
}

}  // namespace rowlock
