#include "harness/load/row_source.hpp"

#include "harness/load/csv_file_rows.hpp"
#include "harness/load/generated_rows.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>

namespace rowlock {

std::optional<std::size_t> RowSource::find_column(std::string_view name) const {
    const auto& names = columns();
    const auto found = std::find_if(names.begin(), names.end(), [name](const std::string& column) {
        return equal_ignoring_case(column, name);
    });
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

Result<std::vector<std::shared_ptr<const RowSource>>> open_sources(const Load& load) {
    std::vector<std::shared_ptr<const RowSource>> sources(load.sources.size());
    std::vector<RowNumber> row_counts(load.sources.size());
    // Files first: generated rows may refer to them and must know how many rows they have.
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (const auto* generated = std::get_if<GeneratedSpec>(&load.sources[i].rows)) {
            row_counts[i] = generated->rows;
            continue;
        }
        auto opened = CsvFileRows::open(std::get<CsvFileSpec>(load.sources[i].rows));
        if (!opened) return Failure{std::move(opened.error())};
        sources[i] = std::move(*opened);
        row_counts[i] = sources[i]->size();
    }
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const auto* generated = std::get_if<GeneratedSpec>(&load.sources[i].rows);
        if (generated == nullptr) continue;
        auto made = GeneratedRows::make(load.seed, load.sources[i], *generated, row_counts);
        if (!made) return Failure{std::move(made.error())};
        sources[i] = std::move(*made);
    }
    return sources;
}

}  // namespace rowlock
