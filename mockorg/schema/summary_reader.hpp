#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/schema/member_reader.hpp"
#include "mockorg/schema/schema_draft.hpp"

namespace rowlock {

/// Reads the member `summary` of a field description: the field becomes a roll-up summary, which
/// nobody can write. `field_members` takes complaints about the field as a whole; errors in the
/// summary's own members are returned.
Result<void> read_summary(const Json& json, MemberReader& field_members, FieldDraft& draft);

}  // namespace rowlock
