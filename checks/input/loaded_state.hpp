#pragma once

#include "checks/input/file_records.hpp"
#include "checks/input/load_columns.hpp"
#include "checks/input/loaded_input.hpp"
#include "checks/input/record_numbers.hpp"
#include "checks/input/row_places.hpp"

#include <deque>
#include <memory>
#include <vector>

namespace rowlock {

/// Everything behind a LoadedInput.
struct LoadedInput::State {
    explicit State(const InputRequest& request)
        : schema(request.schema),
          rules(request.rules),
          numbers(request.schema),
          records(request.schema, numbers) {}

    std::shared_ptr<const Schema> schema;
    std::shared_ptr<const LockRules> rules;
    RecordNumbers numbers;
    FileRecords records;
    /// Columns and records point into both: neither may move their elements once all are open.
    std::vector<LoadedFile> files;
    std::deque<CsvSource> references;
    /// By file.
    std::vector<LoadColumns> columns;
    RowPlaces places;
    RowKeys keys;
    /// By key, the record's number; and back. Both empty if they are the same.
    std::vector<std::uint32_t> number_of_key;
    std::vector<KeyNo> key_of_number;
    std::vector<Unresolved> unresolved;
};

}  // namespace rowlock
