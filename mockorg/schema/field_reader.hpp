#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/schema_draft.hpp"

#include <set>
#include <string>

namespace rowlock {

/// How strictly descriptions are read.
struct DescribeStrictness {
    /// Members that no describe answer has are refused: they are misspelt.
    bool known_members_only;
    bool known_targets_only;
    /// What is new must be named like something custom, unless it says `"custom": false`.
    bool new_names_custom;
};

/// True for a letter followed by letters, digits and underscores, at most 80 in all.
bool is_api_name(std::string_view name);

/// Reads one field description into the object: a new field, or new values for members of a known
/// one. `seen` holds the lower-case names already read for this object.
Result<void> merge_field(
    const Json& json,
    const DescribeStrictness& strictness,
    ObjectDraft& object,
    std::set<std::string>& seen
);

}  // namespace rowlock
