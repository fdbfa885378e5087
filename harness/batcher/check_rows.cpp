// I1, I2, I3, I5: every row in one batch, batches within their limits, files that can be read.
#include "harness/batcher/property_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace rowlock::batcher {
namespace {

/// The batches, from 1, that hold the row.
std::vector<std::size_t> batches_with(const Answer& answer, std::uint32_t row) {
    std::vector<std::size_t> batches;
    for (std::size_t batch = 0; batch < answer.batches.size(); ++batch) {
        const auto& rows = answer.batches[batch].rows;
        batches.insert(
            batches.end(),
            static_cast<std::size_t>(std::count(rows.begin(), rows.end(), row)),
            batch + 1
        );
    }
    return batches;
}

std::uint64_t bytes_of(const Instance& instance, const AnswerBatch& batch) {
    if (batch.file_text) return batch.file_text->size();
    std::uint64_t bytes = header_line(instance).size();
    for (const std::uint32_t row : batch.rows) bytes += row_bytes(instance, row);
    return bytes;
}

}  // namespace

std::optional<Violation> check_conserve(Trial& trial) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr) return std::nullopt;
    for (std::size_t batch = 0; batch < answer->batches.size(); ++batch) {
        const auto& invented = answer->batches[batch].invented;
        if (!invented.empty()) {
            return Violation{
                fmt::format(
                    "batch {} holds what is in no input row: {}", batch + 1, invented.front()
                ),
                {}};
        }
    }
    const auto& aside = answer->set_aside;
    for (std::uint32_t row = 0; row < trial.instance().rows.size(); ++row) {
        const auto batches = batches_with(*answer, row);
        const auto set_aside = std::count(aside.begin(), aside.end(), row);
        if (batches.size() > 1) {
            return Violation{
                fmt::format("row {} is in batches {}", row + 1, fmt::join(batches, " and ")),
                {row}};
        }
        if (set_aside > 0 && !batches.empty()) {
            return Violation{
                fmt::format("row {} is set aside and in batch {}", row + 1, batches[0]), {row}};
        }
        if (set_aside > 0 && !is_oversize(trial.instance(), row)) {
            return Violation{
                fmt::format("row {} is set aside though a batch could hold it", row + 1), {row}};
        }
        if (batches.empty() && set_aside == 0) {
            const auto& others = answer->files_not_read;
            const std::string hint =
                others.empty() ? "" : fmt::format("; not read: {}", fmt::join(others, ", "));
            return Violation{fmt::format("row {} is in no batch{}", row + 1, hint), {row}};
        }
    }
    return std::nullopt;
}

std::optional<Violation> check_cap(Trial& trial) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr) return std::nullopt;
    for (std::size_t batch = 0; batch < answer->batches.size(); ++batch) {
        const AnswerBatch& each = answer->batches[batch];
        const std::size_t rows = each.rows.size() + each.invented.size();
        if (rows > trial.instance().caps.rows) {
            return Violation{
                fmt::format(
                    "batch {} has {} rows, the cap is {}",
                    batch + 1,
                    rows,
                    trial.instance().caps.rows
                ),
                each.rows};
        }
        if (rows == 0 && each.file_fault.empty()) {
            return Violation{fmt::format("batch {} is empty", batch + 1), {}};
        }
    }
    return std::nullopt;
}

std::optional<Violation> check_bytes(Trial& trial) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr) return std::nullopt;
    const std::uint64_t cap = trial.instance().caps.bytes;
    for (std::size_t batch = 0; batch < answer->batches.size(); ++batch) {
        const AnswerBatch& each = answer->batches[batch];
        const std::uint64_t bytes = bytes_of(trial.instance(), each);
        if (bytes <= cap) continue;
        const auto oversize =
            std::find_if(each.rows.begin(), each.rows.end(), [&](std::uint32_t row) {
                return is_oversize(trial.instance(), row);
            });
        if (oversize != each.rows.end() && each.rows.size() == 1) continue;
        std::string sentence = fmt::format(
            "batch {} has {} bytes with its header line, the cap is {}", batch + 1, bytes, cap
        );
        if (oversize != each.rows.end()) {
            sentence += fmt::format("; row {}, too large for any, is not alone", *oversize + 1);
        }
        return Violation{std::move(sentence), each.rows};
    }
    return std::nullopt;
}

std::optional<Violation> check_csv(Trial& trial) {
    const Answer* const answer = trial.answer();
    if (answer == nullptr) return std::nullopt;
    for (std::size_t batch = 0; batch < answer->batches.size(); ++batch) {
        const AnswerBatch& each = answer->batches[batch];
        if (each.file_fault.empty()) continue;
        return Violation{
            fmt::format("batch {} ({}) cannot be read: {}", batch + 1, each.label, each.file_fault),
            each.rows};
    }
    return std::nullopt;
}

}  // namespace rowlock::batcher
