#pragma once

#include "mockorg/api/subrequest.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What a text refers to as `@{reference.path}`: `refAccount` and `records[0].Id`.
struct CompositeReference {
    std::string name;
    std::string path;
};

/// The reference that makes up the whole text; nothing for any other text.
std::optional<CompositeReference> whole_reference(std::string_view text);

bool has_reference(std::string_view text);

/// Puts in place of every reference in the address and the body what the earlier answers hold
/// there. The error says which one has no value. [REST API guide: composite]
Result<void> resolve_references(Subrequest& request, const std::vector<Subresponse>& answers);

}  // namespace rowlock
