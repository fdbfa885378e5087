#pragma once

#include "checks/input/file_records.hpp"
#include "checks/input/load_columns.hpp"
#include "checks/input/loaded_rows.hpp"
#include "checks/input/record_numbers.hpp"
#include "checks/input/row_collector.hpp"
#include "checks/input/row_places.hpp"

#include <deque>
#include <memory>
#include <vector>

namespace rowlock {

/// Rows whose places, keys and the names of these are all in memory.
struct RowsInMemory final : LoadedRows {
    explicit RowsInMemory(const InputRequest& request)
        : schema(request.schema),
          rules(request.rules),
          numbers(request.schema),
          records(request.schema, numbers) {}

    std::shared_ptr<const Schema> schema;
    std::shared_ptr<const LockRules> rules;
    RecordNumbers numbers;
    FileRecords records;
    /// Columns and records point into these and into `files`: neither may move its elements once
    /// all are open.
    std::deque<CsvSource> references;
    /// By file.
    std::vector<LoadColumns> columns;
    RowPlaces places;
    /// By key, the record's number; and back. Both empty if they are the same.
    std::vector<std::uint32_t> number_of_key;
    std::vector<KeyNo> key_of_number;

    std::string_view key_object(KeyNo key) const override;
    KeyName key_name(KeyNo key) const override;
    KeyNaming key_naming(KeyNo key) const override;
    bool names_vary() const override;
    RowOrigin origin(RowNo row) const override;
    std::string_view row_text(RowNo row) const override;
    std::uint32_t byte_size(RowNo row) const override;
    std::vector<ExplainedKey> explain(RowNo row) override;
    std::vector<Unresolved> unresolved_of(RowNo row) override;

private:
    std::vector<CollectedKey> collect_row(RowNo row, UnresolvedCounts& counts);

    std::uint32_t number_of(KeyNo key) const {
        return number_of_key.empty() ? key : number_of_key[key];
    }
};

}  // namespace rowlock
