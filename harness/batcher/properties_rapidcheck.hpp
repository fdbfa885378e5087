#pragma once

// Cases and histories as values of RapidCheck, for properties of one's own. What is drawn depends
// on RapidCheck's seed alone; what fails shrinks the way `rowlock test-batcher` shrinks.
//
//     #include <rapidcheck/catch.h>  // for rc::prop
//
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
#include <utility>

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
