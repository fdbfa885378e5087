#include "mockorg/engine/select_tree.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/engine/child_query.hpp"
#include "mockorg/engine/selected_fields.hpp"
#include "mockorg/schema/child_relationship_name.hpp"
#include "mockorg/soql/error_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace rowlock {
namespace {

/// Subqueries of one SELECT list. [SOQL reference, relationship query limits]
constexpr std::size_t k_most_subqueries = 20;

class TreeBuilder {
public:
    TreeBuilder(const QueryScope& scope, const ObjectType& object)
        : scope_(scope), object_(object), selected_(scope.schema(), object, scope.source) {}

    Result<std::vector<FieldNode>> run(const soql::Query& query) {
        for (const soql::SelectItem& item : query.items) {
            if (auto added = add(item); !added) return tl::unexpected{added.error()};
        }
        return std::move(roots_);
    }

private:
    Result<void> add(const soql::SelectItem& item) {
        switch (item.kind) {
            case soql::SelectItem::Kind::type_of:
                return add_type_of(item);
            case soql::SelectItem::Kind::subquery:
                return add_subquery(item);
            case soql::SelectItem::Kind::value:
                if (item.operand.function != soql::DateFunction::none) return refuse_function(item);
                if (!item.alias.empty()) return add_aliased(item);
                break;
            case soql::SelectItem::Kind::all_fields:
                break;
        }
        auto fields = selected_.add(item);
        if (!fields) return tl::unexpected{fields.error()};
        for (const soql::BoundPath& path : *fields) {
            const std::string root = path.canonical.substr(0, path.canonical.find('.'));
            const Root kind = root == path.canonical ? Root::alone : Root::parent;
            if (auto claimed = claim(root, kind, item.position); !claimed) return claimed;
            add_to_field_tree(roots_, path, columns_++, item.shown);
        }
        return {};
    }

    /// What stands under a name of the record: something of its own, or fields of a parent, of
    /// which there may be several.
    enum class Root : std::uint8_t { alone, parent };

    /// A record shows each name once: `Who.Name` beside `TYPEOF Who` has no place.
    Result<void> claim(const std::string& name, Root kind, std::size_t position) {
        const auto [known, is_new] = claimed_.try_emplace(to_lower(name), kind);
        if (is_new || (kind == Root::parent && known->second == kind)) return {};
        return fail_at(position, ErrorCode::invalid_field, "duplicate field selected: " + name);
    }

    /// A function of a date is a value of its own only where records are grouped by it.
    Result<void> refuse_function(const soql::SelectItem& item) const {
        return fail_at(
            item.position,
            ErrorCode::malformed_query,
            fmt::format("Field must be grouped or aggregated: {}", name_of(item.operand.function))
        );
    }

    /// `FORMAT(Amount) shown`: the record shows it under the alias, whatever its path.
    Result<void> add_aliased(const soql::SelectItem& item) {
        auto path = soql::bind_path(scope_.schema(), object_, item.operand.field, scope_.source);
        if (!path) return tl::unexpected{path.error()};
        if (auto claimed = claim(item.alias, Root::alone, item.position); !claimed) return claimed;
        FieldNode node;
        node.name = item.alias;
        node.column = columns_++;
        node.path = std::move(*path);
        node.shown = item.shown;
        roots_.push_back(std::move(node));
        return {};
    }

    Result<void> add_type_of(const soql::SelectItem& item) {
        auto reference = bind_reference(item);
        if (!reference) return tl::unexpected{reference.error()};
        FieldNode node;
        node.name = reference->field->relationship_name;
        node.path = std::move(*reference);
        if (auto claimed = claim(node.name, Root::alone, item.position); !claimed) return claimed;
        for (const soql::TypeBranch& branch : item.branches) {
            if (auto added = add_branch(branch, node); !added) return added;
        }
        roots_.push_back(std::move(node));
        return {};
    }

    /// The reference behind `TYPEOF What`: a polymorphic one of the object itself.
    Result<soql::BoundPath> bind_reference(const soql::SelectItem& item) const {
        const soql::FieldPath& written = item.operand.field;
        const Field* field = object_.find_relationship(written.steps.back());
        if (written.steps.size() > 1 || field == nullptr || !field->polymorphic()) {
            return fail_at(
                written.position,
                ErrorCode::invalid_field,
                fmt::format(
                    "A polymorphic relationship is needed behind TYPEOF, not '{}'",
                    written.steps.back()
                )
            );
        }
        return soql::bind_path(scope_.schema(), object_, {{field->name}, written.position});
    }

    Result<void> add_branch(const soql::TypeBranch& branch, FieldNode& node) const {
        if (branch.object.empty()) return add_other_types(branch, node);
        const std::vector<ObjectNo>& targets = node.path.field->reference_to;
        const ObjectType* object = scope_.schema().find(branch.object);
        const bool is_target =
            object != nullptr &&
            std::find(targets.begin(), targets.end(), object->number) != targets.end();
        if (!is_target) return no_such_target(branch, node);
        return bind_members(branch, *object, node);
    }

    Result<void> no_such_target(const soql::TypeBranch& branch, const FieldNode& node) const {
        return fail_at(
            branch.position,
            ErrorCode::invalid_type,
            fmt::format("{} does not refer to '{}'", node.name, branch.object)
        );
    }

    Result<void> bind_members(
        const soql::TypeBranch& branch, const ObjectType& object, FieldNode& node
    ) const {
        TypeMembers members;
        members.object = object.number;
        SelectedFields names{scope_.schema(), object, scope_.source};
        for (std::size_t i = 0; i < branch.fields.size(); ++i) {
            auto path = soql::bind_path(scope_.schema(), object, branch.fields[i], scope_.source);
            if (!path) return tl::unexpected{path.error()};
            auto taken = names.take_name(path->canonical, branch.fields[i].position);
            if (!taken) return taken;
            add_to_field_tree(members.members, *path, i);
        }
        node.branches.push_back(std::move(members));
        return {};
    }

    /// ELSE stands for all objects that no WHEN has named. Its fields are those of `What.Name`; a
    /// record shows the ones that its object has.
    Result<void> add_other_types(const soql::TypeBranch& branch, FieldNode& node) const {
        std::vector<soql::BoundPath> paths;
        SelectedFields names{scope_.schema(), object_, scope_.source};
        for (soql::FieldPath field : branch.fields) {
            field.steps.insert(field.steps.begin(), node.name);
            auto path = soql::bind_path(scope_.schema(), object_, field, scope_.source);
            if (!path) return tl::unexpected{path.error()};
            if (auto taken = names.take_name(path->canonical, field.position); !taken) return taken;
            paths.push_back(std::move(*path));
        }
        for (const ObjectNo target : node.path.field->reference_to) {
            if (find_branch(node, {target, 0}) != nullptr) continue;
            TypeMembers members;
            members.object = target;
            for (std::size_t i = 0; i < paths.size(); ++i) {
                const auto path = soql::seen_from(scope_.schema().object(target), paths[i]);
                if (path) add_to_field_tree(members.members, *path, i);
            }
            node.branches.push_back(std::move(members));
        }
        return {};
    }

    Result<void> add_subquery(const soql::SelectItem& item) {
        if (++subqueries_ > k_most_subqueries) {
            return fail_at(
                item.position,
                ErrorCode::malformed_query,
                "more than 20 subqueries in one SELECT list"
            );
        }
        auto children = ChildQuery::bind(scope_, object_, *item.subquery);
        if (!children) return tl::unexpected{children.error()};
        const ChildRelationship* relationship =
            find_child_relationship(scope_.schema(), object_.number, item.subquery->object);
        FieldNode node;
        node.name = child_relationship_name(scope_.schema(), object_.number, *relationship);
        node.children = std::move(*children);
        if (auto claimed = claim(node.name, Root::alone, item.position); !claimed) return claimed;
        roots_.push_back(std::move(node));
        return {};
    }

    Failure fail_at(std::size_t position, ErrorCode code, std::string_view message) const {
        return soql::fail_at(scope_.source, position, code, message);
    }

    const QueryScope& scope_;
    const ObjectType& object_;
    SelectedFields selected_;
    /// By name in lower case.
    std::map<std::string, Root> claimed_;
    std::vector<FieldNode> roots_;
    std::size_t columns_ = 0;
    std::size_t subqueries_ = 0;
};

}  // namespace

Result<std::vector<FieldNode>> select_tree(
    const QueryScope& scope, const ObjectType& object, const soql::Query& query
) {
    return TreeBuilder{scope, object}.run(query);
}

}  // namespace rowlock
