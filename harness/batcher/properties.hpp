#pragma once

// The one header for those who test a batcher or a loader of their own in C++: link
// rowlock::batcher. properties_catch.hpp makes test cases of it for Catch2,
// properties_rapidcheck.hpp makes generators for RapidCheck; this header needs neither.

#include "harness/batcher/abstract_case.hpp"
#include "harness/batcher/answer.hpp"
#include "harness/batcher/batcher.hpp"
#include "harness/batcher/instance.hpp"
#include "harness/batcher/loader/history.hpp"
#include "harness/batcher/loader/loader.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rowlock::batcher {

/// What a test of a batcher can ask for beyond the defaults, which are those of `rowlock
/// test-batcher`.
struct CheckOptions {
    /// Properties by id or name (docs/test-batcher.md); empty: all.
    std::vector<std::string> only = {};
    std::vector<std::string> skip = {};
    /// What cases are not to have: `oversize-groups`, `nulls`, ...
    std::vector<std::string> without = {};
    std::uint64_t cases = 300;
    std::uint64_t seed = 1;
    /// Number of the first case, from 1: a report's replay line names one.
    std::uint64_t first_case = 1;
    /// Rows of a case, and of a batch, which has a third of them at most; at least 1.
    std::uint32_t rows_max = 24;
    std::uint32_t cap_rows_max = 7;
    /// A folder for counterexamples, which are tried first next time; empty: none.
    std::string corpus = {};
    /// Whether properties of grade warning (M, Q) fail the check, too.
    bool warnings_fail = false;
};

/// The same for a loader.
struct LoaderCheckOptions {
    /// L1 to L8, or their names; empty: all.
    std::vector<std::string> only = {};
    std::vector<std::string> skip = {};
    std::uint64_t cases = 300;
    std::uint64_t seed = 1;
    std::uint64_t first_case = 1;
    /// Rows of a load; at least 1.
    std::uint32_t rows_max = 6;
};

/// What came of a check.
struct CheckResult {
    bool passed = false;
    /// For people: the verdict; for each property that failed the smallest case as a table, a
    /// sentence and a line that shows it again. Or what is wrong with the options.
    std::string report;
    /// It passed, and the report has warnings (M, Q) all the same.
    bool warned = false;
};

/// Puts generated cases to the batcher and checks what must hold for every batcher. Same options,
/// same result.
CheckResult check_batcher(Batcher& batcher, const CheckOptions& options = {});

/// Runs the loader against orgs in this process on which locks are held, requests and replies get
/// lost and jobs are aborted, and checks that no row is lost, doubled or misreported.
CheckResult check_loader(const loader::Loader& loader, const LoaderCheckOptions& options = {});

/// What is wrong with the batcher's answer to this one case: the first of these properties (by id
/// or name; none: all of grade error) that it breaks, in a sentence; or which of them does not
/// exist. Empty if all hold.
std::string violation_of(
    Batcher& batcher, const AbstractCase& abstract, const std::vector<std::string>& only = {}
);

/// The same for a loader in one history.
std::string violation_of(
    const loader::Loader& loader,
    const loader::History& history,
    const std::vector<std::string>& only = {}
);

/// Batches as rows of the instance, which count from 0.
using NumberedBatches = std::vector<std::vector<std::size_t>>;

/// Batches as rows with all their cells.
using CellBatches = std::vector<std::vector<std::vector<std::string>>>;

/// What a function may return for an instance, as an answer: all batches are parallel unless it
/// says otherwise. Rows with all their cells are recognised by content.
Answer answer_of(const Instance& instance, Answer answer);
Answer answer_of(const Instance& instance, const NumberedBatches& batches);
Answer answer_of(const Instance& instance, const CellBatches& batches);

/// A batcher that asks a function from an Instance to an Answer, NumberedBatches or CellBatches.
/// The function has to outlive it.
template <class Function>
FunctionBatcher batcher_from(Function& function) {
    return FunctionBatcher{[&function](const Instance& instance, Surroundings) {
        return answer_of(instance, function(instance));
    }};
}

/// The check of a function from an Instance (rows, columns, limits) to an Answer, NumberedBatches
/// or CellBatches. Whatever it throws is a finding.
template <class Function>
CheckResult check_batches(Function function, const CheckOptions& options = {}) {
    FunctionBatcher batcher = batcher_from(function);
    return check_batcher(batcher, options);
}

}  // namespace rowlock::batcher
