#pragma once

#include "harness/load/source_spec.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What became of one row.
enum class RowStatus : std::uint8_t {
    not_sent,
    /// Part of a job; its outcome is not known (yet).
    sent,
    created,
    /// Succeeded without creating a record: updated or, in a delete, deleted.
    updated,
    failed,
    /// The org says it never tried the row.
    unprocessed,
    /// The job ended and no result file speaks of the row.
    missing,
};

inline constexpr std::size_t k_row_statuses = 7;

/// What an org told about one row.
struct KnownOutcome {
    RowStatus status = RowStatus::sent;
    /// Of the record; empty if there is none.
    std::string id;
    /// `CODE:message:fields`, of a failed row.
    std::string error;
};

/// Rows that failed with one error code, e.g. UNABLE_TO_LOCK_ROW.
struct FailureCount {
    std::string code;
    std::uint64_t rows = 0;
    /// The first full error text seen.
    std::string sample;

    bool is_of_locks() const { return code == "UNABLE_TO_LOCK_ROW"; }
};

/// Keeps the books of a load: every row has exactly one status at any time. Two bytes per row.
class ResultLedger {
public:
    explicit ResultLedger(std::size_t rows);

    /// Not for failures.
    void set(RowNumber row, RowStatus status);

    /// `error_text` as in a result file: `CODE:message:fields`. Beyond 254 different codes the
    /// rest counts under `OTHER`.
    void set_failed(RowNumber row, std::string_view error_text);

    RowStatus status(RowNumber row) const { return status_[row]; }

    /// The error code of a failed row.
    std::string_view failure_code(RowNumber row) const { return failures_[code_of_[row]].code; }

    std::uint64_t count(RowStatus status) const {
        return counts_[static_cast<std::size_t>(status)];
    }

    std::size_t rows() const { return status_.size(); }

    /// In order of first sight; codes whose rows all succeeded later show 0 rows.
    const std::vector<FailureCount>& failures() const { return failures_; }

    /// Every row counted once, and failures by code add up.
    void check_invariants() const;

private:
    void leave(RowNumber row);
    std::uint8_t code_number(std::string_view error_text);

    std::vector<RowStatus> status_;
    std::vector<std::uint8_t> code_of_;
    std::uint64_t counts_[k_row_statuses]{};
    std::vector<FailureCount> failures_;
    /// Neighbouring failures share their code nearly always.
    std::uint8_t last_code_ = 0;
};

}  // namespace rowlock
