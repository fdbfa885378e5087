#include "mockorg/base/cow_vector.hpp"

#include "tests/support/test.hpp"

#include <thread>

namespace rowlock {
namespace {

TEST_CASE("a copy keeps its values while the original changes") {
    CowVector<int> original{-1};
    original.grow(10'000);
    original.set(5, 50);
    const CowVector<int> copy = original;
    original.set(5, 51);
    original.set(9'999, 7);
    CHECK(copy.get(5) == 50);
    CHECK(copy.get(9'999) == -1);
    CHECK(original.get(5) == 51);
}

TEST_CASE("chunks that hold only the fill value take no memory") {
    CowVector<std::uint64_t> vector{42};
    vector.grow(1'000'000);
    const std::size_t empty = vector.bytes();
    vector.set(777'777, 42);
    CHECK(vector.bytes() == empty);
    vector.set(777'777, 43);
    CHECK(vector.bytes() > empty);
}

TEST_CASE("behaves like a plain vector, with copies as frozen states") {
    rc::prop("model", [] {
        CowVector<int> vector{0};
        std::vector<int> model;
        std::vector<std::pair<CowVector<int>, std::vector<int>>> frozen;
        const auto steps = *rc::gen::container<std::vector<std::pair<int, unsigned>>>(
            rc::gen::pair(rc::gen::inRange(0, 4), rc::gen::arbitrary<unsigned>())
        );
        for (const auto& [step, number] : steps) {
            if (step == 0) {
                vector.grow(vector.size() + number % 9'000);
                model.resize(vector.size());
            } else if (step == 1) {
                frozen.emplace_back(vector, model);
            } else if (!model.empty()) {
                vector.set(number % model.size(), step);
                model[number % model.size()] = step;
            }
        }
        frozen.emplace_back(vector, model);
        for (const auto& [copy, state] : frozen) {
            RC_ASSERT(copy.size() == state.size());
            for (std::size_t i = 0; i < state.size(); i += 7) RC_ASSERT(copy.get(i) == state[i]);
        }
    });
}

TEST_CASE("another thread may read its copy while the owner writes") {
    CowVector<int> vector{0};
    vector.grow(50'000);
    for (std::size_t i = 0; i < vector.size(); ++i) vector.set(i, 1);
    long sum = 0;
    std::thread reader{[copy = vector, &sum] {
        for (std::size_t i = 0; i < copy.size(); ++i) sum += copy.get(i);
    }};
    for (std::size_t i = 0; i < vector.size(); ++i) vector.set(i, 2);
    reader.join();
    CHECK(sum == 50'000);
}

}  // namespace
}  // namespace rowlock
