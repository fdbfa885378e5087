#include "harness/verify/record_scan.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/hash.hpp"
#include "mockorg/base/interrupt.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/dates.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        if (!text.empty()) text += ", ";
        text += name;
    }
    return text;
}

std::optional<std::size_t> position_of(
    const std::vector<std::string>& names, std::string_view name
) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& known) {
        return equal_ignoring_case(known, name);
    });
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

/// Turns cells into what is kept of a record.
class Scanner {
public:
    explicit Scanner(const ScanQuestion& question)
        : created_(position_of(question.fields, "CreatedDate")),
          modified_(position_of(question.fields, "SystemModstamp")) {
        for (const std::string& field : question.parent_fields) {
            if (const auto position = position_of(question.fields, field))
                parents_.push_back(*position);
        }
    }

    Result<ScannedRecord> read(const std::vector<std::string>& cells) {
        const auto id = id_in(cells.front());
        if (!id) return Failure{id.error()};
        ScannedRecord record;
        record.id = *id;
        // Quotes keep neighbouring values apart.
        text_.assign(id->short_text());
        for (std::size_t i = 1; i < cells.size(); ++i) append_quoted(text_, cells[i]);
        record.content = content_hash(text_);
        text_.clear();
        for (const std::size_t position : parents_) append_quoted(text_, cells[position]);
        record.parents = hash_text(text_);
        if (created_) record.created_ms = parse_datetime(cells[*created_]);
        if (modified_) record.modified_ms = parse_datetime(cells[*modified_]);
        return record;
    }

private:
    std::optional<std::size_t> created_;
    std::optional<std::size_t> modified_;
    std::vector<std::size_t> parents_;
    std::string text_;
};

}  // namespace

Result<RecordId> id_in(const std::string& cell) {
    const auto id = RecordId::parse(cell);
    if (!id) return fail(ErrorCode::protocol_broken, fmt::format("\"{}\" is no record id", cell));
    return *id;
}

Result<void> read_cells(
    const OrgQuestions& org,
    const RecordSelection& selection,
    const std::vector<std::string>& fields,
    const CellsFn& on_record
) {
    const std::string soql = "SELECT " + joined(fields) + selection.from_clause();
    Result<void> outcome;
    const auto take = [&](const std::vector<std::string>& cells) {
        if (interrupted()) {
            outcome = stopped_by_user();
        } else if (cells.size() != fields.size()) {
            outcome = fail(
                ErrorCode::protocol_broken,
                fmt::format(
                    "a query for {} fields of {} got a row of {} cells",
                    fields.size(),
                    selection.object,
                    cells.size()
                )
            );
        } else {
            outcome = on_record(cells);
        }
        return outcome.has_value();
    };
    const auto read = query_in_bulk(org.ask, org.pause, soql, take, org.operation);
    if (!read) return read;
    return outcome;
}

Result<void> scan_records(
    const OrgQuestions& org, const ScanQuestion& question, const ScanFn& on_record
) {
    Scanner scanner{question};
    return read_cells(
        org,
        question.selection,
        question.fields,
        [&](const std::vector<std::string>& cells) -> Result<void> {
            const auto record = scanner.read(cells);
            if (!record) return Failure{record.error()};
            return on_record(*record);
        }
    );
}

Result<std::vector<RecordId>> read_ids(const OrgQuestions& org, const RecordSelection& selection) {
    std::vector<RecordId> ids;
    const auto read = read_cells(
        org,
        selection,
        {"Id"},
        [&](const std::vector<std::string>& cells) -> Result<void> {
            const auto id = id_in(cells.front());
            if (!id) return Failure{id.error()};
            ids.push_back(*id);
            return {};
        }
    );
    if (!read) return Failure{read.error()};
    std::sort(ids.begin(), ids.end());
    return ids;
}

}  // namespace rowlock
