#pragma once

#include "mockorg/base/result.hpp"

#include <cstddef>
#include <functional>
#include <string_view>

namespace rowlock::soql {

/// An error about one place of a query, the way an org prints it: the words around the place, a
/// caret below it, row and column (both from 1), then the message. With an empty `source` (it is
/// not known any more) the message alone. `position`: byte offset, at most the length of `source`.
Failure fail_at(
    std::string_view source, std::size_t position, ErrorCode code, std::string_view message
);

/// An error of fail_at about `source`, told about `text` instead, which `source` was made from:
/// `place_in_text` gives the offset there of an offset in `source`. An error without a place stays
/// as it is.
Error moved_to(
    std::string_view text,
    const Error& error,
    std::string_view source,
    const std::function<std::size_t(std::size_t)>& place_in_text
);

}  // namespace rowlock::soql
