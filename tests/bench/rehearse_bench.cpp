// The rehearsal of 2,000,000 rows, setup of 200,000 parents included, against making the same rows
// and nothing else.
#include "harness/load/row_source.hpp"
#include "harness/rehearse/rehearse.hpp"
#include "tests/bench/bench.hpp"

#include <sys/resource.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

constexpr RowNumber k_rows = 2'000'000;

double peak_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

/// The rows of the load's source, rendered as CSV and thrown away.
double row_seconds(const Load& load) {
    const auto sources = open_sources(load);
    if (!sources) std::exit(1);
    std::vector<IdTable> ids;
    for (const auto& source : *sources) ids.emplace_back(source->size(), IdText{'0', '0', '1'});
    const auto& rows = *(*sources)[load.strategies.front().load.source];
    std::string text;
    return bench::median_seconds(
        [&] {
            for (RowNumber row = 0; row < k_rows; ++row) {
                if (text.size() > 60'000) text.clear();
                rows.append_row(row, ids, text);
            }
            bench::keep(text);
        },
        3
    );
}

int run() {
    auto load = read_load_file("fixtures/loads/massive-upload.json");
    if (!load) {
        std::fprintf(stderr, "%s\n", load.error().message.c_str());
        return 1;
    }
    load->strategies.resize(1);
    load->strategies.front().load.rows = k_rows;
    load->strategies.front().expect = {};
    const double baseline = row_seconds(*load);
    double failed = 0.0;
    const double taken = bench::median_seconds(
        [&] {
            const auto rehearsal = rehearse(*load, {});
            if (!rehearsal || !rehearsal->strategies.front().error.empty()) std::exit(1);
            failed = static_cast<double>(rehearsal->strategies.front().rows.failed);
        },
        3
    );
    bench::print("rehearse.rows_alone", baseline, "s", 1.0);
    bench::print("rehearse.2000000_rows", taken, "s", taken / baseline);
    bench::print("rehearse.2000000_rows.peak_memory", peak_megabytes(), "MB", 1.0);
    bench::print("rehearse.2000000_rows.failed", failed, "rows", failed / k_rows);
    return 0;
}

}  // namespace
}  // namespace rowlock

int main() {
    return rowlock::run();
}
