#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/object_type.hpp"
#include "mockorg/schema/roll_up.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rowlock {

/// A reference field, seen from its target: who points here, and what a delete does to them.
struct ChildRelationship {
    ObjectNo child;
    FieldNo field;
    OnParentDelete on_delete;
};

/// The object model of an org. Built once, then only read; any thread.
class Schema {
public:
    /// Every shipped standard object, and nothing else.
    static std::shared_ptr<const Schema> standard();

    const std::vector<ObjectType>& objects() const { return objects_; }

    const ObjectType& object(ObjectNo number) const {
        return objects_.at(static_cast<std::size_t>(number));
    }

    /// By API name, in any letter case.
    const ObjectType* find(std::string_view api_name) const;

    const ObjectType* find_by_prefix(KeyPrefix prefix) const;

    const std::vector<ChildRelationship>& children_of(ObjectNo parent) const {
        return children_.at(static_cast<std::size_t>(parent));
    }

    /// All roll-up summaries, in the order of their masters and fields. No chain of them, from
    /// detail to master and on, runs in a circle.
    const std::vector<RollUp>& roll_ups() const { return roll_ups_; }

private:
    friend class SchemaBuilder;

    std::vector<ObjectType> objects_;
    std::vector<std::vector<ChildRelationship>> children_;
    std::vector<RollUp> roll_ups_;
    std::unordered_map<std::string, ObjectNo> by_name_;
    std::map<KeyPrefix, ObjectNo> by_prefix_;
};

}  // namespace rowlock
