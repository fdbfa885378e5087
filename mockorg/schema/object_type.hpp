#pragma once

#include "mockorg/base/record_id.hpp"
#include "mockorg/schema/field.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rowlock {

/// One sObject: its name, key prefix and fields. Fields are found by API name in any letter case.
class ObjectType {
public:
    ObjectNo number{};
    std::string name;
    std::string label;
    std::string label_plural;
    KeyPrefix key_prefix{};
    bool custom = false;

    /// Field 0 is always Id.
    const std::vector<Field>& fields() const { return fields_; }

    const Field& field(FieldNo field_number) const {
        return fields_.at(static_cast<std::size_t>(field_number));
    }

    const Field* find_field(std::string_view api_name) const;

    /// The reference field behind a relationship name in any letter case, e.g. Account ->
    /// AccountId.
    const Field* find_relationship(std::string_view relationship_name) const;

    /// Takes over the field under the next number; its name must be new.
    void add_field(Field field);

private:
    std::vector<Field> fields_;
    /// Lower-case names.
    std::unordered_map<std::string, FieldNo> by_name_;
    std::unordered_map<std::string, FieldNo> by_relationship_;
};

}  // namespace rowlock
