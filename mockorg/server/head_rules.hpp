#pragma once

#include <cstddef>
#include <string_view>

namespace rowlock {

// What a request's head must be like beyond what Beast asks of it: nothing may mean one thing to
// one reader and another to the next.

/// Bytes of an address. [status codes and error responses of the REST API]
inline constexpr std::size_t k_target_bytes_max = 16'384;

/// A line that ends without a CR is one to some readers only; Beast would wait for more of it.
/// `at` is where to begin looking.
bool has_bare_line_end(std::string_view lines, std::size_t at = 0);

/// Whether a field goes on in a line that begins with a blank (obs-fold), which Beast joins.
bool is_folded(std::string_view head);

/// A name or an address in brackets, perhaps with a port; or nothing, which is allowed.
bool is_host(std::string_view text);

/// The path and query of an address that is written with scheme and host, as clients of a proxy
/// send it; any other as it is.
std::string_view origin_form(std::string_view target);

/// Whether a head that may not be complete has an address beyond the limit.
bool is_target_too_long(std::string_view head);

}  // namespace rowlock
