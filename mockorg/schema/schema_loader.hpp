#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/schema.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace rowlock {

/// The standard objects plus those of a schema file: JSON in the shape of a describe answer, where
/// every member but the names may be left out (docs/schema.md has the format). An object of a
/// standard name adds its fields to the standard one (a custom field on Opportunity); a new name is
/// a new object, its key prefix given or the next free a00, a01, ... `file_name` appears in errors,
/// which name line and column or the object and field.
Result<std::shared_ptr<const Schema>> load_schema(
    std::string_view json, std::string_view file_name
);

/// The same from disk; without a path, the standard objects. A folder is an SFDX project, whose
/// objects are read as `rowlock schema import` does; what it cannot use is passed over.
Result<std::shared_ptr<const Schema>> read_schema_file(const std::string& path);

/// Hears of what a project has that could not be used, a line each.
using SchemaNotes = std::function<void(const std::string&)>;

/// The same, and says so: broken files first, of many things only some.
Result<std::shared_ptr<const Schema>> read_schema_file(
    const std::string& path, const SchemaNotes& notes
);

}  // namespace rowlock
