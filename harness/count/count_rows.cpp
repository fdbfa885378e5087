#include "harness/count/count_rows.hpp"

#include "harness/count/row_reconciliation.hpp"
#include "harness/load/row_partitions.hpp"
#include "harness/replay/send_plan.hpp"
#include "mockorg/codec/csv.hpp"

#include <filesystem>
#include <fstream>
#include <memory>

namespace rowlock {
namespace {

constexpr std::size_t k_sample_max = 10;

/// A CSV file that comes into being with its first line. Without a folder it is never written.
class LateFile {
public:
    LateFile(const std::string& folder, const char* name, std::string header)
        : path_(folder.empty() ? std::string{} : (std::filesystem::path{folder} / name).string()),
          header_(std::move(header)) {
        // What an earlier count wrote is not true any more.
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove(path_, ignored);
    }

    void line(const std::string& text) {
        if (path_.empty()) return;
        if (!file_.is_open()) {
            file_.open(path_, std::ios::binary);
            file_ << header_;
        }
        file_ << text;
    }

    Result<void> close() {
        if (!file_.is_open() && !file_.fail()) return {};
        file_.close();
        if (!file_) return fail(ErrorCode::bad_file, path_ + ": cannot be written");
        return {};
    }

private:
    std::string path_;
    std::string header_;
    std::ofstream file_;
};

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells) {
        if (!line.empty()) line += ',';
        append_quoted(line, cell);
    }
    return line + '\n';
}

std::string joined(const std::vector<std::string>& values) {
    std::string text;
    for (const std::string& value : values) {
        if (!text.empty()) text += ", ";
        text += value;
    }
    return text;
}

void sample(std::vector<std::string>& samples, std::string text) {
    if (samples.size() < k_sample_max) samples.push_back(std::move(text));
}

Result<std::vector<RowSequence>> partitions_of(const RowCountQuestion& question) {
    LoadStep step = question.strategy->load;
    const RowSource& source = *(*question.sources)[step.source];
    if (!step.order.plan.text.empty()) {
        auto plan = read_send_plan(step, source.size());
        if (!plan) return Failure{std::move(plan.error())};
        const auto& rows = (*plan)->rows;
        return std::vector{RowSequence{rows, 0, static_cast<RowNumber>(rows->size())}};
    }
    // An order changes no rows, and may need ids of parents.
    step.order = {};
    if (question.rows) step.rows = std::min(step.rows.value_or(*question.rows), *question.rows);
    return partition_rows(source, step, {});
}

/// The rows without a record, as the load has them; without parents' ids, which are not known here.
void write_missing(
    const RowCountQuestion& question,
    const RowReconciliation& reconciliation,
    LateFile& file,
    RowCount& count
) {
    const RowSource& source = *(*question.sources)[question.strategy->load.source];
    const std::vector<IdTable> no_ids = [&] {
        std::vector<IdTable> tables(question.sources->size());
        for (std::size_t i = 0; i < tables.size(); ++i)
            tables[i].resize((*question.sources)[i]->size());
        return tables;
    }();
    std::vector<std::string> key(question.key.size());
    for (const RowNumber row : reconciliation.missing_rows()) {
        std::string text;
        source.append_row(row, no_ids, text);
        file.line(text);
        for (std::size_t i = 0; i < key.size(); ++i) {
            key[i].clear();
            source.append_value(row, *source.find_column(question.key[i]), no_ids, key[i]);
        }
        sample(count.missing_sample, joined(key));
    }
}

}  // namespace

Result<RowCount> count_rows(
    const RowCountQuestion& question, const AskFn& ask, const PauseFn& pause
) {
    const RowSource& source = *(*question.sources)[question.strategy->load.source];
    const auto partitions = partitions_of(question);
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
    const auto read = query_in_bulk(ask, pause, soql, [&](const std::vector<std::string>& cells) {
        ++count.records;
        if (cells.size() != header.size()) return false;
        values.assign(cells.begin() + 1, cells.end());
        const RecordVerdict verdict = reconciliation->take(values);
        if (verdict == RecordVerdict::extra) {
            ++count.extra;
            extra.line(csv_line(cells));
            sample(count.extra_sample, joined(values));
        } else if (verdict == RecordVerdict::duplicate) {
            ++count.duplicates;
            duplicates.line(csv_line(cells));
            sample(count.duplicate_sample, joined(values));
        }
        return true;
    });
    if (!read) return Failure{read.error()};
    count.found = reconciliation->found();
    count.missing = reconciliation->missing();
    count.ambiguous = reconciliation->ambiguous();
    count.missing_by_partition = reconciliation->missing_by_partition();
    write_missing(question, *reconciliation, missing, count);
    for (LateFile* file : {&missing, &extra, &duplicates}) {
        if (auto closed = file->close(); !closed) return Failure{std::move(closed.error())};
    }
    return count;
}

}  // namespace rowlock
