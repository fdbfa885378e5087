#pragma once

#include "tests/support/test.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <ostream>
#include <utility>

namespace rowlock {

/// One command of a random walk through a model. What the numbers stand for is up to the command;
/// they are taken modulo what there is.
template <class Kind>
struct RandomStep {
    Kind kind{};
    /// 0 to 999.
    unsigned first = 0;
    /// 0 to 999.
    unsigned second = 0;
};

/// `kind/first/second`, the kind as its number.
template <class Kind>
std::ostream& operator<<(std::ostream& out, const RandomStep<Kind>& step) {
    return out << static_cast<int>(step.kind) << '/' << step.first << '/' << step.second;
}

/// Kinds with their weights, those that a shrunk walk should be made of first.
template <class Kind>
rc::Gen<RandomStep<Kind>> arbitrary_step(std::initializer_list<std::pair<std::size_t, Kind>> weights
) {
    using Step = RandomStep<Kind>;
    return rc::gen::build<Step>(
        rc::gen::set(&Step::kind, rc::gen::weightedElement<Kind>(weights)),
        rc::gen::set(&Step::first, rc::gen::inRange(0U, 1000U)),
        rc::gen::set(&Step::second, rc::gen::inRange(0U, 1000U))
    );
}

}  // namespace rowlock
