// The glue finds Catch2 version 3 by the name of its header, and needs no more of it than it has.
#include "harness/batcher/loader/bulk_loader.hpp"
#include "harness/batcher/properties_catch.hpp"
#include "harness/batcher/reference_batcher.hpp"

#include <cstdio>
#include <stdexcept>
#include <string>

using rowlock::batcher::Instance;
using rowlock::batcher::NumberedBatches;

namespace {

NumberedBatches one_row_each(const Instance& file) {
    NumberedBatches batches;
    for (std::size_t row = 0; row < file.rows.size(); ++row) batches.push_back({row});
    return batches;
}

/// What a failing check throws here; empty if it passes.
std::string failure_of(void (*check)()) {
    try {
        check();
    } catch (const std::logic_error& failed) {
        return failed.what();
    }
    return {};
}

void check_planner() {
    rowlock::batcher::ReferenceBatcher planner;
    ROWLOCK_CHECK_BATCHER(planner, {.only = {"I1"}, .cases = 20});
}

void check_split() {
    ROWLOCK_CHECK_BATCHES(one_row_each, {.only = {"I4"}, .cases = 100});
}

void check_waste() {
    ROWLOCK_CHECK_BATCHES(one_row_each, {.only = {"Q1"}, .cases = 20});
}

void check_careful() {
    ROWLOCK_CHECK_LOADER(rowlock::loader::load_carefully, {.cases = 20});
}

}  // namespace

int main() {
    const bool right = failure_of(check_planner).empty() && failure_of(check_careful).empty() &&
                       failure_of(check_split).find("rows 1 and 2 share") != std::string::npos &&
                       last_warning.empty() && failure_of(check_waste).empty() &&
                       last_warning.find("Q1") != std::string::npos;
    std::puts(right ? "All tests passed (3 assertions in 1 test case)" : "the glue is wrong");
    return right ? 0 : 1;
}
