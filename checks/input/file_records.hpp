#pragma once

#include "checks/input/csv_source.hpp"
#include "checks/input/record_numbers.hpp"
#include "checks/input/unresolved.hpp"
#include "mockorg/schema/record_reader.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// What files tell about records beyond the row being looked at: where paths such as Who.Account
/// lead, and what an update finds. A record is known from the first file that has a row of it.
class FileRecords final : public RecordReader {
public:
    FileRecords(std::shared_ptr<const Schema> schema, RecordNumbers& numbers)
        : schema_(std::move(schema)), numbers_(numbers) {}

    /// Whether rows of this file can be told from each other: by id or an external id.
    bool can_add(const CsvSource& source) const;

    /// Reads a file. `stored`: it shows records as they are in the org, not as a load will leave
    /// them; then it must have no faults (bad_file).
    Result<void> add(const CsvSource& source, bool stored);

    /// Whether the files of stored records are at one, each value compared where two rows are of
    /// one record; bad_file if not. Said when all of them were added.
    Result<void> check_repeated_rows() const;

    /// Whether the org's state of the record is known.
    bool is_stored(std::uint32_t number) const;

    bool is_known(std::uint32_t number) const { return place_of(number) != k_nowhere; }

    /// Notes what is asked for and not known.
    void note_unknown_in(UnresolvedCounts* counts) { counts_ = counts; }

    Value value(RecordHandle record, FieldNo field) const override;
    std::optional<RecordHandle> find(const RecordId& id) const override;

    /// An id of zeros for a record whose id is not known.
    RecordId id_of(RecordHandle record) const override;

private:
    struct Column {
        FieldNo field{};
        std::uint32_t position = 0;
        /// References only: what the cell names.
        std::optional<NameColumn> names;
        /// References only, by row.
        std::vector<std::uint32_t> numbers;
    };

    struct Table {
        const CsvSource* source = nullptr;
        bool stored = false;
        std::vector<Column> columns;
        std::vector<std::uint64_t> row_begins;
        std::uint64_t end = 0;
    };

    /// A table in the upper half, a row of it in the lower.
    static constexpr std::uint64_t k_nowhere = ~std::uint64_t{0};

    std::uint64_t place_of(std::uint32_t number) const {
        return number < places_.size() ? places_[number] : k_nowhere;
    }

    std::vector<NameColumn> keys_of(const CsvSource& source, std::vector<std::uint32_t>& positions);
    void set_place(std::uint32_t number, std::uint64_t place);
    std::uint32_t join_names(std::uint32_t own, std::uint32_t name, bool stored);
    bool say_the_same(
        const Column& one, std::uint64_t place, const Column& other, std::uint64_t other_place
    ) const;
    Result<void> compare_rows(std::uint64_t first, std::uint64_t second) const;
    std::string line_of(std::uint64_t place) const;
    std::string_view cell_text(const Table& table, const Column& column, std::uint32_t row) const;

    std::shared_ptr<const Schema> schema_;
    RecordNumbers& numbers_;
    std::deque<Table> tables_;
    std::vector<std::uint64_t> places_;
    /// Places of two rows of one stored record.
    std::vector<std::pair<std::uint64_t, std::uint64_t>> repeated_;
    UnresolvedCounts* counts_ = nullptr;
    /// The last text asked for, if its quotes were doubled.
    mutable std::string buffer_;
};

}  // namespace rowlock
