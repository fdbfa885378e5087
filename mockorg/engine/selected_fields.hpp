#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/soql/ast.hpp"
#include "mockorg/soql/path.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Binds the plain fields of one SELECT list: single ones and those of FIELDS().
class SelectedFields {
public:
    SelectedFields(const Schema& schema, const ObjectType& object, std::string_view source)
        : schema_(schema), object_(object), source_(source) {}

    /// The fields a value or FIELDS() stands for. Fails with invalid_field, also for a field that
    /// an earlier item has named: `duplicate field selected: Id`. [SOQL reference, FIELDS()]
    Result<std::vector<soql::BoundPath>> add(const soql::SelectItem& item);

    /// Whether it is the first thing of its name in the list.
    Result<void> take_name(const std::string& name, std::size_t position);

private:
    std::vector<const Field*> fields_of(soql::FieldGroup group) const;

    const Schema& schema_;
    const ObjectType& object_;
    std::string_view source_;
    std::set<std::string> names_;
};

}  // namespace rowlock
