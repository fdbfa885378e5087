// How fast the rows of an uploaded CSV text are found, against the least that could be done with
// its bytes: one memchr sweep over the line ends, and one copy.
#include "mockorg/codec/csv.hpp"
#include "tests/bench/bench.hpp"

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace rowlock {
namespace {

constexpr std::size_t k_bytes = std::size_t{64} << 20;

/// About 100 bytes a row, every `quoted_every`th with a quoted cell; 0 = none.
std::string make_text(std::size_t quoted_every) {
    std::string text = "External_ID__c,Name,StageName,CloseDate,Amount,AccountId\n";
    text.reserve(k_bytes + 256);
    for (std::size_t row = 0; text.size() < k_bytes; ++row) {
        const bool quoted = quoted_every != 0 && row % quoted_every == 0;
        text += "EXT-" + std::to_string(row);
        text += quoted ? ",\"Renewal, \"\"north\"\"\nregion\"" : ",Renewal of the northern region";
        text += ",Closed Won,2026-03-14,48210.5,0018c00002" +
                std::to_string(10'000'000 + row % 200'000) + "\n";
    }
    return text;
}

std::size_t count_line_ends(std::string_view text) {
    std::size_t count = 0;
    const char* position = text.data();
    const char* const end = position + text.size();
    while ((position = static_cast<const char*>(
                std::memchr(position, '\n', static_cast<std::size_t>(end - position))
            )) != nullptr) {
        ++count;
        if (++position == end) break;
    }
    return count;
}

double gigabytes_per_second(std::string_view text, double seconds) {
    return static_cast<double>(text.size()) / seconds / 1e9;
}

double measure_cells(std::string_view text) {
    const CsvRows rows = find_csv_rows(text, LineEnding::lf);
    return bench::median_seconds([&] {
        CsvRowReader reader{Delimiter::comma};
        std::size_t cells = 0;
        for (std::size_t row = 0; row < rows.count(); ++row) {
            if (const auto read = reader.read(rows.row(text, row))) cells += (*read)->size();
        }
        bench::keep(cells);
    });
}

void run() {
    const std::string text = make_text(0);
    std::string copy(text.size(), '\0');
    const double sweep = bench::median_seconds([&] { bench::keep(count_line_ends(text)); });
    const double copying = bench::median_seconds([&] {
        std::memcpy(copy.data(), text.data(), text.size());
        bench::keep(copy);
    });
    const double rows =
        bench::median_seconds([&] { bench::keep(find_csv_rows(text, LineEnding::lf)); });
    const double cells = measure_cells(text);

    const std::string with_quotes = make_text(10);
    const double quoted_rows =
        bench::median_seconds([&] { bench::keep(find_csv_rows(with_quotes, LineEnding::lf)); });

    const auto print = [&](std::string_view name, std::string_view of, double seconds) {
        const double rate = gigabytes_per_second(of, seconds);
        bench::print(name, rate, "GB/s", rate / gigabytes_per_second(text, sweep));
    };
    print("csv.memchr_sweep", text, sweep);
    print("csv.memcpy", text, copying);
    print("csv.find_rows", text, rows);
    print("csv.find_rows_with_quotes", with_quotes, quoted_rows);
    print("csv.read_cells", text, cells);
}

}  // namespace
}  // namespace rowlock

int main() {
    rowlock::run();
}
