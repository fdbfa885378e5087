#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <vector>

namespace rowlock::bench {

/// Keeps the optimiser from dropping work whose result nobody reads.
template <class T>
void keep(const T& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

/// The median of the seconds that `work` took, over an odd number of runs after one to warm up.
template <class Work>
double median_seconds(Work&& work, int runs = 7) {
    using Clock = std::chrono::steady_clock;
    work();
    std::vector<double> taken;
    for (int run = 0; run < runs; ++run) {
        const auto start = Clock::now();
        work();
        taken.push_back(std::chrono::duration<double>(Clock::now() - start).count());
    }
    const auto middle = taken.begin() + runs / 2;
    std::nth_element(taken.begin(), middle, taken.end());
    return *middle;
}

/// Prints one measurement as `name value unit ratio`; name and unit without blanks. `ratio` is its
/// share of the baseline's value; a baseline has 1.
inline void print(std::string_view name, double value, std::string_view unit, double ratio) {
    std::printf(
        "%.*s %.4g %.*s %.2f\n",
        static_cast<int>(name.size()),
        name.data(),
        value,
        static_cast<int>(unit.size()),
        unit.data(),
        ratio
    );
}

}  // namespace rowlock::bench
