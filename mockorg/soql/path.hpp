#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/schema/record_reader.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/soql/ast.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::soql {

// `source`, where a function takes it, is the query that was parsed: errors then show the place in
// it. Without it they are the message alone.

/// The object a query selects from. Fails with invalid_type.
Result<const ObjectType*> bind_object(
    const Schema& schema, const Query& query, std::string_view source = {}
);

/// One step of a path: the field to read, by the object it is read from. Several entries only
/// behind a polymorphic reference; objects that lack the field are missing.
struct PathStep {
    struct Entry {
        ObjectNo object;
        FieldNo field;
    };

    std::vector<Entry> fields;
};

/// A path checked against an object type: all steps but the last are references.
struct BoundPath {
    std::vector<PathStep> steps;
    /// `Who.Type`: the path ends at the record behind the last step, and stands for its object's
    /// name.
    bool names_object = false;
    /// Names by object number, for names_object.
    std::vector<std::string> object_names;
    /// Type of the last step's field; string for names_object.
    FieldType type = FieldType::string;
    /// The path in the describe's own spelling, e.g. Account.Name.
    std::string canonical;
    /// The last step's field (of the first object that has it); null for names_object. Lives as
    /// long as the schema.
    const Field* field = nullptr;
};

/// The first step may be the object's own name (`SELECT Account.Name FROM Account`). Behind a
/// polymorphic reference, a field counts that any target has, and `Type` is the target object's
/// name. Fails with invalid_field (unknown field or relationship, more than five relationships).
Result<BoundPath> bind_path(
    const Schema& schema,
    const ObjectType& object,
    const FieldPath& path,
    std::string_view source = {}
);

/// A path that leads over a polymorphic reference first, as it goes on from a record of this object
/// behind it; nothing if it leads nowhere from there.
std::optional<BoundPath> seen_from(const ObjectType& object, const BoundPath& path);

/// Null when a step on the way is null or unknown. The row is of the object the path was bound to.
/// Text may point into the path.
Value value_at(const BoundPath& path, const RowView& row, const RecordReader& records);

}  // namespace rowlock::soql
