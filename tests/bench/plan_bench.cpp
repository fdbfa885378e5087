// How good plans are and how long they take to make: every family of loads through the planner, and
// through what one would do without: send the rows as they come, or sort them by parent and cut.
// Ten workers, batches of 10,000 rows, all of them fed as well as their conflicts allow.
#include "checks/bounds/load_bounds.hpp"
#include "checks/plan/batch_plan.hpp"
#include "checks/plan/batch_writer.hpp"
#include "checks/plan/conflict_graph.hpp"
#include "checks/plan/draft.hpp"
#include "checks/plan/feed_schedule.hpp"
#include "checks/plan/plan_problem.hpp"
#include "checks/plan/portfolio.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/plan_families.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock::bench {
namespace {

/// The processor time of the second of two runs: planning is done on one thread, and measured so it
/// does not depend on what else the machine does.
template <class Work>
double processor_seconds(Work&& work) {
    work();
    const std::clock_t start = std::clock();
    work();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

PlanInput input_of(const FamilyLoad& load) {
    return {load.rows, load.row_bytes, load.key_rank, load.row_rank, {}};
}

/// Rows kept busy by batches cut in the order given, fed to the workers as well as can be.
double parallelism_of_cut(const PlanProblem& problem, const std::vector<RowNo>& order) {
    DraftBuilder builder{problem, problem.options().limits};
    builder.chain(order);
    const Draft draft = std::move(builder).finish(Planner::components);
    const auto batches = static_cast<std::uint32_t>(draft.batches.size());
    const auto conflicts = find_conflicts(problem, draft.batch_of_row, batches);
    if (!conflicts) return 0;
    const auto times = batch_times(draft, problem.options().cost);
    const std::uint32_t workers = problem.options().workers;
    const auto critical = critical_first(*conflicts, times, workers);
    const Duration makespan = run_in_order(*conflicts, critical, times, workers).makespan;
    return to_seconds(problem.bounds().work) / to_seconds(makespan);
}

std::vector<RowNo> as_they_come(const PlanProblem& problem) {
    std::vector<RowNo> order(problem.row_count());
    for (RowNo row = 0; row < problem.row_count(); ++row) order[problem.input_row(row)] = row;
    return order;
}

std::vector<RowNo> sorted_by_first_key(const PlanProblem& problem) {
    std::vector<RowNo> order = as_they_come(problem);
    std::stable_sort(order.begin(), order.end(), [&](RowNo a, RowNo b) {
        const auto keys_a = problem.keys().of(a);
        const auto keys_b = problem.keys().of(b);
        if (keys_a.empty() || keys_b.empty()) return keys_a.size() < keys_b.size();
        return keys_a[0].key() < keys_b[0].key();
    });
    return order;
}

/// Workers that the load keeps busy on average, of ten; each against the rows as they come.
void measure(const FamilyLoad& load) {
    PlanOptions options;
    options.limits = load.limits;
    const PlanInput input = input_of(load);
    BatchPlan plan;
    const double taken = processor_seconds([&] { plan = plan_batches(input, options); });
    const PlanProblem problem{input, options};
    const double unsorted = parallelism_of_cut(problem, as_they_come(problem));
    const double sorted = parallelism_of_cut(problem, sorted_by_first_key(problem));
    const double bound = plan.parallelism() * (1 + plan.gap());
    const auto line = [&](const char* what, double value, const char* unit, double ratio) {
        print("plan." + load.name + "." + what, value, unit, ratio);
    };
    line("as_they_come", unsorted, "workers", 1);
    line("sorted_and_cut", sorted, "workers", sorted / unsorted);
    line("planned", plan.parallelism(), "workers", plan.parallelism() / unsorted);
    line("bound", bound, "workers", bound / unsorted);
    line("processor_time", taken, "s", 1);
    std::fflush(stdout);
}

/// Plans a load and writes its batch files by the wall clock, from rows that lie in memory as in
/// their file.
void measure_writing(const FamilyLoad& load) {
    const std::string row(load.row_bytes.front() - 1, 'x');
    std::string text;
    for (std::size_t i = 0; i < load.rows.row_count(); ++i) (text += row) += '\n';
    std::vector<std::string_view> rows;
    for (std::size_t i = 0; i < load.rows.row_count(); ++i) {
        rows.push_back(std::string_view{text}.substr(i * (row.size() + 1), row.size()));
    }
    const auto folder = std::filesystem::temp_directory_path() / "rowlock-plan-bench";
    std::filesystem::create_directories(folder);
    const PlanInput input = input_of(load);
    PlanOptions options;
    options.threads = 2;
    const double planning = median_seconds([&] { keep(plan_batches(input, options)); }, 3);
    const double both = median_seconds(
        [&] {
            const BatchPlan plan = plan_batches(input, options);
            keep(write_batch_files(folder, {"header", rows, "\n"}, plan.batching, 2));
        },
        3
    );
    std::filesystem::remove_all(folder);
    print("plan." + load.name + ".plan", planning, "s", 1);
    print("plan." + load.name + ".plan_and_write", both, "s", both / planning);
}

}  // namespace
}  // namespace rowlock::bench

int main(int count, char** arguments) {
    using namespace rowlock;
    using namespace rowlock::bench;
    // Part of a family's name, and how many rows.
    const std::string_view wanted = count > 1 ? arguments[1] : "";
    const std::uint32_t n =
        count > 2 ? static_cast<std::uint32_t>(std::atoi(arguments[2])) : 2'000'000;
    const std::vector<std::pair<std::string_view, std::function<FamilyLoad()>>> families{
        {"F1.even", [&] { return even_parents(n, 10); }},
        {"F1.drawn", [&] { return drawn_parents(n, n / 10); }},
        {"F2.zipf_0.5", [&] { return zipf_parents(n, n / 10, 0.5); }},
        {"F2.zipf_0.8", [&] { return zipf_parents(n, n / 10, 0.8); }},
        {"F2.zipf_1.0", [&] { return zipf_parents(n, n / 10, 1.0); }},
        {"F2.zipf_1.2", [&] { return zipf_parents(n, n / 10, 1.2); }},
        {"F3.giants", [&] { return giant_parents(n); }},
        {"F4.cross_0", [&] { return crossed_tasks(n, 0); }},
        {"F4.cross_2", [&] { return crossed_tasks(n, 2); }},
        {"F4.cross_4", [&] { return crossed_tasks(n, 4); }},
        {"F4.cross_6", [&] { return crossed_tasks(n, 6); }},
        {"F4.cross_10", [&] { return crossed_tasks(n, 10); }},
        {"F4.cross_30", [&] { return crossed_tasks(n, 30); }},
        {"F4.cross_100", [&] { return crossed_tasks(n, 100); }},
        {"F5.path", [&] { return path(n / 2); }},
        {"F6.junction", [&] { return junction(n, n / 400); }},
        {"F7.nulls", [&] { return sparse_parents(n); }},
        {"F8.single", [&] { return single_parent(n); }},
        {"F9.bytes", [&] { return large_rows(n / 100); }},
        {"F10.id_forms", [&] { return mixed_id_forms(n); }},
        {"F11.groups_of_5001", [&] { return awkward_parents(n, 5'001, 10'000); }},
        {"F11.groups_of_3334", [&] { return awkward_parents(n, 3'334, 10'000); }},
        {"F12.hierarchy", [&] { return hierarchy(n); }},
        {"hubs", [&] { return shared_hubs(n); }},
        {"three_kinds", [&] { return three_kinds(n, n / 100); }},
    };
    for (const auto& [name, make] : families) {
        if (name.find(wanted) != std::string_view::npos) measure(make());
    }
    if (!wanted.empty() && wanted != "write") return 0;
    measure_writing(even_parents(n, 10));
    measure_writing(crossed_tasks(n, 10));
    measure_writing(junction(n, n / 400));
}
