#include "harness/count/count_rows.hpp"

#include "harness/count/late_file.hpp"
#include "harness/count/row_reconciliation.hpp"
#include "harness/load/row_partitions.hpp"

namespace rowlock {
namespace {

/// The rows without a record, as the load has them; without parents' ids, which are not known here.
void write_missing(
    const RowCountQuestion& question,
    const RowReconciliation& reconciliation,
    LateFile& file,
    RowCount& count
) {
    const RowSource& source = question.counted.source();
    const std::vector<IdTable> no_ids = empty_id_tables(question.counted);
    std::vector<std::string> key(question.key.size());
    for (const RowNumber row : reconciliation.missing_rows()) {
        std::string text;
        source.append_row(row, no_ids, text);
        file.line(text);
        for (std::size_t i = 0; i < key.size(); ++i) {
            key[i].clear();
            source.append_value(row, *source.find_column(question.key[i]), no_ids, key[i]);
        }
        add_sample(count.missing_sample, joined(key));
    }
}

}  // namespace

Result<RowCount> count_rows(const RowCountQuestion& question, const OrgQuestions& org) {
    const RowSource& source = question.counted.source();
    const auto partitions = partitions_without_ids(question.counted);
    if (!partitions) return Failure{partitions.error()};
    auto reconciliation = RowReconciliation::create(source, *partitions, question.key);
    if (!reconciliation) return Failure{std::move(reconciliation.error())};

    std::vector<std::string> header = question.key;
    header.insert(header.begin(), "Id");
    std::string source_header;
    source.append_header(source_header);
    LateFile missing{question.out_folder, "missing.csv", source_header};
    LateFile extra{question.out_folder, "extra.csv", csv_line(header)};
    LateFile duplicates{question.out_folder, "duplicates.csv", csv_line(header)};

    RowCount count;
    count.rows = reconciliation->rows();
    std::string fields = "Id";
    for (const std::string& column : question.key) fields += ", " + column;
    const std::string soql = "SELECT " + fields + question.selection.from_clause();
    std::vector<std::string> values;
    const auto read =
        query_in_bulk(org.ask, org.pause, soql, [&](const std::vector<std::string>& cells) {
            org.on_records(++count.records);
            if (cells.size() != header.size()) return false;
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
    count.found = reconciliation->found();
    count.missing = reconciliation->missing();
    count.ambiguous = reconciliation->ambiguous();
    for (const RowSequence& partition : *partitions)
        count.rows_by_partition.push_back(partition.size());
    count.missing_by_partition = reconciliation->missing_by_partition();
    write_missing(question, *reconciliation, missing, count);
    for (LateFile* file : {&missing, &extra, &duplicates}) {
        if (auto closed = file->close(); !closed) return Failure{std::move(closed.error())};
    }
    return count;
}

}  // namespace rowlock
