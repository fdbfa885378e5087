#include "harness/count/result_check.hpp"

#include "harness/count/id_reconciliation.hpp"
#include "harness/count/keyed_rows.hpp"
#include "harness/count/late_file.hpp"

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
    LateFile failed{question.out_folder, "failed.csv", header};
    LateFile unprocessed{question.out_folder, "unprocessed.csv", header};
    LateFile unknown{question.out_folder, "unknown.csv", header};
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
          any_open_(outcome_ == nullptr ? question.outcomes_open : any_open(*outcome_)) {
        if (keyed_) claimed_.resize(outcome_->ledger.rows());
    }

    /// `values` of the key. Each open row is found once: a second record with its key is doubled.
    StrayRecord kind_of(std::span<const std::string> values) {
        if (!keyed_) return any_open_ ? StrayRecord::undecided : StrayRecord::extra;
        const auto rows = keyed_->find(values);
        for (const KeyedRows::Entry& entry : rows) {
            if (!is_open(outcome_->ledger.status(entry.second)) || claimed_[entry.second]) continue;
            claimed_[entry.second] = true;
            return StrayRecord::undecided;
        }
        return rows.empty() ? StrayRecord::extra : StrayRecord::duplicate;
    }

private:
    std::optional<KeyedRows> keyed_;
    /// Null without a load.
    const LoadOutcome* outcome_;
    bool any_open_;
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

    std::string soql() const {
        return selected_fields(question_.key) + question_.selection.from_clause();
    }

    std::uint64_t records() const { return check_.records; }

    /// False if this is not what was asked for.
    bool take(const std::vector<std::string>& cells) {
        if (cells.size() != question_.key.size() + 1) return false;
        ++check_.records;
        const bool can_tell = !question_.selection.where.empty();
        if (reconciliation_.take(cells[0]) || !can_tell) return true;
        switch (strays_.kind_of(std::span{cells}.subspan(1))) {
            case StrayRecord::extra:
                note(cells, check_.extra, check_.extra_sample, extra_);
                break;
            case StrayRecord::undecided:
                note(cells, check_.undecided, check_.undecided_sample, undecided_);
                break;
            case StrayRecord::duplicate:
                note(cells, check_.duplicates, check_.duplicate_sample, duplicates_);
                break;
        }
        return true;
    }

    Result<ResultCheck> finish() {
        LateFile missing{
            question_.out_folder,
            "missing.csv",
            question_.counted == nullptr ? "\"Id\"\n" : header_of(question_.counted->source())};
        for (const RowNumber row : reconciliation_.missing_rows()) {
            ++check_.missing;
            const std::string id{ids_[row].data(), ids_[row].size()};
            add_sample(check_.missing_sample, name_of(row, id));
            missing.line(question_.counted == nullptr ? csv_line({id}) : text_of(row));
        }
        for (LateFile* file : {&missing, &extra_, &undecided_, &duplicates_}) {
            if (auto closed = file->close(); !closed) return Failure{std::move(closed.error())};
        }
        return std::move(check_);
    }

private:
    static IdTable take_ids(ResultQuestion& question) {
        if (question.results == nullptr) return std::move(question.ids);
        return question.results->ids[question.counted->strategy->load.source];
    }

    static void note(
        const std::vector<std::string>& cells,
        std::uint64_t& count,
        std::vector<std::string>& sample,
        LateFile& file
    ) {
        ++count;
        file.line(csv_line(cells));
        add_sample(sample, joined(cells));
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
    bool sound = true;
    const auto read = query_in_bulk(org.ask, org.pause, checker.soql(), [&](const auto& cells) {
        sound = checker.take(cells);
        org.on_records(checker.records());
        return sound;
    });
    if (!read) return Failure{read.error()};
    if (!sound)
        return fail(ErrorCode::protocol_broken, checker.soql() + ": expected other columns");
    return checker.finish();
}

}  // namespace rowlock
