#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock::bench {

/// Keeps the optimiser from dropping work whose result nobody reads.
template <class T>
void keep(const T& value) {
    asm volatile("" : : "g"(&value) : "memory");
}

/// Of an odd number of values.
inline double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

template <class Work>
double seconds_of(Work&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The median of the seconds that `work` took, over an odd number of runs after one to warm up.
template <class Work>
double median_seconds(Work&& work, int runs = 7) {
    work();
    std::vector<double> taken;
    for (int run = 0; run < runs; ++run) taken.push_back(seconds_of(work));
    return median(std::move(taken));
}

struct Pair {
    double baseline_seconds = 0;
    double seconds = 0;
    /// How many times as fast as the baseline.
    double speed = 0;
};

/// Medians of two works that take turns: what slows the machine for a while slows both.
template <class Baseline, class Work>
Pair median_of_turns(Baseline&& baseline, Work&& work, int runs = 7) {
    std::vector<double> baselines;
    std::vector<double> works;
    std::vector<double> speeds;
    baseline();
    work();
    for (int run = 0; run < runs; ++run) {
        baselines.push_back(seconds_of(baseline));
        works.push_back(seconds_of(work));
        speeds.push_back(baselines.back() / works.back());
    }
    return {median(std::move(baselines)), median(std::move(works)), median(std::move(speeds))};
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
