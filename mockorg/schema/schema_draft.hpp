#pragma once

#include "mockorg/schema/field.hpp"
#include "mockorg/schema/roll_up.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A roll-up summary while its parts are still names.
struct SummaryDraft {
    RollUpKind kind = RollUpKind::count;
    std::string object;
    std::string reference;
    /// Empty for a count.
    std::string field;
    std::string filter;
};

/// A field while a schema is being put together: its targets are still names.
struct FieldDraft {
    Field field;
    std::vector<std::string> targets;
    /// Targets the schema lacks are left out instead of refused: a describe answer knows more of
    /// its org than this schema does.
    bool may_lack_targets = false;
    std::optional<SummaryDraft> summary;
};

struct ObjectDraft {
    std::string name;
    std::string label;
    std::string label_plural;
    /// Three base-62 characters, or empty: the builder gives one.
    std::string key_prefix;
    bool custom = false;
    std::vector<FieldDraft> fields;

    /// By API name, in any letter case; null if there is none.
    FieldDraft* find_field(std::string_view api_name);
};

struct SchemaDraft {
    std::vector<ObjectDraft> objects;

    /// By API name, in any letter case; null if there is none.
    ObjectDraft* find(std::string_view api_name);
};

/// Beyond these a file is refused: no org allows as many, and numbers must stay small.
inline constexpr std::size_t k_max_objects = 4000;
inline constexpr std::size_t k_max_fields = 2000;

}  // namespace rowlock
