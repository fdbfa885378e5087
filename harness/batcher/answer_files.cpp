#include "harness/batcher/answer_files.hpp"

#include <deque>
#include <map>
#include <utility>

namespace rowlock::batcher {
namespace {

std::vector<std::string> texts_of(const std::vector<CsvCell>& cells) {
    std::vector<std::string> texts;
    for (const CsvCell& cell : cells) texts.emplace_back(cell.text);
    return texts;
}

/// Rows of the instance that have not been seen in a file yet, by content.
class RowPool {
public:
    explicit RowPool(const Instance& instance) {
        for (std::uint32_t row = 0; row < instance.rows.size(); ++row) {
            rows_[content_of(instance.rows[row])].push_back(row);
        }
    }

    /// A row of this content; one seen before if all have been; nothing if there is none.
    std::optional<std::uint32_t> take(const std::vector<std::string>& cells) {
        const auto found = rows_.find(content_of(cells));
        if (found == rows_.end()) return std::nullopt;
        std::deque<std::uint32_t>& rows = found->second;
        const std::uint32_t row = rows.front();
        if (rows.size() > 1) rows.pop_front();
        return row;
    }

private:
    std::map<std::string, std::deque<std::uint32_t>> rows_;
};

/// Reads one file into its batch.
class FileReader {
public:
    FileReader(const Instance& instance, RowPool& pool) : instance_(instance), pool_(pool) {}

    AnswerBatch read(const BatchFile& file) {
        AnswerBatch batch;
        batch.label = file.name;
        batch.lane = file.lane;
        batch.phase = file.phase;
        batch.feed_group = file.feed_group;
        batch.file_text = file.text;
        const CsvRows rows = find_csv_rows(file.text, instance_.line_ending);
        if (rows.unclosed_quote) batch.file_fault = "a quote is never closed";
        if (rows.wrong_line_ending)
            batch.file_fault = "a line ends in another way than the input's";
        if (rows.count() == 0) batch.file_fault = "it has not even a header line";
        for (std::size_t number = 0; number < rows.count(); ++number) {
            read_row(rows.row(file.text, number), number, batch);
        }
        return batch;
    }

private:
    void read_row(std::string_view line, std::size_t number, AnswerBatch& batch) {
        const auto blame = [&batch](std::string why) {
            if (batch.file_fault.empty()) batch.file_fault = std::move(why);
        };
        const auto cells = reader_.read(line);
        if (!cells) {
            blame("line " + std::to_string(number + 1) + ": " + cells.error().message);
            return;
        }
        const std::vector<std::string> texts = texts_of(**cells);
        if (number == 0) {
            std::vector<std::string> names;
            for (const Column& column : instance_.columns) names.push_back(column.name);
            if (texts == names) return;
            const bool marked = line.starts_with(k_byte_order_mark);
            blame(
                marked ? "a byte order mark is part of its first column's name"
                       : "its first line is not the header of the input"
            );
        }
        if (texts.size() != instance_.columns.size()) {
            blame(
                "row " + std::to_string(number) + " has " + std::to_string(texts.size()) +
                " cells for " + std::to_string(instance_.columns.size()) + " columns"
            );
        }
        if (const auto row = pool_.take(texts)) {
            batch.rows.push_back(*row);
        } else {
            batch.invented.emplace_back(line);
        }
    }

    const Instance& instance_;
    RowPool& pool_;
    CsvRowReader reader_{Delimiter::comma};
};

}  // namespace

Answer answer_of_files(const Instance& instance, const std::vector<BatchFile>& files) {
    RowPool pool{instance};
    FileReader reader{instance, pool};
    Answer answer;
    for (const BatchFile& file : files) {
        AnswerBatch batch = reader.read(file);
        if (file.set_aside && batch.invented.empty() && batch.file_fault.empty()) {
            answer.set_aside.insert(answer.set_aside.end(), batch.rows.begin(), batch.rows.end());
        } else {
            answer.batches.push_back(std::move(batch));
        }
    }
    return answer;
}

}  // namespace rowlock::batcher
