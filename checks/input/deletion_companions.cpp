#include "checks/input/deletion_companions.hpp"

#include "mockorg/schema/user_stamp.hpp"

#include <algorithm>
#include <map>

namespace rowlock {
namespace {

/// How a delete gets to rows of an object.
struct Reach {
    /// References that lead there; the rows that the load names itself count as one.
    std::size_t ways = 0;
    /// The last of them.
    FieldNo field{};
    bool goes_along = false;
};

/// The objects whose rows a delete of the object's rows locks, and that object.
std::map<ObjectNo, Reach> reached_from(
    const Schema& schema, const LockRules& rules, ObjectNo object
) {
    std::map<ObjectNo, Reach> reached;
    reached[object] = {1, {}, true};
    std::vector<ObjectNo> doomed{object};
    // The list grows while it is walked: children of children follow.
    for (std::size_t i = 0; i < doomed.size(); ++i) {
        for (const ChildRelationship& child : schema.children_of(doomed[i])) {
            const Field& field = schema.object(child.child).field(child.field);
            if (child.on_delete == OnParentDelete::restrict || is_user_stamp(field)) continue;
            const bool goes_along = child.on_delete == OnParentDelete::cascade;
            if (!goes_along && !rules.locks_anything(child.child, WriteKind::clear)) continue;
            Reach& reach = reached[child.child];
            ++reach.ways;
            reach.field = child.field;
            if (!goes_along || reach.goes_along) continue;
            reach.goes_along = true;
            doomed.push_back(child.child);
        }
    }
    return reached;
}

/// Whether the rule leads no further than the row itself or the parent it goes along with.
bool stays(const LockRules& rules, const LockRules::ObjectTarget& target, FieldNo along) {
    const LockRule& rule = rules.rules()[target.rule];
    if (rule.relation == LockRule::Relation::self) return true;
    const bool one_step = rule.path.find('.') == std::string::npos &&
                          rule.relation != LockRule::Relation::roll_up_above;
    return one_step && target.field == along;
}

bool locks_elsewhere(const LockRules& rules, ObjectNo object, const Reach& reach) {
    const WriteKind kind = reach.goes_along ? WriteKind::remove : WriteKind::clear;
    const auto targets = rules.targets_of(object, kind);
    return std::any_of(targets.begin(), targets.end(), [&](const auto& target) {
        return !stays(rules, target, reach.field);
    });
}

}  // namespace

std::vector<std::string> deletion_companions(
    const Schema& schema, const LockRules& rules, ObjectNo object, bool beside_others
) {
    std::vector<std::string> names;
    for (const auto& [child, reach] : reached_from(schema, rules, object)) {
        const bool is_child = child != object || reach.ways > 1;
        if (!is_child) continue;
        const bool shared = reach.ways > 1 || beside_others;
        if (shared || locks_elsewhere(rules, child, reach))
            names.push_back(schema.object(child).name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace rowlock
