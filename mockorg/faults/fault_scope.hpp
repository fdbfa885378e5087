#pragma once

#include "mockorg/faults/fault_book.hpp"

namespace rowlock {

/// Whether the fault is about requests, and about this one, whatever its time and rate.
bool matches(const Fault& fault, const FaultedRequest& request);

/// The same for batches and query jobs.
bool matches(const Fault& fault, const FaultedJob& job);

/// Whether the text fits a pattern in which `*` stands for any text; letter case does not matter.
/// Takes time in proportion to both lengths multiplied, at worst.
bool fits_pattern(std::string_view pattern, std::string_view text);

}  // namespace rowlock
