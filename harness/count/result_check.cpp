#include "harness/count/result_check.hpp"

#include "harness/count/id_reconciliation.hpp"
#include "harness/count/keyed_records.hpp"
#include "harness/count/keyed_rows.hpp"
#include "harness/count/late_file.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace rowlock {
namespace {

std::string header_of(const RowSource& source) {
    std::string header;
    source.append_header(header);
    return header;
}

/// Rows that did not succeed, each kind in a file of its own.
Result<void> write_refused(const ResultQuestion& question) {
    const RowSource& source = question.counted->source();
    const LoadOutcome& outcome = question.results->outcome;
    const std::string header = header_of(source);
    const std::string encoding = question.counted->encoding();
    LateFile failed{question.out_folder, "failed.csv", header, encoding};
    LateFile unprocessed{question.out_folder, "unprocessed.csv", header, encoding};
    LateFile unknown{question.out_folder, "unknown.csv", header, encoding};
    std::string text;
    for (const RowSequence& partition : outcome.partitions) {
        for (RowNumber i = 0; i < partition.size(); ++i) {
            const RowStatus status = outcome.ledger.status(partition[i]);
            if (status == RowStatus::created || status == RowStatus::updated) continue;
            text.clear();
            source.append_row(partition[i], question.results->ids, text);
            const bool is_untried =
                status == RowStatus::unprocessed || status == RowStatus::not_sent;
            LateFile& file = status == RowStatus::failed ? failed
                             : is_untried                ? unprocessed
                                                         : unknown;
            file.line(text);
        }
    }
    for (LateFile* file : {&failed, &unprocessed, &unknown}) {
        if (auto closed = file->close(); !closed) return closed;
    }
    return {};
}

/// The org has not told, or may still be about to do something with the row.
bool is_open(RowStatus status) {
    return status == RowStatus::sent || status == RowStatus::missing ||
           status == RowStatus::not_sent;
}

bool any_open(const LoadOutcome& outcome) {
    const ResultLedger& ledger = outcome.ledger;
    for (const RowSequence& partition : outcome.partitions) {
        for (RowNumber i = 0; i < partition.size(); ++i) {
            if (is_open(ledger.status(partition[i]))) return true;
        }
    }
    return false;
}

/// What a record is that no row's outcome speaks of.
enum class StrayRecord : std::uint8_t { extra, undecided, duplicate };

/// Tells them apart: by the rows' keys if they have any.
class StrayRecords {
public:
    StrayRecords(const ResultQuestion& question, std::optional<KeyedRows> keyed)
        : keyed_(std::move(keyed)),
          outcome_(question.results == nullptr ? nullptr : &question.results->outcome),
          any_open_(outcome_ == nullptr ? question.outcomes_open : any_open(*outcome_)),
          rows_share_records_(question.rows_share_records) {
        if (keyed_) claimed_.resize(outcome_->ledger.rows());
    }

    /// `values` of the key. Each open row is found once: a second record with its key is doubled.
    StrayRecord kind_of(std::span<const std::string> values) {
        if (!keyed_) return any_open_ ? StrayRecord::undecided : StrayRecord::extra;
        const auto rows = keyed_->find(values);
        bool claimed = false;
        for (const KeyedRows::Entry& entry : rows) {
            if (!is_open(outcome_->ledger.status(entry.second)) || claimed_[entry.second]) continue;
            claimed_[entry.second] = true;
            claimed = true;
            if (!rows_share_records_) break;
        }
        if (claimed) return StrayRecord::undecided;
        return rows.empty() ? StrayRecord::extra : StrayRecord::duplicate;
    }

private:
    std::optional<KeyedRows> keyed_;
    /// Null without a load.
    const LoadOutcome* outcome_;
    bool any_open_;
    bool rows_share_records_;
    /// By row.
    std::vector<bool> claimed_;
};

class ResultChecker {
public:
    ResultChecker(
        ResultQuestion& question, std::optional<KeyedRows> keyed, std::optional<RowKeyValues> values
    )
        : question_(question),
          strays_(question, std::move(keyed)),
          values_(std::move(values)),
          ids_(take_ids(question)),
          reconciliation_(ids_),
          extra_(question.out_folder, "extra.csv", key_header(question.key)),
          undecided_(question.out_folder, "undecided.csv", key_header(question.key)),
          duplicates_(question.out_folder, "duplicates.csv", key_header(question.key)) {}

    void take(const KeyedRecord& record) {
        ++check_.records;
        // Without a condition nobody can tell a record of no row from others'.
        const bool is_sought = !question_.removes && !question_.selection.where.empty();
        if (reconciliation_.take(record.id) || !is_sought) return;
        switch (strays_.kind_of(record.values)) {
            case StrayRecord::extra:
                note(record, check_.extra, check_.extra_sample, extra_);
                break;
            case StrayRecord::undecided:
                note(record, check_.undecided, check_.undecided_sample, undecided_);
                break;
            case StrayRecord::duplicate:
                note(record, check_.duplicates, check_.duplicate_sample, duplicates_);
                break;
        }
    }

    Result<ResultCheck> finish() {
        const std::vector<RowNumber> none;
        const bool removes = question_.removes;
        const auto missing = removes ? none : reconciliation_.missing_rows();
        const auto left = removes ? reconciliation_.found_rows() : none;
        auto written =
            write_rows(missing, "missing.csv", check_.missing, check_.missing_sample).and_then([&] {
                return write_rows(left, "left.csv", check_.left, check_.left_sample);
            });
        if (!written) return Failure{std::move(written.error())};
        for (LateFile* file : {&extra_, &undecided_, &duplicates_}) {
            if (auto closed = file->close(); !closed) return Failure{std::move(closed.error())};
        }
        return std::move(check_);
    }

private:
    static IdTable take_ids(ResultQuestion& question) {
        if (question.results == nullptr) return distinct(std::move(question.ids));
        return question.results->ids[question.counted->strategy->load.source];
    }

    /// Without rows each record counts once, however often a job changed it.
    static IdTable distinct(IdTable ids) {
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        return ids;
    }

    static void note(
        const KeyedRecord& record,
        std::uint64_t& count,
        std::vector<std::string>& sample,
        LateFile& file
    ) {
        ++count;
        file.line(csv_line(record));
        const std::string key = joined(record.values);
        add_sample(sample, key.empty() ? record.id : record.id + ", " + key);
    }

    /// These rows of the load; without one, the ids of their records.
    Result<void> write_rows(
        const std::vector<RowNumber>& rows,
        const char* file_name,
        std::uint64_t& count,
        std::vector<std::string>& sample
    ) {
        LateFile file{
            question_.out_folder,
            file_name,
            question_.counted == nullptr ? "\"Id\"\n" : header_of(question_.counted->source()),
            question_.counted == nullptr ? std::string{} : question_.counted->encoding()};
        for (const RowNumber row : rows) {
            ++count;
            const std::string id{ids_[row].data(), ids_[row].size()};
            add_sample(sample, name_of(row, id));
            file.line(
                question_.counted == nullptr ? csv_line(std::vector<std::string>{id}) : text_of(row)
            );
        }
        return file.close();
    }

    /// `EXT-7 (006...)`, or `row 8 (006...)` of a load without a key.
    std::string name_of(RowNumber row, const std::string& id) {
        if (question_.counted == nullptr) return id;
        const std::string name =
            values_ ? joined(values_->of(row)) : "row " + std::to_string(std::uint64_t{row} + 1);
        return name + " (" + id + ")";
    }

    std::string text_of(RowNumber row) const {
        std::string text;
        question_.counted->source().append_row(row, question_.results->ids, text);
        return text;
    }

    const ResultQuestion& question_;
    StrayRecords strays_;
    /// Nothing without a load, or without a key.
    std::optional<RowKeyValues> values_;
    IdTable ids_;
    IdReconciliation reconciliation_;
    LateFile extra_;
    LateFile undecided_;
    LateFile duplicates_;
    ResultCheck check_;
};

}  // namespace

Result<ResultCheck> check_results(ResultQuestion question, const OrgQuestions& org) {
    std::optional<KeyedRows> keyed;
    std::optional<RowKeyValues> values;
    if (question.counted != nullptr) {
        if (auto written = write_refused(question); !written) return Failure{written.error()};
    }
    if (question.counted != nullptr && !question.key.empty()) {
        const RowSource& source = question.counted->source();
        auto read = RowKeyValues::create(source, question.key);
        if (!read) return Failure{std::move(read.error())};
        values = std::move(*read);
        auto made = KeyedRows::create(source, question.results->outcome.partitions, question.key);
        if (!made) return Failure{std::move(made.error())};
        keyed = std::move(*made);
    }
    ResultChecker checker{question, std::move(keyed), std::move(values)};
    const auto read =
        read_keyed_records(question.selection, question.key, org, [&](const KeyedRecord& record) {
            checker.take(record);
        });
    if (!read) return Failure{read.error()};
    return checker.finish();
}

}  // namespace rowlock
