// What a check does beyond its verdict: the look through 2,000,000 rows for faults in the data, and
// the forecast of lock failures.
#include "checks/findings/data_scan.hpp"
#include "checks/forecast/chunk_simulation.hpp"
#include "checks/forecast/forecast.hpp"
#include "checks/report/conflict_matrix.hpp"
#include "mockorg/base/random.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/csv_index.hpp"
#include "tests/bench/bench.hpp"

#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

namespace rowlock {
namespace {

constexpr std::uint32_t k_rows = 2'000'000;

/// About 111 bytes a row. `quoted`: all cells, as Data Loader exports them; else 6 % of the rows
/// have a quoted cell with a line end in it.
std::string make_text(bool quoted) {
    const std::string quote = quoted ? "\"" : "";
    const std::string between = quote + "," + quote;
    const auto add_row = [&](std::string& text, const std::vector<std::string>& cells) {
        text += quote;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) text += between;
            text += cells[i];
        }
        text += quote + "\n";
    };
    std::string text;
    text.reserve(std::size_t{260} << 20U);
    add_row(
        text, {"Name", "StageName", "CloseDate", "Amount", "AccountId", "OwnerId", "Description"}
    );
    Random random{1};
    for (std::uint32_t row = 0; row < k_rows; ++row) {
        const bool several_lines = !quoted && row % 16 == 0;
        add_row(
            text,
            {"Renewal " + std::to_string(row),
             "Closed Won",
             "2026-03-14",
             "48210.5",
             RecordId::make({'0', '0', '1'}, {'8', 'c', '0'}, random.below(200'000)).text(),
             RecordId::make({'0', '0', '5'}, {'8', 'c', '0'}, random.below(200)).text(),
             several_lines ? "\"Signed,\nwith\"\"extras\"\"\"" : "Signed and delivered"}
        );
    }
    return text;
}

void measure_scan(bool quoted) {
    const std::string text = make_text(quoted);
    const std::string name = quoted ? "findings.quoted" : "findings.bare";
    const double index = bench::median_seconds(
        [&] {
            CsvIndex found;
            const CsvIndexer indexer{Delimiter::comma};
            for (std::size_t at = 0; at < text.size(); at += found.end) {
                const std::string_view rest = std::string_view{text}.substr(at);
                if (!indexer.run(rest, std::size_t{4} << 20U, false, found)) std::abort();
            }
            bench::keep(found);
        },
        3
    );
    DataSettings settings;
    const auto schema = Schema::standard();
    settings.schema = schema.get();
    settings.object = schema->find("Opportunity");
    settings.rows_per_batch = 10'000;
    settings.caps = k_bulk1_caps;
    const double scan = bench::median_seconds(
        [&] {
            Findings findings;
            const DataScanResult result = scan_data(text, "rows.csv", settings, findings);
            if (result.rows != k_rows || !findings.sorted().empty()) std::abort();
        },
        3
    );
    bench::print(name + ".index", index, "s", 1);
    bench::print(name + ".scan", scan, "s", scan / index);
}

/// 240 batches of 10,000 rows each under one of `accounts`: 12,000 transactions.
void measure_forecast(std::uint64_t accounts) {
    constexpr std::uint32_t k_batches = 240;
    constexpr std::uint32_t k_batch_rows = 10'000;
    RowKeys rows;
    Batching batching;
    batching.order.resize(std::size_t{k_batches} * k_batch_rows);
    std::iota(batching.order.begin(), batching.order.end(), RowNo{0});
    Random random{2};
    for (std::uint32_t batch = 0; batch < k_batches; ++batch) {
        batching.batches.push_back({batch * k_batch_rows, k_batch_rows});
        for (std::uint32_t row = 0; row < k_batch_rows; ++row) {
            rows.add({static_cast<KeyNo>(random.below(accounts)), false});
            rows.end_row();
        }
    }
    ChunkSample sample;
    const double cut =
        bench::median_seconds([&] { sample = cut_chunks(rows, batching, 0, k_batches, {}); }, 5);
    const double simulated = bench::median_seconds([&] { bench::keep(simulate(sample, {})); }, 5);
    const double whole =
        bench::median_seconds([&] { bench::keep(forecast_failures(rows, batching, {})); }, 5);
    const double matrix =
        bench::median_seconds([&] { bench::keep(make_conflict_matrix(rows, batching)); }, 5);
    bench::print("forecast.cut_12000_chunks", cut, "s", 1);
    bench::print("forecast.simulate_12000_chunks", simulated, "s", simulated / cut);
    bench::print("forecast.12_cells_sampled", whole, "s", whole / cut);
    bench::print("forecast.conflict_matrix", matrix, "s", matrix / cut);
}

}  // namespace
}  // namespace rowlock

int main() {
    rowlock::measure_scan(false);
    rowlock::measure_scan(true);
    rowlock::measure_forecast(240'000);
}
