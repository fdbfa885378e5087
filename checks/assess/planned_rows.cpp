#include "checks/assess/planned_rows.hpp"

#include "checks/findings/chunk_keys.hpp"
#include "checks/findings/row_check.hpp"
#include "checks/model/job_pieces.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/codec/csv_index.hpp"

#include <fmt/core.h>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {
namespace {

/// The field by which a load's rows name the records they write; none for an insert.
const Field* find_key_field(const ObjectType& object, const LoadFiles& load) {
    if (load.operation == WriteOperation::insert) return nullptr;
    return object.find_field(load.external_id_field.empty() ? "Id" : load.external_id_field);
}

std::optional<std::uint32_t> find_key_column(const CsvSource& source, const Field* field) {
    if (field == nullptr) return std::nullopt;
    for (std::uint32_t i = 0; i < source.columns.size(); ++i) {
        const auto& binding = source.columns[i].binding;
        if (binding && !binding->parent_key && binding->field == field->number) return i;
    }
    return std::nullopt;
}

/// Bytes of a row or header as they are sent, with one line end and no blank lines.
std::uint64_t sent_bytes(std::string_view text) {
    const std::uint64_t line_end = text.ends_with("\r\n") ? 2 : 1;
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    return text.size() + line_end;
}

class PlannedRows {
public:
    PlannedRows(
        const LoadedInput& input,
        const InputRequest& request,
        const BatchCaps& caps,
        Findings& findings
    )
        : input_(input), caps_(caps), findings_(findings) {
        const LoadFiles& load = request.loads.front();
        key_field_ = find_key_field(*request.schema->find(load.object), load);
        for (const LoadedFile& file : input.files()) {
            key_columns_.push_back(find_key_column(file.source, key_field_));
        }
    }

    void look_at(const OrderedRows& rows, std::uint64_t number) {
        check_size(rows, number);
        if (key_field_ == nullptr) return;
        const std::size_t chunk_rows = DataSettings{}.chunk_rows;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (i % chunk_rows == 0) keys_.clear();
            check_key(rows[i]);
        }
    }

private:
    const CsvSource& source_of(const RowOrigin& origin) const {
        return input_.files()[origin.file].source;
    }

    void check_size(const OrderedRows& rows, std::uint64_t number) {
        const RowOrigin first = input_.origin(rows.front());
        const auto find = [&](FindingRule rule, const std::string& size) {
            findings_.add(
                {rule, source_of(first).path, {}},
                {},
                {first.row, 0, fmt::format("batch {}: {}", number, size)}
            );
        };
        if (caps_.rows != 0 && rows.size() > caps_.rows) {
            find(FindingRule::batch_rows, counted(rows.size(), "row"));
        }
        std::uint64_t bytes = sent_bytes(source_of(first).header());
        for (const RowNo row : rows) bytes += sent_bytes(input_.row_text(row));
        if (caps_.bytes != 0 && bytes > caps_.bytes) {
            find(FindingRule::batch_bytes, fmt::format("{} bytes", bytes));
        }
    }

    void check_key(RowNo row) {
        const RowOrigin origin = input_.origin(row);
        const auto column = key_columns_[origin.file];
        if (!column) return;
        const CsvSource& source = source_of(origin);
        const std::string_view text = input_.row_text(row);
        const bool whole = CsvIndexer{source.delimiter}.run(text, 1, false, index_);
        if (!whole || index_.rows.empty() || *column >= index_.rows.front().cells) return;
        const std::string_view cell = index_.cell(text.data(), index_.rows.front(), *column);
        const std::string_view value = unquoted_cell(cell, buffer_);
        if (says_nothing(value) || keys_.add(hash_of_key(value, *key_field_))) return;
        const bool own_id = key_field_->type == FieldType::id;
        findings_.add(
            {own_id ? FindingRule::duplicate_id : FindingRule::duplicate_external_id,
             source.path,
             source.columns[*column].name},
            {},
            {origin.row, origin.line, shortened(value)}
        );
    }

    const LoadedInput& input_;
    const BatchCaps& caps_;
    Findings& findings_;
    const Field* key_field_ = nullptr;
    /// By file.
    std::vector<std::optional<std::uint32_t>> key_columns_;
    ChunkKeys keys_;
    CsvIndex index_;
    std::string buffer_;
};

}  // namespace

void find_in_planned_batches(
    const LoadedInput& input,
    const Batching& batching,
    const InputRequest& request,
    const BatchCaps& caps,
    Findings& findings
) {
    PlannedRows planned{input, request, caps, findings};
    std::uint64_t number = 0;
    for (const PlannedBatch& batch : jobs_of(batching)) {
        if (batch.load == 0) planned.look_at(batching.rows_of(batch), ++number);
    }
}

void find_cut_jobs(const Batching& batching, Findings& findings) {
    if (batching.job_of_batch.empty()) return;
    std::uint64_t number = 0;
    for (const PlannedBatch& job : jobs_of(batching)) {
        if (job.load != 0) break;
        ++number;
        if (job.rows <= k_job_piece_rows) continue;
        findings.add(
            {FindingRule::cut_job, {}, {}},
            {},
            {0, 0, fmt::format("job {}: {}", number, counted(job.rows, "row"))}
        );
    }
}

}  // namespace rowlock
