#pragma once

#include "checks/input/csv_source.hpp"
#include "checks/input/load_columns.hpp"
#include "checks/input/record_numbers.hpp"
#include "checks/input/row_faults.hpp"
#include "mockorg/base/value.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// What files tell about records: what reference files say is stored, and what rows of loads make
/// of it. In which order rows come is not known, so there is no telling what a record holds when
/// one of them is written: only what it may hold.
class FileRecords {
public:
    FileRecords(std::shared_ptr<const Schema> schema, RecordNumbers& numbers)
        : schema_(std::move(schema)), numbers_(numbers) {}

    /// A row of a file that tells what a record holds; k_nowhere: no file does.
    using Place = std::uint64_t;
    static constexpr Place k_nowhere = ~Place{0};

    /// Rows of loads that are looked at for one record. Each row that depends on it costs as much
    /// time.
    static constexpr std::size_t k_writes_max = 32;

    /// Whether rows of this file can be told from each other: by id or an external id.
    bool can_add(const CsvSource& source) const;

    /// Reads a file that shows records as they are in the org. It must have no faults (bad_file).
    Result<void> add_stored(const CsvSource& source);

    /// Reads a file of a load: what its rows make of records.
    Result<void> add_written(const LoadColumns& columns);

    /// Whether the files of stored records are at one, each value compared where two rows are of
    /// one record; bad_file if not. Said when all of them were added.
    Result<void> check_repeated_rows() const;

    /// Said when all files were added, before anything is asked about loads.
    void list_writes();

    /// Whether the org's state of the record is known.
    bool is_stored(std::uint32_t number) const;

    /// Rows of a delete name it.
    bool is_removed(std::uint32_t number) const;

    /// Replaces `places` by those that tell what the field of the record may hold, each value once.
    /// The org's comes first: k_nowhere where it is not known, and left out where a row of a load
    /// makes the record. `own`: a row asks that writes the record itself; then the record holds
    /// what the org has unless other rows write it, too, and what they write says nothing where the
    /// org's is not known. False if more than k_writes_max rows do:
    /// all that they write is left out.
    bool find_places(RecordHandle record, FieldNo field, bool own, std::vector<Place>& places)
        const;

    /// What the field of a record holds by such a place. Null for k_nowhere.
    Value value_at(Place place, FieldNo field) const;

    std::optional<RecordHandle> find(const RecordId& id) const;

    /// An id of zeros for a record whose id is not known.
    RecordId id_of(RecordHandle record) const;

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
        /// Nothing for a file of stored records.
        const LoadColumns* load = nullptr;
        std::vector<Column> columns;
        std::vector<std::uint64_t> row_begins;
        std::uint64_t end = 0;
        /// Loads only, by row until all files were added: the record it writes.
        std::vector<std::uint32_t> own;

        bool stored() const { return load == nullptr; }
    };

    bool is_known(std::uint32_t number) const { return place_of(number) != k_nowhere; }

    /// A table in the upper half, a row of it in the lower.
    Place place_of(std::uint32_t number) const {
        return number < places_.size() ? places_[number] : k_nowhere;
    }

    std::span<const Place> writes_of(std::uint32_t number) const {
        if (number >= write_ends_.size()) return {};
        const std::uint32_t begin = number == 0 ? 0 : write_ends_[number - 1];
        return std::span{writes_}.subspan(begin, write_ends_[number] - begin);
    }

    /// Of a load's row.
    WriteOperation operation_at(Place place) const { return tables_[place >> 32U].load->operation; }

    Table& add_table(const CsvSource& source);
    Result<void> read_rows(Table& table, RowFaults& faults);
    std::vector<NameColumn> keys_of(const CsvSource& source, std::vector<std::uint32_t>& positions);
    void set_place(std::uint32_t number, Place place);
    std::uint32_t join_names(std::uint32_t own, std::uint32_t name, bool stored);
    const Column* column_of(Place place, FieldNo field) const;
    bool tells(Place place, RecordHandle record, FieldNo field) const;
    bool gives(Place place, RecordHandle record, FieldNo field) const;
    bool same_value(const Column& one, Place place, const Column& other, Place other_place) const;
    Result<void> compare_rows(Place first, Place second) const;
    std::string line_of(Place place) const;
    std::string_view cell_of(const Table& table, const Column& column, std::uint32_t row) const;
    std::string_view cell_text(const Table& table, const Column& column, std::uint32_t row) const;

    std::shared_ptr<const Schema> schema_;
    RecordNumbers& numbers_;
    std::deque<Table> tables_;
    /// By number: where a stored record is.
    std::vector<Place> places_;
    /// Places of two rows of one stored record.
    std::vector<std::pair<Place, Place>> repeated_;
    /// Rows of loads by the number of the record they write, and by number where those end.
    std::vector<Place> writes_;
    std::vector<std::uint32_t> write_ends_;
    /// By number.
    std::vector<bool> removed_;
    /// The last text asked for, if its quotes were doubled.
    mutable std::string buffer_;
};

}  // namespace rowlock
