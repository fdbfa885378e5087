#include "harness/batcher/answer.hpp"

#include "harness/batcher/canonical_key.hpp"

#include <algorithm>

namespace rowlock::batcher {
namespace {

/// Each batch as the sorted texts of its rows.
template <class TextOf>
std::vector<std::string> batches_as_text(const Answer& answer, TextOf&& text_of) {
    std::vector<std::string> batches;
    for (const AnswerBatch& batch : answer.batches) {
        std::vector<std::string> rows = batch.invented;
        for (const std::uint32_t row : batch.rows) rows.push_back(text_of(row));
        std::sort(rows.begin(), rows.end());
        std::string text{name_of(batch.lane)};
        for (const std::string& row : rows) text += "|" + row;
        batches.push_back(std::move(text));
    }
    std::sort(batches.begin(), batches.end());
    return batches;
}

}  // namespace

std::string_view name_of(MisbehaviourKind kind) {
    switch (kind) {
        case MisbehaviourKind::crash:
            return "crash";
        case MisbehaviourKind::hang:
            return "hang";
        case MisbehaviourKind::garbage:
            return "garbage";
        case MisbehaviourKind::flood:
            return "flood";
        case MisbehaviourKind::refusal:
            return "refusal";
        case MisbehaviourKind::interrupted:
            return "interrupted";
    }
    return {};
}

std::vector<std::string> batch_contents(const Instance& instance, const Answer& answer) {
    return batches_as_text(answer, [&](std::uint32_t row) {
        std::vector<std::string> cells = instance.rows[row];
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (instance.columns[i].is_key) cells[i] = canonical_key(cells[i]).value_or("");
        }
        return content_of(cells);
    });
}

std::vector<std::string> batch_keys(const Instance& instance, const Answer& answer) {
    return batches_as_text(answer, [&](std::uint32_t row) {
        return content_of(keys_of(instance, row));
    });
}

std::vector<std::size_t> batch_sizes(const Answer& answer) {
    std::vector<std::size_t> sizes;
    for (const AnswerBatch& batch : answer.batches) sizes.push_back(batch.rows.size());
    std::sort(sizes.begin(), sizes.end());
    return sizes;
}

std::string partition_text(const Answer& answer) {
    std::string text;
    for (const AnswerBatch& batch : answer.batches) {
        if (!text.empty()) text += " | ";
        std::string rows;
        for (const std::uint32_t row : batch.rows) {
            if (!rows.empty()) rows += ' ';
            rows += std::to_string(row + 1);
        }
        text += rows.empty() ? "nothing" : rows;
        if (batch.lane != BatchLane::parallel)
            text += " (" + std::string{name_of(batch.lane)} + ")";
    }
    return text.empty() ? "no batches" : text;
}

std::vector<std::optional<std::size_t>> batch_of_rows(
    const Instance& instance, const Answer& answer
) {
    std::vector<std::optional<std::size_t>> found(instance.rows.size());
    for (std::size_t batch = 0; batch < answer.batches.size(); ++batch) {
        for (const std::uint32_t row : answer.batches[batch].rows) {
            if (!found[row]) found[row] = batch;
        }
    }
    return found;
}

}  // namespace rowlock::batcher
