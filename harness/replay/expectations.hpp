#pragma once

#include "harness/load/load.hpp"
#include "harness/replay/row_tally.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// One expectation of the load file, checked.
struct CheckedExpectation {
    /// The member's name in the load file.
    std::string name;
    std::string expected;
    std::string actual;
    bool holds = false;
};

/// Only those the file states, in its documentation's order.
std::vector<CheckedExpectation> check_expectations(
    const Expectations& expect, const RowTally& tally, Duration duration
);

bool all_hold(const std::vector<CheckedExpectation>& checked);

void append_expectations(JsonWriter& json, const std::vector<CheckedExpectation>& checked);

/// One line for people: `expected failedPercentAtMost 1.00, got 10.86: does not hold`.
std::string text_of(const CheckedExpectation& checked);

}  // namespace rowlock
