#include "checks/forecast/failure_formula.hpp"

#include "mockorg/base/random.hpp"
#include "tests/support/test.hpp"

#include <cmath>
#include <limits>

namespace rowlock {
namespace {

constexpr double k_for_ever = std::numeric_limits<double>::infinity();

TEST_CASE("the residual of a hold has its textbook values") {
    CHECK(residual_beyond({12.0, 0.0}, 10.0) == Approx(2.0 / 12.0));
    CHECK(residual_beyond({8.0, 0.0}, 10.0) == 0.0);
    CHECK(residual_beyond({5.0, 1.0}, 0.0) == Approx(1.0));
    CHECK(residual_beyond({5.0, 1.0}, k_for_ever) == 0.0);
}

TEST_CASE("residual and mean wait agree with draws") {
    const HoldTime hold{6.0, 1.2};
    Random random{7};
    double excess = 0.0;
    double square = 0.0;
    double square_excess = 0.0;
    constexpr int k_draws = 400'000;
    for (int i = 0; i < k_draws; ++i) {
        const double h = random.lognormal(hold.mean_seconds, hold.variation);
        const double over = std::max(0.0, h - 10.0);
        excess += over;
        square += h * h;
        square_excess += over * over;
    }
    CHECK(residual_beyond(hold, 10.0) == Approx(excess / k_draws / 6.0).epsilon(0.03));
    const double drawn_wait = (square - square_excess) / k_draws / 12.0;
    CHECK(mean_wait(hold, 10.0) == Approx(drawn_wait).epsilon(0.03));
}

TEST_CASE("exact anchors of the formula") {
    const ContentionModel model{5.0, 0.18, {6.0, 1.0}, 10.0, 0.0};
    auto alone = model;
    alone.workers = 1.0;
    CHECK(steady_state(alone).failure_rate == 0.0);
    CHECK(steady_state(alone).useful_parallelism == Approx(1.0));

    auto disjoint = model;
    disjoint.shared_keys = 0.0;
    CHECK(steady_state(disjoint).failure_rate == 0.0);
    CHECK(steady_state(disjoint).useful_parallelism == Approx(5.0));

    auto patient = model;
    patient.lock_wait_seconds = k_for_ever;
    CHECK(steady_state(patient).failure_rate == 0.0);

    auto impatient = model;
    impatient.lock_wait_seconds = 0.0;
    CHECK(steady_state(impatient).failure_rate == Approx(1.0 - std::exp(-4 * 0.18)));
    CHECK(first_order_failure_rate(impatient) == Approx(1.0 - std::exp(-4 * 0.18)));
}

TEST_CASE("the formula stays within bounds and rises with k") {
    rc::prop("bounds and order", [] {
        const auto number = [](int low, int high) { return *rc::gen::inRange(low, high); };
        ContentionModel model;
        model.workers = number(1, 60);
        model.shared_keys = number(0, 300) / 100.0;
        model.hold = {number(1, 300) / 10.0, number(0, 20) / 10.0};
        model.lock_wait_seconds = number(0, 200) / 10.0;
        model.idle_seconds = number(0, 20) / 10.0;
        const SteadyState state = steady_state(model);
        RC_ASSERT(state.failure_rate >= 0.0 && state.failure_rate <= 1.0);
        RC_ASSERT(state.useful_parallelism >= 0.0);
        RC_ASSERT(state.useful_parallelism <= model.workers + 1e-9);
        auto more = model;
        more.workers += 1.0;
        RC_ASSERT(first_order_failure_rate(more) >= first_order_failure_rate(model));
    });
}

TEST_CASE("the validity region") {
    const ContentionModel inside{5.0, 0.18, {6.0, 1.0}, 10.0, 0.0};
    CHECK(formula_holds(inside));
    auto crowded = inside;
    crowded.workers = 13.0;
    CHECK_FALSE(formula_holds(crowded));
    auto lockstep = inside;
    lockstep.hold.variation = 0.2;
    CHECK_FALSE(formula_holds(lockstep));
    auto short_holds = inside;
    short_holds.hold.mean_seconds = 4.9;
    CHECK_FALSE(formula_holds(short_holds));
}

}  // namespace
}  // namespace rowlock
