#include "mockorg/engine/query_result.hpp"

#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/numbers.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace rowlock {
namespace {

/// The rows by which the size of a long file is told.
constexpr std::size_t k_samples = 50;
constexpr std::size_t k_sample_rows = 20;

bool is_before_in_alphabet(const soql::BoundPath& a, const soql::BoundPath& b) {
    return a.canonical < b.canonical;
}

/// Positions of the columns in the order in which a file shows them.
std::vector<std::size_t> column_order(
    const std::vector<soql::BoundPath>& columns, ColumnOrder order
) {
    std::vector<std::size_t> positions(columns.size());
    std::iota(positions.begin(), positions.end(), std::size_t{0});
    if (order == ColumnOrder::alphabetical) {
        std::stable_sort(positions.begin(), positions.end(), [&](std::size_t a, std::size_t b) {
            return is_before_in_alphabet(columns[a], columns[b]);
        });
    }
    return positions;
}

/// Where most rows of the table were found, nothing is gained by leaving out the others.
constexpr std::size_t k_many_rows = 4;

std::vector<bool> chunks_of(const RowList& rows) {
    std::vector<bool> chunks;
    RowList::Cursor cursor{rows};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t chunk = cursor.next() / ObjectTable::k_chunk;
        if (chunk >= chunks.size()) chunks.resize(chunk + 1);
        chunks[chunk] = true;
    }
    return chunks;
}

/// What the columns of these rows are read from.
ReadSet read_set(
    const Store& store,
    const ObjectType& object,
    const std::vector<soql::BoundPath>& columns,
    const RowList& rows
) {
    ReadSet read;
    read.object = object.number;
    bool only_rows = rows.size() * k_many_rows < store.table(object.number).rows();
    for (const soql::BoundPath& column : columns) {
        for (std::size_t step = 0; step < column.steps.size(); ++step) {
            for (const soql::PathStep::Entry& entry : column.steps[step].fields) {
                const auto field = store.stored_in(entry.object, entry.field);
                if (field) read.fields[entry.object].push_back(*field);
                // A parent of the same kind may be any row.
                if (step > 0 && entry.object == object.number) only_rows = false;
            }
        }
    }
    for (auto& [number, fields] : read.fields) {
        std::sort(fields.begin(), fields.end());
        fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    }
    if (!only_rows) return read;
    std::vector<bool> chunks = chunks_of(rows);
    const std::size_t found =
        static_cast<std::size_t>(std::count(chunks.begin(), chunks.end(), true));
    // Leaving out nothing, it can be shared with those who read all rows.
    if (found * ObjectTable::k_chunk < store.table(object.number).rows())
        read.chunks = std::move(chunks);
    return read;
}

/// A result file on its way out.
struct QueryFile {
    std::shared_ptr<const QueryResult> result;
    CsvFormat format;
    std::vector<std::size_t> order;
    QueryResult::Reader reader;
    bool header_written = false;

    void end_line(std::string& out) const {
        // The last cell's delimiter gives way to the line end.
        out.pop_back();
        out.append(line_end(format.line_ending));
    }

    void write_header(std::string& out) const {
        for (const std::size_t column : order) {
            append_quoted(out, result->columns()[column].canonical);
            out.push_back(static_cast<char>(format.delimiter));
        }
        end_line(out);
    }

    void write_row(const QueryResult::Row& row, std::string& out) const {
        for (const std::size_t column : order) {
            const Value value = row.value(column);
            if (value.kind == Value::Kind::text) {
                append_quoted(out, value.text);
            } else {
                out.push_back('"');
                append_bulk_value(out, value, result->columns()[column].type, result->records());
                out.push_back('"');
            }
            out.push_back(static_cast<char>(format.delimiter));
        }
        end_line(out);
    }

    bool write_piece(std::string& out) {
        // What the caller has collected so far does not count.
        const std::size_t enough = out.size() + k_piece_bytes;
        if (!std::exchange(header_written, true)) write_header(out);
        while (!reader.done() && out.size() < enough) write_row(reader.next(), out);
        return !reader.done();
    }
};

}  // namespace

QueryResult::QueryResult(
    std::shared_ptr<const Store> records,
    ObjectNo object,
    std::vector<soql::BoundPath> columns,
    RowList rows
)
    : records_(std::move(records)),
      object_(object),
      columns_(std::move(columns)),
      rows_(std::move(rows)) {}

QueryResult::Reader::Reader(const QueryResult& result, std::size_t first, std::size_t count)
    : result_(&result),
      cursor_(result.rows_, first),
      left_(std::min(count, result.size() - std::min(first, result.size()))) {}

QueryResult::Row QueryResult::Reader::next() {
    --left_;
    return {*result_, {result_->object_, cursor_.next()}};
}

Result<std::shared_ptr<const QueryResult>> run_bulk_query(
    const Store& store,
    RecordCopies& copies,
    const BulkQuery& query,
    bool include_deleted,
    TimePoint now,
    RowRange range
) {
    const QueryScope scope{store, query.soql, day_of(now), include_deleted || query.query.all_rows};
    auto rows = select_row_list(scope, *query.object, query.query, range);
    if (!rows) return tl::unexpected{rows.error()};
    auto records = copies.of(store, read_set(store, *query.object, query.columns, *rows));
    return std::make_shared<const QueryResult>(
        std::move(records), query.object->number, query.columns, std::move(*rows)
    );
}

void append_bulk_value(
    std::string& out, const Value& value, FieldType type, const RecordReader& records
) {
    switch (value.kind) {
        case Value::Kind::null:
            return;
        case Value::Kind::boolean:
            out.append(value.boolean ? "true" : "false");
            return;
        case Value::Kind::number:
            if (type == FieldType::int_) {
                append_number(out, value.number);
            } else {
                append_java_double(out, value.number);
            }
            return;
        case Value::Kind::text:
            out.append(value.text);
            return;
        case Value::Kind::date:
            append_date(out, value.date);
            return;
        case Value::Kind::datetime:
            append_z_datetime(out, value.datetime);
            return;
        case Value::Kind::reference:
            records.id_of(value.record).append_to(out);
            return;
    }
}

BodySource query_csv(
    std::shared_ptr<const QueryResult> result,
    CsvFormat format,
    ColumnOrder order,
    std::size_t first,
    std::size_t count
) {
    auto positions = column_order(result->columns(), order);
    const QueryResult::Reader reader{*result, first, count};
    const auto file = std::make_shared<QueryFile>(QueryFile{
        std::move(result), format, std::move(positions), reader});
    return [file](std::string& out) { return file->write_piece(out); };
}

std::uint64_t query_csv_size(const std::shared_ptr<const QueryResult>& result, CsvFormat format) {
    const auto size_of = [&](std::size_t first, std::size_t count) {
        const BodySource file = query_csv(result, format, ColumnOrder::as_asked, first, count);
        std::uint64_t size = 0;
        std::string piece;
        for (bool more = true; more; size += piece.size()) {
            piece.clear();
            more = file(piece);
        }
        return size;
    };
    const std::size_t rows = result->size();
    if (rows <= k_samples * k_sample_rows) return size_of(0, rows);
    const std::uint64_t header = size_of(0, 0);
    std::uint64_t sampled = 0;
    for (std::size_t i = 0; i < k_samples; ++i) {
        sampled += size_of(rows / k_samples * i, k_sample_rows) - header;
    }
    return header + sampled / (k_samples * k_sample_rows) * rows;
}

}  // namespace rowlock
