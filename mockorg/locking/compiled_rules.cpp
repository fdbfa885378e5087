#include "mockorg/locking/compiled_rules.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/locking/path_step.hpp"
#include "mockorg/locking/reference_depths.hpp"
#include "mockorg/soql/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace rowlock {
namespace {

/// Objects of one chain of summaries: an org allows two roll-ups above each other, but for a few
/// standard objects.
constexpr std::size_t k_longest_chain = 4;

Failure bad_rule(const LockRule& rule, std::string_view message) {
    const std::string place = rule.place.empty() ? std::string{} : rule.place + ": ";
    constexpr auto* k_message = "{}lock rule \"{}\": {}";
    return fail(ErrorCode::bad_configuration, fmt::format(k_message, place, rule.id, message));
}

/// Later rules take the place of earlier ones with their id; rules about unknown objects go.
std::vector<LockRule> effective_rules(const Schema& schema, std::span<const LockRule> rules) {
    std::map<std::string_view, std::size_t> place_of;
    std::vector<LockRule> merged;
    for (const LockRule& rule : rules) {
        const auto [at, is_new] = place_of.emplace(rule.id, merged.size());
        if (is_new) {
            merged.push_back(rule);
        } else {
            merged[at->second] = rule;
        }
    }
    std::erase_if(merged, [&](const LockRule& rule) {
        return !rule.object.empty() && schema.find(rule.object) == nullptr;
    });
    for (LockRule& rule : merged) {
        if (rule.strength == LockStrength::off) rule.operations.clear();
    }
    return merged;
}

/// Whether the rule speaks of all references of this field's kind.
bool concerns(LockRule::Relation relation, const Field& field) {
    if (relation == LockRule::Relation::unique_value) return field.unique || field.external_id;
    if (relation == LockRule::Relation::owner) return field.name == "OwnerId";
    if (field.type != FieldType::reference) return false;
    if (relation == LockRule::Relation::master_detail) return field.master_detail;
    if (field.master_detail) return false;
    switch (relation) {
        case LockRule::Relation::lookup_restrict:
            return field.on_parent_delete == OnParentDelete::restrict;
        case LockRule::Relation::lookup_cascade:
            return field.on_parent_delete == OnParentDelete::cascade;
        case LockRule::Relation::lookup_clear:
            return field.on_parent_delete == OnParentDelete::clear;
        default:
            return false;
    }
}

bool is_excepted(const LockRule& rule, const ObjectType& object, const Field& field) {
    const auto fits = [](std::string_view pattern, std::string_view name) {
        return pattern == "*" || equal_ignoring_case(pattern, name);
    };
    return std::any_of(rule.except.begin(), rule.except.end(), [&](std::string_view pattern) {
        const std::size_t dot = pattern.find('.');
        return fits(pattern.substr(0, dot), object.name) &&
               fits(pattern.substr(dot + 1), field.name);
    });
}

/// A reference field of an object.
using ReferenceField = std::pair<ObjectNo, FieldNo>;

/// References that some summary follows, each once, and the objects they lead to.
std::map<ReferenceField, ObjectNo> summarized_references(const Schema& schema) {
    std::map<ReferenceField, ObjectNo> references;
    for (const RollUp& roll_up : schema.roll_ups()) {
        references.emplace(ReferenceField{roll_up.detail, roll_up.reference}, roll_up.master);
    }
    return references;
}

class Compiler {
public:
    Compiler(std::shared_ptr<const Schema> schema, std::span<const LockRule> rules)
        : schema_(*schema) {
        out_.rules = effective_rules(schema_, rules);
        out_.targets.resize(schema_.objects().size());
        out_.schema = std::move(schema);
    }

    Result<CompiledRules> run();

private:
    Result<void> add(const LockRule& rule, std::uint16_t number);
    void add_relation_rule(const LockRule& rule, std::uint16_t number);
    LockTarget relation_target(const LockRule& rule, std::uint16_t number, const Field& field);
    void add_roll_up_rule(const LockRule& rule, std::uint16_t number);
    void add_roll_up_chain(
        const LockRule& rule, std::uint16_t number, const ReferenceField& start, ObjectNo master
    );
    Result<void> add_group_rule(
        const LockRule& rule, const ObjectType& object, std::uint16_t number
    );
    LockTarget with_detail(LockTarget target, RuleDetail detail);
    bool leads_via(const LockRule& rule, ObjectNo object) const;
    Result<void> add_object_rule(
        const LockRule& rule, const ObjectType& object, std::uint16_t number
    );
    Result<std::uint32_t> bind_condition(const LockRule& rule, const ObjectType& object);
    Result<PathStep> bind_step(
        const LockRule& rule, std::string_view name, const std::set<ObjectNo>& from
    );
    void add_target(const LockRule& rule, ObjectNo object, const LockTarget& target);
    void note_edges(ObjectNo child, const Field& field);
    std::set<ObjectNo> targets_of(const PathStep& step) const;

    const Schema& schema_;
    CompiledRules out_;
    std::vector<ReferenceEdge> edges_;
    std::map<std::pair<ObjectNo, std::string>, std::uint32_t> condition_numbers_;
};

Result<CompiledRules> Compiler::run() {
    if (out_.rules.size() > std::numeric_limits<std::uint16_t>::max()) {
        return fail(ErrorCode::bad_configuration, "more than 65,535 lock rules");
    }
    // `always` rules first, so that leaving out the others means stopping early.
    for (const LockStrength strength : {LockStrength::always, LockStrength::may}) {
        for (std::size_t i = 0; i < out_.rules.size(); ++i) {
            if (out_.rules[i].strength != strength) continue;
            const Result<void> added = add(out_.rules[i], static_cast<std::uint16_t>(i));
            if (!added) return tl::make_unexpected(added.error());
        }
    }
    out_.depths = reference_depths(schema_.objects().size(), std::move(edges_));
    return std::move(out_);
}

Result<void> Compiler::add(const LockRule& rule, std::uint16_t number) {
    if (const auto fault = fault_of(rule)) return bad_rule(rule, *fault);
    if (rule.relation == LockRule::Relation::none) {
        const ObjectType& object = *schema_.find(rule.object);
        return rule.lock == LockRule::Thing::row ? add_object_rule(rule, object, number)
                                                 : add_group_rule(rule, object, number);
    }
    add_relation_rule(rule, number);
    return {};
}

void Compiler::add_relation_rule(const LockRule& rule, std::uint16_t number) {
    const bool about_roll_ups = rule.relation == LockRule::Relation::roll_up ||
                                rule.relation == LockRule::Relation::roll_up_above;
    if (about_roll_ups) return add_roll_up_rule(rule, number);
    for (const ObjectType& object : schema_.objects()) {
        if (rule.relation == LockRule::Relation::self) {
            const Field& id = object.fields().front();
            if (is_excepted(rule, object, id)) continue;
            add_target(rule, object.number, {LockTarget::Origin::self, false, number});
            continue;
        }
        for (const Field& field : object.fields()) {
            if (!concerns(rule.relation, field) || is_excepted(rule, object, field)) continue;
            add_target(rule, object.number, relation_target(rule, number, field));
            if (!rule.operations.empty()) note_edges(object.number, field);
        }
    }
}

LockTarget Compiler::relation_target(
    const LockRule& rule, std::uint16_t number, const Field& field
) {
    if (rule.lock == LockRule::Thing::group_membership) {
        RuleDetail detail;
        if (rule.only_if_changed) detail.changed.push_back(field.number);
        return with_detail(
            {LockTarget::Origin::group_membership, false, number}, std::move(detail)
        );
    }
    const bool unique = rule.relation == LockRule::Relation::unique_value;
    const auto origin = unique ? LockTarget::Origin::unique_value : LockTarget::Origin::reference;
    return {origin, rule.only_if_changed, number, field.number};
}

void Compiler::add_roll_up_rule(const LockRule& rule, std::uint16_t number) {
    for (const auto& [reference, master] : summarized_references(schema_)) {
        const ObjectType& object = schema_.object(reference.first);
        const Field& field = object.field(reference.second);
        if (is_excepted(rule, object, field)) continue;
        if (rule.relation == LockRule::Relation::roll_up_above) {
            add_roll_up_chain(rule, number, reference, master);
            continue;
        }
        const auto origin = LockTarget::Origin::reference;
        add_target(rule, object.number, {origin, rule.only_if_changed, number, field.number});
        if (!rule.operations.empty()) note_edges(object.number, field);
    }
}

/// All paths that lead from a summary's master on through further summaries. They run in no circle,
/// so there is an end to them.
void Compiler::add_roll_up_chain(
    const LockRule& rule, std::uint16_t number, const ReferenceField& start, ObjectNo master
) {
    const auto references = summarized_references(schema_);

    struct Path {
        ObjectNo end;
        std::vector<PathStep> steps;
    };

    std::vector<Path> paths{{master, {}}};
    while (!paths.empty()) {
        const Path path = std::move(paths.back());
        paths.pop_back();
        for (const auto& [reference, above] : references) {
            if (reference.first != path.end || path.steps.size() >= k_longest_chain) continue;
            std::vector<PathStep> steps = path.steps;
            steps.push_back({reference});
            if (!rule.operations.empty()) {
                note_edges(
                    reference.first, schema_.object(reference.first).field(reference.second)
                );
            }
            RuleDetail detail;
            detail.further_steps = steps;
            const auto origin = LockTarget::Origin::reference;
            add_target(
                rule,
                start.first,
                with_detail({origin, rule.only_if_changed, number, start.second}, std::move(detail))
            );
            paths.push_back({above, std::move(steps)});
        }
    }
}

LockTarget Compiler::with_detail(LockTarget target, RuleDetail detail) {
    target.detail = static_cast<std::uint32_t>(out_.details.size());
    out_.details.push_back(std::move(detail));
    return target;
}

bool Compiler::leads_via(const LockRule& rule, ObjectNo object) const {
    const std::string& name = schema_.object(object).name;
    return rule.via.empty() ||
           std::any_of(rule.via.begin(), rule.via.end(), [&](const std::string& via) {
               return equal_ignoring_case(via, name);
           });
}

Result<void> Compiler::add_group_rule(
    const LockRule& rule, const ObjectType& object, std::uint16_t number
) {
    RuleDetail detail;
    const Result<std::uint32_t> condition = bind_condition(rule, object);
    if (!condition) return tl::make_unexpected(condition.error());
    detail.condition = *condition;
    for (const std::string& name : rule.if_changed) {
        const Field* field = object.find_field(name);
        if (field == nullptr) {
            return bad_rule(
                rule, fmt::format("if_changed: no field \"{}\" on {}", name, object.name)
            );
        }
        detail.changed.push_back(field->number);
    }
    add_target(
        rule,
        object.number,
        with_detail({LockTarget::Origin::group_membership, false, number}, std::move(detail))
    );
    return {};
}

Result<void> Compiler::add_object_rule(
    const LockRule& rule, const ObjectType& object, std::uint16_t number
) {
    RuleDetail detail;
    const Result<std::uint32_t> condition = bind_condition(rule, object);
    if (!condition) return tl::make_unexpected(condition.error());
    detail.condition = *condition;
    std::vector<PathStep> steps;
    std::set<ObjectNo> from{object.number};
    for (const std::string_view name : path_steps(rule.path)) {
        Result<PathStep> step = bind_step(rule, name, from);
        if (!step) return tl::make_unexpected(step.error());
        from = targets_of(*step);
        if (steps.empty()) {
            std::erase_if(from, [&](ObjectNo reached) { return !leads_via(rule, reached); });
        }
        steps.push_back(*std::move(step));
    }
    const bool leads_on =
        std::none_of(steps.begin(), steps.end(), [](const PathStep& step) { return step.empty(); });
    if (!leads_on) return {};
    LockTarget target{LockTarget::Origin::reference, rule.only_if_changed, number};
    target.field = steps.front().front().second;
    detail.further_steps.assign(steps.begin() + 1, steps.end());
    const bool plain =
        detail.condition == RuleDetail::k_unconditional && detail.further_steps.empty();
    add_target(rule, object.number, plain ? target : with_detail(target, std::move(detail)));
    return {};
}

Result<std::uint32_t> Compiler::bind_condition(const LockRule& rule, const ObjectType& object) {
    if (rule.condition.empty()) return RuleDetail::k_unconditional;
    const auto number = static_cast<std::uint32_t>(out_.conditions.size());
    const auto [known, is_new] =
        condition_numbers_.try_emplace({object.number, rule.condition}, number);
    if (!is_new) return known->second;
    const Result<soql::Condition> condition = soql::parse_condition(rule.condition);
    if (!condition) return bad_rule(rule, fmt::format("condition: {}", condition.error().message));
    Result<soql::Predicate> bound = soql::Predicate::bind(schema_, object, *condition);
    if (!bound) return bad_rule(rule, fmt::format("condition: {}", bound.error().message));
    out_.conditions.push_back(*std::move(bound));
    return number;
}

/// With several objects to start from (a polymorphic reference) the step may lead on from some
/// only.
Result<PathStep> Compiler::bind_step(
    const LockRule& rule, std::string_view name, const std::set<ObjectNo>& from
) {
    PathStep step;
    std::string names;
    for (const ObjectNo start : from) {
        const ObjectType& object = schema_.object(start);
        names += names.empty() ? object.name : ", " + object.name;
        const Field* field = field_of_step(schema_, object, name);
        if (field == nullptr) continue;
        step.emplace_back(start, field->number);
        if (!rule.operations.empty()) note_edges(start, *field);
    }
    // Where the schema knows no target to start from, there is nothing to check and nothing to
    // lock.
    if (!step.empty() || from.empty()) return step;
    // Nor need it know a custom object that is a child of the one that the step is called by.
    if (const std::string_view parent = parent_in_step(name); !parent.empty()) {
        if (schema_.find(parent) != nullptr) return step;
        return bad_rule(rule, fmt::format("path: \"{}\": no object \"{}\"", name, parent));
    }
    const ObjectType& object = schema_.object(*from.begin());
    const Field* field = object.find_field(name);
    if (field == nullptr || field->relationship_name.empty()) {
        return bad_rule(rule, fmt::format("path: no relationship \"{}\" on {}", name, names));
    }
    constexpr auto* k_message = "path: \"{}\" is a field; its relationship is called \"{}\"";
    return bad_rule(rule, fmt::format(k_message, field->name, field->relationship_name));
}

void Compiler::add_target(const LockRule& rule, ObjectNo object, const LockTarget& target) {
    for (const WriteKind kind : rule.operations) {
        TargetList& list =
            out_.targets[static_cast<std::size_t>(object)][static_cast<std::size_t>(kind)];
        list.targets.push_back(target);
        if (rule.strength == LockStrength::always) ++list.always_count;
    }
}

void Compiler::note_edges(ObjectNo child, const Field& field) {
    for (const ObjectNo parent : field.reference_to) edges_.push_back({child, parent});
}

std::set<ObjectNo> Compiler::targets_of(const PathStep& step) const {
    std::set<ObjectNo> result;
    for (const auto& [object, field] : step) {
        const std::vector<ObjectNo>& targets = schema_.object(object).field(field).reference_to;
        result.insert(targets.begin(), targets.end());
    }
    return result;
}

}  // namespace

Result<CompiledRules> compile_rules(
    std::shared_ptr<const Schema> schema, std::span<const LockRule> rules
) {
    return Compiler{std::move(schema), rules}.run();
}

}  // namespace rowlock
