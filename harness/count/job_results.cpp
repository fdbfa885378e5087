#include "harness/count/job_results.hpp"

#include "harness/count/keyed_rows.hpp"
#include "harness/count/late_file.hpp"
#include "harness/replay/cell_key.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/record_id.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace rowlock {
namespace {

/// Among so many rows of one key the one that a job tells of is looked for by its other cells.
constexpr std::size_t k_looks_max = 64;

std::vector<std::string> texts_of(std::span<const CsvCell> cells) {
    std::vector<std::string> texts;
    for (const CsvCell& cell : cells) texts.emplace_back(cell.text);
    return texts;
}

bool succeeded(RowStatus status) {
    return status == RowStatus::created || status == RowStatus::updated;
}

std::optional<IdText> id_of(const KnownOutcome& outcome) {
    const auto parsed = succeeded(outcome.status) ? RecordId::parse(outcome.id) : std::nullopt;
    if (!parsed) return std::nullopt;
    const std::string text = parsed->text();
    IdText id{};
    std::copy(text.begin(), text.end(), id.begin());
    return id;
}

/// The rows of one job that did not succeed, as files.
class RefusedRows {
public:
    RefusedRows(const std::string& folder, const std::string& job)
        : folder_(folder),
          failed_("failed-" + job + ".csv"),
          unprocessed_("unprocessed-" + job + ".csv") {}

    void add(const JobRow& row) {
        const bool is_failed = row.outcome.status == RowStatus::failed;
        if (!is_failed && row.outcome.status != RowStatus::unprocessed) return;
        auto& file = is_failed ? failed_file_ : unprocessed_file_;
        if (!file) {
            const std::vector<std::string> header{row.columns.begin(), row.columns.end()};
            const std::string& name = is_failed ? failed_ : unprocessed_;
            file.emplace(folder_, name.c_str(), csv_line(header));
        }
        file->line(csv_line(texts_of(row.cells)));
    }

    Result<void> close() {
        for (auto* file : {&failed_file_, &unprocessed_file_}) {
            if (!*file) continue;
            if (auto closed = (*file)->close(); !closed) return closed;
        }
        return {};
    }

private:
    const std::string& folder_;
    std::string failed_;
    std::string unprocessed_;
    std::optional<LateFile> failed_file_;
    std::optional<LateFile> unprocessed_file_;
};

/// Gives the rows of a load their outcomes, as jobs tell them.
class LoadRows {
public:
    static Result<LoadRows> create(const JobQuestion& question) {
        LoadRows rows{question};
        auto partitions = partitions_without_ids(*question.counted);
        if (!partitions) return Failure{std::move(partitions.error())};
        const RowSource& source = question.counted->source();
        auto keyed = KeyedRows::create(source, *partitions, question.key);
        if (!keyed) return Failure{std::move(keyed.error())};
        rows.keyed_ = std::move(*keyed);
        LoadOutcome& outcome = rows.results_.outcome;
        for (const RowSequence& partition : *partitions) outcome.rows += partition.size();
        outcome.partitions = std::move(*partitions);
        outcome.ledger = ResultLedger{source.size()};
        rows.results_.ids = empty_id_tables(*question.counted);
        return rows;
    }

    /// A job tells of each of its rows once.
    void begin_job() {
        first_left_.clear();
        told_.clear();
    }

    /// False if the load has no such row.
    bool take(const JobRow& row) {
        const auto rows = keyed_.find(key_of(row));
        if (rows.empty()) return false;
        const RowNumber only = rows.front().second;
        const auto chosen = rows.size() > 1                                   ? choose(rows, row)
                            : succeeded(results_.outcome.ledger.status(only)) ? std::nullopt
                                                                              : std::optional{only};
        if (chosen) record_outcome(results_.outcome.ledger, &ids(), *chosen, row.outcome);
        return true;
    }

    LoadResults& results() { return results_; }

private:
    explicit LoadRows(const JobQuestion& question)
        : key_(question.key),
          source_(question.counted->strategy->load.source),
          source_rows_(question.counted->source()) {}

    std::vector<std::string> key_of(const JobRow& row) const {
        std::vector<std::string> values(key_.size());
        for (std::size_t i = 0; i < key_.size(); ++i) {
            for (std::size_t c = 0; c < std::min(row.columns.size(), row.cells.size()); ++c) {
                if (equal_ignoring_case(row.columns[c], key_[i].name))
                    values[i] = row.cells[c].text;
            }
        }
        return values;
    }

    IdTable& ids() { return results_.ids[source_]; }

    /// Its outcome cannot be that of another row that this job tells of.
    bool is_done(RowNumber row) const {
        return succeeded(results_.outcome.ledger.status(row)) || told_.contains(row);
    }

    /// Which of several rows of one key the job tells of: one with its very cells if there is any,
    /// and among equals the first of which nobody has told, then the first that did not succeed.
    /// Nothing if all of them have, or this job told of each.
    std::optional<RowNumber> choose(std::span<const KeyedRows::Entry> rows, const JobRow& told) {
        std::size_t& first = first_left_[rows.data()];
        while (first < rows.size() && is_done(rows[first].second)) ++first;
        std::optional<RowNumber> best;
        unsigned best_rank = 0;
        for (const KeyedRows::Entry& entry :
             rows.subspan(first, std::min(rows.size() - first, k_looks_max))) {
            const RowNumber row = entry.second;
            if (is_done(row)) continue;
            const bool is_new = results_.outcome.ledger.status(row) == RowStatus::not_sent;
            const unsigned rank = 1U + (has_cells(row, told) ? 2U : 0U) + (is_new ? 1U : 0U);
            if (rank <= best_rank) continue;
            best = row;
            best_rank = rank;
        }
        if (best) told_.insert(*best);
        return best;
    }

    /// Whether the row's cells are those of the job's, in all columns that both have.
    bool has_cells(RowNumber row, const JobRow& told) const {
        std::string value;
        for (std::size_t c = 0; c < std::min(told.columns.size(), told.cells.size()); ++c) {
            const auto column = source_rows_.find_column(told.columns[c]);
            if (!column || source_rows_.parent_source(*column)) continue;
            value.clear();
            source_rows_.append_value(row, *column, {}, value);
            if (key_of_cell(value) != key_of_cell(told.cells[c].text)) return false;
        }
        return true;
    }

    RecordKey key_;
    std::size_t source_;
    const RowSource& source_rows_;
    KeyedRows keyed_;
    /// Of several rows of one key, by the first of them: those before are done in this job.
    std::unordered_map<const KeyedRows::Entry*, std::size_t> first_left_;
    /// Rows that share their key with others, and that this job told of.
    std::unordered_set<RowNumber> told_;
    LoadResults results_;
};

void count(RowTally& tally, RowStatus status) {
    if (status == RowStatus::created) ++tally.created;
    if (status == RowStatus::updated) ++tally.updated;
    if (status == RowStatus::failed) ++tally.failed;
    if (status == RowStatus::unprocessed) ++tally.unprocessed;
}

/// The org counts rows of 2.0 jobs that it tried, and says of the others what they were.
void settle_counters(RowTally& all, const RowTally& told, const JobFacts& facts) {
    const std::uint64_t tried = told.created + told.updated + told.failed;
    const std::uint64_t processed = std::max(facts.processed, tried);
    all.created += told.created;
    all.updated += told.updated;
    all.failed += told.failed;
    all.unprocessed += told.unprocessed;
    all.submitted += processed + told.unprocessed;
    (facts.ended ? all.missing : all.unknown) += processed - tried;
}

}  // namespace

Result<JobResults> read_jobs(const JobQuestion& question, const AskFn& ask) {
    JobResults results;
    std::optional<LoadRows> load_rows;
    if (question.counted != nullptr) {
        auto made = LoadRows::create(question);
        if (!made) return Failure{std::move(made.error())};
        load_rows.emplace(std::move(*made));
    }
    for (const std::string& id : question.jobs) {
        RowTally told;
        RefusedRows refused{question.out_folder, id};
        if (load_rows) load_rows->begin_job();
        const auto facts = read_job(ask, id, [&](const JobRow& row) {
            count(told, row.outcome.status);
            if (load_rows) {
                results.strangers += load_rows->take(row) ? 0U : 1U;
                return;
            }
            refused.add(row);
            if (const auto record = id_of(row.outcome)) results.ids.push_back(*record);
        });
        if (!facts) return Failure{facts.error()};
        if (auto closed = refused.close(); !closed) return Failure{std::move(closed.error())};
        settle_counters(results.rows, told, *facts);
        results.jobs.push_back(*facts);
        if (load_rows && !facts->ended) load_rows->results().open_jobs.push_back(id);
    }
    if (load_rows) results.load = std::move(load_rows->results());
    return results;
}

}  // namespace rowlock
