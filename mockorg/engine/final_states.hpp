#pragma once

#include <string_view>

namespace rowlock {

/// The value of Status with which a record is done with. [object reference; a new org's values]
inline constexpr std::string_view k_converted_lead = "Closed - Converted";
inline constexpr std::string_view k_closed_case = "Closed";
inline constexpr std::string_view k_completed_task = "Completed";

}  // namespace rowlock
