#pragma once

#include "mockorg/api/router.hpp"

namespace rowlock {

/// Whether the call's address, `sobjects/X/ID/NAME`, has a record's id where others have the name
/// of a field.
bool means_related_records(const Org& org, const Call& call);

/// Answers with the record's parent of that relationship, or with a page of its children.
void answer_related_records(ApiContext& context, const Call& call);

}  // namespace rowlock
