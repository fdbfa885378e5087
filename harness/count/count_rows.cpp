#include "harness/count/count_rows.hpp"

#include "harness/count/keyed_records.hpp"
#include "harness/count/keyed_rows.hpp"
#include "harness/count/late_file.hpp"
#include "harness/count/record_identity.hpp"
#include "harness/count/reloadable_rows.hpp"
#include "harness/count/row_reconciliation.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/replay/repeated_keys.hpp"

namespace rowlock {
namespace {

/// Lines of these rows, to be loaded again.
Result<void> write_rows(
    const RowCountQuestion& question,
    const std::vector<RowNumber>& rows,
    const char* file_name,
    std::vector<std::string>& sample
) {
    const ReloadableRows lines{question.counted};
    LateFile file{question.out_folder, file_name, lines.header(), question.counted.encoding()};
    auto values = RowKeyValues::create(question.counted.source(), question.key);
    if (!values) return Failure{std::move(values.error())};
    std::string text;
    for (const RowNumber row : rows) {
        text.clear();
        lines.append(row, text);
        file.line(text);
        add_sample(sample, joined(values->of(row)));
    }
    return file.close();
}

/// Reads the records, and notes those that are of no row alone.
class RecordSieve {
public:
    RecordSieve(const RowCountQuestion& question, RowReconciliation& reconciliation, bool removes)
        : reconciliation_(reconciliation),
          removes_(removes),
          can_tell_extra_(!question.selection.where.empty()),
          extra_(question.out_folder, "extra.csv", key_header(question.key)),
          duplicates_(question.out_folder, "duplicates.csv", key_header(question.key)) {}

    void take(const KeyedRecord& record, RowCount& count) {
        ++count.records;
        const RecordVerdict verdict = reconciliation_.take(record.values);
        // A load that deletes says nothing of records that it does not name.
        if (removes_ || verdict == RecordVerdict::expected) return;
        if (verdict == RecordVerdict::duplicate) {
            ++count.duplicates;
            duplicates_.line(csv_line(record));
            add_sample(count.duplicate_sample, joined(record.values));
        } else if (can_tell_extra_) {
            ++count.extra;
            extra_.line(csv_line(record));
            add_sample(count.extra_sample, joined(record.values));
        }
    }

    Result<void> close() {
        return extra_.close().and_then([&] { return duplicates_.close(); });
    }

private:
    RowReconciliation& reconciliation_;
    bool removes_;
    bool can_tell_extra_;
    LateFile extra_;
    LateFile duplicates_;
};

/// What stands in the rows' favour, and against them.
Result<void> name_rows(
    const RowCountQuestion& question,
    const RowReconciliation& reconciliation,
    bool removes,
    RowCount& count
) {
    count.found = reconciliation.found();
    const std::vector<RowNumber> none;
    if (removes) {
        count.left = count.found;
    } else {
        count.missing = reconciliation.missing();
        count.missing_by_partition = reconciliation.missing_by_partition();
    }
    const auto missing = removes ? none : reconciliation.missing_rows();
    const auto left = removes ? reconciliation.found_rows() : none;
    return write_rows(question, missing, "missing.csv", count.missing_sample).and_then([&] {
        return write_rows(question, left, "left.csv", count.left_sample);
    });
}

}  // namespace

Result<RowCount> count_rows(const RowCountQuestion& question, const OrgQuestions& org) {
    const auto partitions = partitions_without_ids(question.counted);
    if (!partitions) return Failure{partitions.error()};
    const LoadStep& step = question.counted.strategy->load;
    const bool removes = question.gone || removes_records(step.operation);
    auto identity = read_identity(org.ask, question.selection.object, step);
    if (!identity) return Failure{std::move(identity.error())};
    auto reconciliation =
        RowReconciliation::create(question.counted.source(), *partitions, question.key, *identity);
    if (!reconciliation) return Failure{std::move(reconciliation.error())};

    RowCount count;
    count.rows = reconciliation->rows();
    count.records_due = removes ? 0 : reconciliation->records_due();
    count.ambiguous = reconciliation->ambiguous();
    for (const RowSequence& partition : *partitions)
        count.rows_by_partition.push_back(partition.size());
    count.missing_by_partition.resize(partitions->size());
    RecordSieve sieve{question, *reconciliation, removes};
    const auto read =
        read_keyed_records(question.selection, question.key, org, [&](const KeyedRecord& record) {
            sieve.take(record, count);
        });
    if (!read) return Failure{read.error()};
    auto named = name_rows(question, *reconciliation, removes, count).and_then([&] {
        return sieve.close();
    });
    if (!named) return Failure{std::move(named.error())};
    const bool wrote_rows = !question.out_folder.empty() && count.missing + count.left > 0;
    if (wrote_rows) count.emptied_columns = ReloadableRows{question.counted}.emptied();
    return count;
}

Result<std::uint64_t> records_due(const CountedLoad& counted) {
    const auto partitions = partitions_without_ids(counted);
    if (!partitions) return Failure{partitions.error()};
    const LoadStep& step = counted.strategy->load;
    if (removes_records(step.operation)) return 0;
    std::uint64_t rows = 0;
    for (const RowSequence& partition : *partitions) rows += partition.size();
    return rows - count_repeated_keys(counted.source(), *partitions, step).at_least;
}

}  // namespace rowlock
