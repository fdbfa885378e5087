#include "harness/replay/expectations.hpp"

#include "harness/replay/figures.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {

std::vector<CheckedExpectation> check_expectations(
    const Expectations& expect, const RowTally& tally, Duration duration
) {
    std::vector<CheckedExpectation> checked;
    if (expect.created_at_least) {
        checked.push_back(
            {"createdAtLeast",
             grouped(*expect.created_at_least),
             grouped(tally.succeeded()),
             tally.succeeded() >= *expect.created_at_least}
        );
    }
    if (expect.failed_at_most) {
        checked.push_back(
            {"failedAtMost",
             grouped(*expect.failed_at_most),
             grouped(tally.failed),
             tally.failed <= *expect.failed_at_most}
        );
    }
    if (expect.failed_percent_at_most) {
        const double failed = 100.0 * static_cast<double>(tally.failed);
        const double limit = *expect.failed_percent_at_most * static_cast<double>(tally.submitted);
        checked.push_back(
            {"failedPercentAtMost",
             fmt::format("{:.2f}", *expect.failed_percent_at_most),
             percent(tally.failed, tally.submitted),
             failed <= limit}
        );
    }
    if (expect.duration_at_most) {
        checked.push_back(
            {"durationAtMost",
             duration_text(*expect.duration_at_most),
             duration_text(duration),
             duration <= *expect.duration_at_most}
        );
    }
    return checked;
}

bool all_hold(const std::vector<CheckedExpectation>& checked) {
    return std::all_of(checked.begin(), checked.end(), [](const CheckedExpectation& one) {
        return one.holds;
    });
}

void append_expectations(JsonWriter& json, const std::vector<CheckedExpectation>& checked) {
    json.begin_array();
    for (const CheckedExpectation& one : checked) {
        json.begin_object()
            .member("name", one.name)
            .member("expected", one.expected)
            .member("actual", one.actual)
            .member("holds", one.holds)
            .end_object();
    }
    json.end_array();
}

std::string text_of(const CheckedExpectation& checked) {
    return fmt::format(
        "expected {} {}, got {}: {}",
        checked.name,
        checked.expected,
        checked.actual,
        checked.holds ? "holds" : "does not hold"
    );
}

}  // namespace rowlock
