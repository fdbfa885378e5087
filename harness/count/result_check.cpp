#include "harness/count/result_check.hpp"

#include "harness/count/id_reconciliation.hpp"
#include "harness/count/keyed_rows.hpp"
#include "harness/count/late_file.hpp"

#include <optional>
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

class ResultChecker {
public:
    ResultChecker(ResultQuestion& question, std::optional<KeyedRows> keyed)
        : question_(question),
          keyed_(std::move(keyed)),
          ids_(take_ids(question)),
          extra_(question.out_folder, "extra.csv", header()),
          duplicates_(question.out_folder, "duplicates.csv", header()) {}

    std::string soql() const {
        std::string fields = "Id";
        for (const std::string& column : question_.key) fields += ", " + column;
        return "SELECT " + fields + question_.selection.from_clause();
    }

    std::uint64_t records() const { return check_.records; }

    /// False if this is not what was asked for.
    bool take(const std::vector<std::string>& cells) {
        if (cells.size() != question_.key.size() + 1) return false;
        ++check_.records;
        const bool can_tell = !question_.selection.where.empty();
        if (reconciliation_.take(cells[0]) || !can_tell) return true;
        const std::vector<std::string> values{cells.begin() + 1, cells.end()};
        const bool is_known = keyed_ && !keyed_->find(values).empty();
        ++(is_known ? check_.duplicates : check_.extra);
        (is_known ? duplicates_ : extra_).line(csv_line(cells));
        add_sample(is_known ? check_.duplicate_sample : check_.extra_sample, joined(cells));
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
            add_sample(check_.missing_sample, id);
            missing.line(question_.counted == nullptr ? csv_line({id}) : text_of(row));
        }
        for (LateFile* file : {&missing, &extra_, &duplicates_}) {
            if (auto closed = file->close(); !closed) return Failure{std::move(closed.error())};
        }
        return std::move(check_);
    }

private:
    static IdTable take_ids(ResultQuestion& question) {
        if (question.results == nullptr) return std::move(question.ids);
        return question.results->ids[question.counted->strategy->load.source];
    }

    std::string header() const {
        std::vector<std::string> names = question_.key;
        names.insert(names.begin(), "Id");
        return csv_line(names);
    }

    std::string text_of(RowNumber row) const {
        std::string text;
        question_.counted->source().append_row(row, question_.results->ids, text);
        return text;
    }

    const ResultQuestion& question_;
    std::optional<KeyedRows> keyed_;
    IdTable ids_;
    IdReconciliation reconciliation_{ids_};
    LateFile extra_;
    LateFile duplicates_;
    ResultCheck check_;
};

}  // namespace

Result<ResultCheck> check_results(ResultQuestion question, const OrgQuestions& org) {
    std::optional<KeyedRows> keyed;
    if (question.counted != nullptr) {
        if (auto written = write_refused(question); !written) return Failure{written.error()};
    }
    if (question.counted != nullptr && !question.key.empty()) {
        const auto& partitions = question.results->outcome.partitions;
        auto made = KeyedRows::create(question.counted->source(), partitions, question.key);
        if (!made) return Failure{std::move(made.error())};
        keyed = std::move(*made);
    }
    ResultChecker checker{question, std::move(keyed)};
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
