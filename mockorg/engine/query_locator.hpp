#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// `MTAwMDA` for row 10000: where a page of a query job's results begins. Clients must not read
/// anything into it. [query_get_job_results]
std::string query_locator(std::uint64_t row);

/// Nothing if the text is no locator.
std::optional<std::uint64_t> parse_query_locator(std::string_view locator);

}  // namespace rowlock
