#pragma once

#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/bulk_soql.hpp"
#include "mockorg/engine/record_copies.hpp"
#include "mockorg/engine/row_list.hpp"
#include "mockorg/engine/row_selection.hpp"
#include "mockorg/store/store.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace rowlock {

/// What a bulk query found: its columns, its rows in their order, and the records as they were when
/// it ran, whatever the org does later. Immutable; any thread.
class QueryResult {
public:
    /// `records`: a copy of what the columns of the rows are read from, in which nothing is written
    /// any more.
    QueryResult(
        std::shared_ptr<const Store> records,
        ObjectNo object,
        std::vector<soql::BoundPath> columns,
        RowList rows
    );

    const ObjectType& object() const { return records_->schema().object(object_); }

    const std::vector<soql::BoundPath>& columns() const { return columns_; }

    std::size_t size() const { return rows_.size(); }

    /// For what a value refers to: ids of references, types of parents. Knows nothing but what the
    /// columns are read from.
    const Store& records() const { return *records_; }

    /// One row while it is visited.
    class Row {
    public:
        Row(const QueryResult& result, RecordHandle record)
            : result_(result), stored_(*result.records_, record), record_(record) {}

        RecordHandle record() const { return record_; }

        RecordId id() const { return result_.records_->id_of(record_); }

        /// The value of `columns()[column]`. Text points into the result.
        Value value(std::size_t column) const {
            return soql::value_at(result_.columns_[column], stored_, *result_.records_);
        }

    private:
        const QueryResult& result_;
        StoredRow stored_;
        RecordHandle record_;
    };

    /// Reads rows one after another, as many per call as the caller wants. The result must outlive
    /// it.
    class Reader {
    public:
        /// Rows [first, first + count), as far as there are so many.
        Reader(const QueryResult& result, std::size_t first, std::size_t count);

        bool done() const { return left_ == 0; }

        /// There must be one left.
        Row next();

    private:
        const QueryResult* result_;
        RowList::Cursor cursor_;
        std::size_t left_;
    };

    std::size_t rows_bytes() const { return rows_.bytes(); }

private:
    std::shared_ptr<const Store> records_;
    ObjectNo object_;
    std::vector<soql::BoundPath> columns_;
    RowList rows_;
};

/// Runs the query on what is committed now; the result's records are one of `copies`. `range`: only
/// these rows of the table are looked at (PK chunking). Fails with what select_rows fails with.
Result<std::shared_ptr<const QueryResult>> run_bulk_query(
    const Store& store,
    RecordCopies& copies,
    const BulkQuery& query,
    bool include_deleted,
    TimePoint now,
    RowRange range = {}
);

/// In which order the columns of a result file stand.
enum class ColumnOrder : std::uint8_t { as_asked, alphabetical };

/// Appends a value as a Bulk result file shows it, unquoted: ids with 18 characters, doubles in
/// Java's notation, times ending in Z, null as nothing. `type`: the column's.
void append_bulk_value(
    std::string& out, const Value& value, FieldType type, const RecordReader& records
);

/// Rows [first, first + count) as a CSV file of its own, header line first, every name and value
/// quoted, piece by piece.
BodySource query_csv(
    std::shared_ptr<const QueryResult> result,
    CsvFormat format,
    ColumnOrder order,
    std::size_t first,
    std::size_t count
);

/// Bytes of the whole file, header line and all: exactly for up to 1,000 rows, beyond that by what
/// 1,000 rows spread evenly come to.
std::uint64_t query_csv_size(const std::shared_ptr<const QueryResult>& result, CsvFormat format);

}  // namespace rowlock
