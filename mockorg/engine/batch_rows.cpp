#include "mockorg/engine/batch_rows.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/engine/job.hpp"

#include <utility>

namespace rowlock {
namespace {

constexpr auto k_no_message = static_cast<std::uint32_t>(-1);

/// What an aborted job's batch says of rows that nobody tried, like the batch that has no others.
constexpr std::string_view k_not_tried = "InvalidBatch : Records not processed";

/// `InternalServerError : Retried ...` in the form of a row's error.
std::string row_error_of(std::string_view message) {
    constexpr std::string_view k_separator = " : ";
    std::string text;
    const std::size_t at = message.find(k_separator);
    if (at != std::string_view::npos) {
        text.append(message.substr(0, at)).append(":");
        message.remove_prefix(at + k_separator.size());
    }
    return text.append(message).append(":--");
}

}  // namespace

BatchRows::BatchRows(const Job& job, const Batch& batch, Store::IdPrinter ids)
    : ids_(std::move(ids)) {
    unprocessed_ = row_error_of(batch.state_message.empty() ? k_not_tried : batch.state_message);
    std::uint32_t last_message = k_no_message;
    for (std::uint32_t row = 0; row < batch.rows; ++row) {
        RowOutcome outcome = job.outcomes.get(batch.first_row + row);
        if (outcome.kind == RowOutcome::Kind::failed) {
            if (outcome.number != last_message) messages_.push_back(job.messages[outcome.number]);
            last_message = outcome.number;
            outcome.number = static_cast<std::uint32_t>(messages_.size() - 1);
        }
        outcomes_.push_back(outcome);
    }
}

BatchRows::Row BatchRows::row(std::uint32_t index) const {
    ROWLOCK_ASSERT(index < outcomes_.size());
    const RowOutcome outcome = outcomes_[index];
    switch (outcome.kind) {
        case RowOutcome::Kind::created:
            return {ids_.id_of(outcome.number), true, {}};
        case RowOutcome::Kind::changed:
            return {ids_.id_of(outcome.number), false, {}};
        case RowOutcome::Kind::failed:
            return {std::nullopt, false, messages_[outcome.number]};
        case RowOutcome::Kind::unprocessed:
            break;
    }
    return {std::nullopt, false, unprocessed_};
}

}  // namespace rowlock
