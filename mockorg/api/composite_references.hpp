#pragma once

#include "mockorg/api/subrequest.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The names that the address and the body refer to, as `@{name.path}`.
std::vector<std::string> names_referred_to(const Subrequest& request);

/// Puts in place of every reference in the address and the body what the earlier answers hold
/// there. The error says which one has no value. [REST API guide: composite]
Result<void> resolve_references(Subrequest& request, const std::vector<Subresponse>& answers);

/// The same where requests are run in order: the answer of one that is not worth sending.
std::optional<Subresponse> with_references(
    Subrequest& request, const std::vector<Subresponse>& answers
);

}  // namespace rowlock
