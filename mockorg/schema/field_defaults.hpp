#pragma once

#include "mockorg/schema/schema_draft.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace rowlock {

/// True for the ending a custom object or field has (`__c`, person accounts `__pc`).
bool has_custom_name(std::string_view api_name);

/// A field of which only name and type are known: the length, precision and flags its type usually
/// has.
FieldDraft plain_field(std::string_view name, FieldType type);

/// The field every object has under this name (Id, CreatedDate, ...), or nothing.
std::optional<FieldDraft> system_field(std::string_view name);

/// The fields every object has, Id first.
std::vector<FieldDraft> system_fields();

/// What a custom object has besides: its Name, and its owner unless it has a master.
FieldDraft custom_object_name();
FieldDraft custom_object_owner();

}  // namespace rowlock
