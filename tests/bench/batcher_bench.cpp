// Questions a second through the persistent protocol of rowlock test-batcher, to a program that
// puts everything into one batch; against asking the same in this process.
#include "harness/batcher/generator.hpp"
#include "harness/batcher/process_batcher.hpp"
#include "tests/bench/bench.hpp"

#include <cstdio>
#include <vector>

namespace rowlock::batcher {
namespace {

constexpr std::uint64_t k_cases = 2'000;

std::vector<Instance> make_cases() {
    std::vector<Instance> cases;
    for (std::uint64_t number = 0; number < k_cases; ++number) {
        cases.push_back(render(make_case(GeneratorSettings{}, number)));
    }
    return cases;
}

double cases_per_second(Batcher& batcher, const std::vector<Instance>& cases) {
    const double seconds = bench::median_seconds([&] {
        for (const Instance& instance : cases) {
            bench::keep(batcher.ask(instance, Surroundings::first));
        }
    });
    return static_cast<double>(cases.size()) / seconds;
}

int run() {
    const auto cases = make_cases();
    FunctionBatcher function{[](const Instance&, Surroundings) { return Answer{}; }};
    ProcessSettings settings;
    settings.command = {"sed", "-u", "s/.*/{\"batches\":[]}/"};
    settings.mode = ProcessMode::persistent;
    const auto program = ProcessBatcher::create(settings);
    if (!program) {
        std::fprintf(stderr, "error: %s\n", program.error().message.c_str());
        return 1;
    }
    const double in_process = cases_per_second(function, cases);
    const double persistent = cases_per_second(**program, cases);
    bench::print("batcher-in-process", in_process, "cases/s", 1.0);
    bench::print("batcher-persistent", persistent, "cases/s", persistent / in_process);
    return 0;
}

}  // namespace
}  // namespace rowlock::batcher

int main() {
    return rowlock::batcher::run();
}
