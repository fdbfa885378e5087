#include "harness/count/count_rows.hpp"

#include "harness/count/keyed_rows.hpp"
#include "harness/count/late_file.hpp"
#include "harness/count/row_reconciliation.hpp"
#include "harness/load/row_partitions.hpp"

namespace rowlock {
namespace {

/// The rows without a record, as the load has them; without parents' ids, which are not known here.
Result<void> write_missing(
    const RowCountQuestion& question,
    const RowReconciliation& reconciliation,
    LateFile& file,
    RowCount& count
) {
    const RowSource& source = question.counted.source();
    const std::vector<IdTable> no_ids = empty_id_tables(question.counted);
    auto values = RowKeyValues::create(source, question.key);
    if (!values) return Failure{std::move(values.error())};
    for (const RowNumber row : reconciliation.missing_rows()) {
        std::string text;
        source.append_row(row, no_ids, text);
        file.line(text);
        add_sample(count.missing_sample, joined(values->of(row)));
    }
    return {};
}

}  // namespace

Result<RowCount> count_rows(const RowCountQuestion& question, const OrgQuestions& org) {
    const RowSource& source = question.counted.source();
    const auto partitions = partitions_without_ids(question.counted);
    if (!partitions) return Failure{partitions.error()};
    auto reconciliation = RowReconciliation::create(source, *partitions, question.key);
    if (!reconciliation) return Failure{std::move(reconciliation.error())};

    const std::string header = key_header(question.key);
    std::string source_header;
    source.append_header(source_header);
    LateFile missing{question.out_folder, "missing.csv", source_header};
    LateFile extra{question.out_folder, "extra.csv", header};
    LateFile duplicates{question.out_folder, "duplicates.csv", header};

    RowCount count;
    count.rows = reconciliation->rows();
    const std::string soql = selected_fields(question.key) + question.selection.from_clause();
    bool sound = true;
    std::vector<std::string> values;
    const auto read =
        query_in_bulk(org.ask, org.pause, soql, [&](const std::vector<std::string>& cells) {
            org.on_records(++count.records);
            sound = cells.size() == question.key.size() + 1;
            if (!sound) return false;
            values.assign(cells.begin() + 1, cells.end());
            const RecordVerdict verdict = reconciliation->take(values);
            if (verdict == RecordVerdict::extra) {
                ++count.extra;
                extra.line(csv_line(cells));
                add_sample(count.extra_sample, joined(values));
            } else if (verdict == RecordVerdict::duplicate) {
                ++count.duplicates;
                duplicates.line(csv_line(cells));
                add_sample(count.duplicate_sample, joined(values));
            }
            return true;
        });
    if (!read) return Failure{read.error()};
    if (!sound) return fail(ErrorCode::protocol_broken, soql + ": expected other columns");
    count.found = reconciliation->found();
    count.missing = reconciliation->missing();
    count.ambiguous = reconciliation->ambiguous();
    for (const RowSequence& partition : *partitions)
        count.rows_by_partition.push_back(partition.size());
    count.missing_by_partition = reconciliation->missing_by_partition();
    if (auto written = write_missing(question, *reconciliation, missing, count); !written)
        return Failure{std::move(written.error())};
    for (LateFile* file : {&missing, &extra, &duplicates}) {
        if (auto closed = file->close(); !closed) return Failure{std::move(closed.error())};
    }
    return count;
}

}  // namespace rowlock
