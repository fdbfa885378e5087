#pragma once

#include "checks/report/check_report.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// What sets a lower bound on the time of a load, as the end of a sentence: "all the work, ...".
/// `keys`: the one or three records behind it; `rows`: those they hold up.
std::string binding_reason(
    BindingBound binding, const std::vector<std::string>& keys, std::uint64_t rows
);

/// The same of a report.
std::string binding_text(const BoundPart& bounds);

/// The bounds in sentences.
std::vector<std::string> bound_sentences(const BoundPart& bounds);

/// Components and cross links in a sentence each.
std::vector<std::string> component_sentences(const ComponentPart& components);

std::string skew_sentence(const SkewPart& skew);

}  // namespace rowlock
