#include "mockorg/engine/result_csv.hpp"

#include "mockorg/base/random.hpp"
#include "mockorg/codec/numbers.hpp"

#include <algorithm>
#include <vector>

namespace rowlock {
namespace {

constexpr std::uint32_t k_piece_rows = 200;

bool is_in(JobResultKind file, RowOutcome::Kind outcome) {
    switch (file) {
        case JobResultKind::successful:
            return outcome == RowOutcome::Kind::created || outcome == RowOutcome::Kind::changed;
        case JobResultKind::failed:
            return outcome == RowOutcome::Kind::failed;
        case JobResultKind::unprocessed:
            break;
    }
    return outcome == RowOutcome::Kind::unprocessed;
}

/// Whether a column's values come back in Java's notation for doubles.
std::vector<bool> double_columns(const Upload& upload, const ObjectType& object) {
    std::vector<bool> result;
    for (const ColumnBinding& column : upload.bound.columns) {
        const FieldType type = object.field(column.field).type;
        result.push_back(
            type == FieldType::double_ || type == FieldType::currency || type == FieldType::percent
        );
    }
    return result;
}

/// Pieces of 200 rows in random order, each begun at a random row and wrapped around.
class RowSequence {
public:
    RowSequence(std::uint32_t rows, std::uint64_t seed) : rows_(rows), random_(seed) {
        for (std::uint32_t first = 0; first < rows; first += k_piece_rows) pieces_.push_back(first);
        for (std::size_t i = pieces_.size(); i > 1; --i)
            std::swap(pieces_[i - 1], pieces_[random_.below(i)]);
    }

    /// The next piece's rows in order; empty at the end.
    const std::vector<std::uint32_t>& next_piece() {
        piece_.clear();
        if (position_ == pieces_.size()) return piece_;
        const std::uint32_t first = pieces_[position_++];
        const std::uint32_t count = std::min(k_piece_rows, rows_ - first);
        const auto start = static_cast<std::uint32_t>(random_.below(count));
        for (std::uint32_t i = 0; i < count; ++i) piece_.push_back(first + (start + i) % count);
        return piece_;
    }

private:
    std::uint32_t rows_;
    Random random_;
    std::vector<std::uint32_t> pieces_;
    std::vector<std::uint32_t> piece_;
    std::size_t position_ = 0;
};

/// Everything a result file is printed from.
struct ResultFile {
    std::shared_ptr<const Upload> upload;
    CowVector<RowOutcome> outcomes;
    std::vector<std::string> messages;
    JobResultKind kind;
    Store::IdPrinter ids;
    std::vector<bool> java_doubles;
    RowSequence sequence;
    CsvRowReader reader;
    bool header_written = false;

    void write_header(std::string& out);
    void write_row(std::uint32_t row, std::string& out);
    void write_cells(std::uint32_t row, std::string& out);
    bool write_piece(std::string& out);

    char delimiter() const { return static_cast<char>(upload->format.delimiter); }
};

void ResultFile::write_header(std::string& out) {
    header_written = true;
    if (kind != JobResultKind::unprocessed) {
        out.append("\"sf__Id\"").push_back(delimiter());
        out.append(kind == JobResultKind::successful ? "\"sf__Created\"" : "\"sf__Error\"");
        out.push_back(delimiter());
    }
    out.append(upload->header()).append(line_end(upload->format.line_ending));
}

void ResultFile::write_cells(std::uint32_t row, std::string& out) {
    const auto cells = reader.read(upload->row(row));
    std::size_t given = cells ? (*cells)->size() : 0;
    // What does not fit the header is shown whole, so that its owner can find it.
    const bool whole = !cells || given > upload->names.size();
    if (whole) given = 0;
    for (std::size_t i = 0; i < upload->names.size(); ++i) {
        out.push_back(delimiter());
        std::string_view text = i < given ? (**cells)[i].text : std::string_view{};
        if (whole && i == 0) text = upload->row(row);
        const auto number = kind == JobResultKind::successful && java_doubles[i]
                                ? parse_number(text)
                                : std::nullopt;
        if (!number) {
            append_quoted(out, text);
            continue;
        }
        out.push_back('"');
        append_java_double(out, *number);
        out.push_back('"');
    }
}

void ResultFile::write_row(std::uint32_t row, std::string& out) {
    const RowOutcome outcome = outcomes.get(row);
    if (kind == JobResultKind::unprocessed) {
        out.append(upload->row(row)).append(line_end(upload->format.line_ending));
        return;
    }
    out.push_back('"');
    if (kind == JobResultKind::successful) ids.id_of(outcome.number).append_to(out);
    out.append("\"").push_back(delimiter());
    if (kind == JobResultKind::successful) {
        out.append(outcome.kind == RowOutcome::Kind::created ? "\"true\"" : "\"false\"");
    } else {
        append_quoted(out, messages[outcome.number]);
    }
    write_cells(row, out);
    out.append(line_end(upload->format.line_ending));
}

bool ResultFile::write_piece(std::string& out) {
    // What the caller has collected so far does not count.
    const std::size_t enough = out.size() + k_piece_bytes;
    if (!header_written) write_header(out);
    while (out.size() < enough) {
        const auto& rows = sequence.next_piece();
        if (rows.empty()) return false;
        for (const std::uint32_t row : rows) {
            if (is_in(kind, outcomes.get(row).kind)) write_row(row, out);
        }
    }
    return true;
}

}  // namespace

BodySource result_csv(
    const Job& job,
    JobResultKind kind,
    const Schema& schema,
    Store::IdPrinter ids,
    std::uint64_t order_seed
) {
    if (job.upload == nullptr || job.upload->rows.count() == 0) {
        return [](std::string&) { return false; };
    }
    const auto file = std::make_shared<ResultFile>(ResultFile{
        job.upload,
        job.outcomes,
        kind == JobResultKind::failed ? job.messages : std::vector<std::string>{},
        kind,
        std::move(ids),
        double_columns(*job.upload, schema.object(job.object)),
        RowSequence{static_cast<std::uint32_t>(job.upload->row_count()), order_seed},
        CsvRowReader{job.upload->format.delimiter},
    });
    return [file](std::string& out) { return file->write_piece(out); };
}

}  // namespace rowlock
