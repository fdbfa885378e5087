#pragma once

// Test cases for Catch2, version 2 or 3, of which the compiler finds one:
//
//     TEST_CASE("no batch shares a record with another") {
//         ROWLOCK_CHECK_BATCHES([](const rowlock::batcher::Instance& file) { return cut(file); });
//     }

#include "harness/batcher/properties.hpp"

#if !defined(CATCH_VERSION_MAJOR) && !defined(TEST_CASE) && !defined(CATCH_TEST_CASE)
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif
#endif

// Either all macros of Catch2 have the prefix or none has.
#if defined(CATCH_FAIL)
#define ROWLOCK_CATCH_FAIL_ CATCH_FAIL
#define ROWLOCK_CATCH_WARN_ CATCH_WARN
#define ROWLOCK_CATCH_SUCCEED_ CATCH_SUCCEED
#else
#define ROWLOCK_CATCH_FAIL_ FAIL
#define ROWLOCK_CATCH_WARN_ WARN
#define ROWLOCK_CATCH_SUCCEED_ SUCCEED
#endif

/// Fails the test case with the report of a CheckResult that has not passed; warns with that of one
/// that has, but not without warnings.
#define ROWLOCK_REQUIRE_PASSED(...)                                             \
    do {                                                                        \
        const ::rowlock::batcher::CheckResult rowlock_result = __VA_ARGS__;     \
        if (!rowlock_result.passed) ROWLOCK_CATCH_FAIL_(rowlock_result.report); \
        if (rowlock_result.warned) ROWLOCK_CATCH_WARN_(rowlock_result.report);  \
        ROWLOCK_CATCH_SUCCEED_();                                               \
    } while (false)

/// The checks of properties.hpp with the same arguments: a function from an Instance to batches, a
/// Batcher, a Loader; then options.
#define ROWLOCK_CHECK_BATCHES(...) \
    ROWLOCK_REQUIRE_PASSED(::rowlock::batcher::check_batches(__VA_ARGS__))
#define ROWLOCK_CHECK_BATCHER(...) \
    ROWLOCK_REQUIRE_PASSED(::rowlock::batcher::check_batcher(__VA_ARGS__))
#define ROWLOCK_CHECK_LOADER(...) \
    ROWLOCK_REQUIRE_PASSED(::rowlock::batcher::check_loader(__VA_ARGS__))
