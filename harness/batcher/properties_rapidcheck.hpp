#pragma once

// Cases and histories as values of RapidCheck, with the properties of `rowlock test-batcher` to
// assert for them or for properties of one's own. What is drawn depends on RapidCheck's seed alone;
// what fails shrinks the way `rowlock test-batcher` shrinks.
//
//     #include <rapidcheck/catch.h>  // for rc::prop
//
//     rc::prop("no row is lost", [](const rowlock::batcher::AbstractCase& drawn) {
//         rowlock::batcher::assert_batches(drawn, cut, {"conserve"});
//     });
//     rc::prop("small batches", [](const rowlock::batcher::Instance& file) {
//         for (const auto& batch : cut(file)) RC_ASSERT(batch.size() <= file.caps.rows);
//     });

#include "harness/batcher/generator.hpp"
#include "harness/batcher/loader/history.hpp"
#include "harness/batcher/properties.hpp"
#include "harness/batcher/shrink.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace rowlock::batcher {

/// `settings.rows_max` for RapidCheck's nominal size, fewer for smaller ones.
inline std::uint32_t rows_of_size(std::uint32_t rows_max, int size) {
    const auto wanted = static_cast<std::uint64_t>(std::max(1, size)) * rows_max;
    const auto rows = wanted / static_cast<std::uint64_t>(rc::kNominalSize);
    return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(rows, 1, std::max(1U, rows_max)));
}

/// Any case of these settings; their seed does not matter.
inline rc::Gen<AbstractCase> arbitrary_case(GeneratorSettings settings = {}) {
    return rc::Gen<AbstractCase>{
        [settings = std::move(settings)](const rc::Random& random, int size) {
            constexpr std::uint64_t k_numbers = 10'000;
            rc::Random drawn = random;
            GeneratorSettings of_size = settings;
            of_size.seed = drawn.next();
            of_size.rows_max = rows_of_size(settings.rows_max, size);
            return rc::shrinkable::shrinkRecur(
                make_case(of_size, drawn.next() % k_numbers),
                [](const AbstractCase& abstract) {
                    return rc::seq::fromContainer(simpler_cases(abstract));
                }
            );
        }};
}

/// The file of any case.
inline rc::Gen<Instance> arbitrary_instance(GeneratorSettings settings = {}) {
    return rc::gen::map(arbitrary_case(std::move(settings)), [](const AbstractCase& abstract) {
        return render(abstract);
    });
}

inline void showValue(const Instance& instance, std::ostream& out) {
    out << csv_text(instance) << instance.object << ' ' << instance.operation << "; a batch holds "
        << instance.caps.rows << " rows and " << instance.caps.bytes << " bytes";
}

inline void showValue(const AbstractCase& abstract, std::ostream& out) {
    showValue(render(abstract), out);
}

/// Fails the property of RapidCheck that drew the case if the batcher breaks one of these
/// properties by id or name (none: all of grade error).
inline void assert_batcher(
    const AbstractCase& drawn, Batcher& batcher, const std::vector<std::string>& only = {}
) {
    const std::string violation = violation_of(batcher, drawn, only);
    if (!violation.empty()) RC_FAIL(violation);
}

/// The same for a function from an Instance to an Answer, NumberedBatches or CellBatches.
template <class Function>
void assert_batches(
    const AbstractCase& drawn, Function function, const std::vector<std::string>& only = {}
) {
    FunctionBatcher batcher = batcher_from(function);
    assert_batcher(drawn, batcher, only);
}

}  // namespace rowlock::batcher

namespace rowlock::loader {

/// Any history of these settings; their seed does not matter.
inline rc::Gen<History> arbitrary_history(HistorySettings settings = {}) {
    return rc::Gen<History>{[settings](const rc::Random& random, int size) {
        constexpr std::uint64_t k_numbers = 10'000;
        rc::Random drawn = random;
        HistorySettings of_size = settings;
        of_size.seed = drawn.next();
        of_size.rows_max = batcher::rows_of_size(settings.rows_max, size);
        return rc::shrinkable::shrinkRecur(
            make_history(of_size, drawn.next() % k_numbers),
            [](const History& history) {
                return rc::seq::fromContainer(simpler_histories(history));
            }
        );
    }};
}

inline void showValue(const History& history, std::ostream& out) {
    out << history_text(history);
}

/// Fails the property of RapidCheck that drew the history if the loader breaks one of these
/// properties by id or name (none: all).
inline void assert_loader(
    const History& drawn, const Loader& loader, const std::vector<std::string>& only = {}
) {
    const std::string violation = batcher::violation_of(loader, drawn, only);
    if (!violation.empty()) RC_FAIL(violation);
}

}  // namespace rowlock::loader

namespace rc {

template <>
struct Arbitrary<rowlock::batcher::AbstractCase> {
    static Gen<rowlock::batcher::AbstractCase> arbitrary() {
        return rowlock::batcher::arbitrary_case();
    }
};

template <>
struct Arbitrary<rowlock::batcher::Instance> {
    static Gen<rowlock::batcher::Instance> arbitrary() {
        return rowlock::batcher::arbitrary_instance();
    }
};

template <>
struct Arbitrary<rowlock::loader::History> {
    static Gen<rowlock::loader::History> arbitrary() {
        return rowlock::loader::arbitrary_history();
    }
};

}  // namespace rc
