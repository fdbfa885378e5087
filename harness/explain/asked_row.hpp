#pragma once

#include "harness/query/record_query.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/explain/ledger_report.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace rowlock {

/// bad_configuration, naming the option, if the text is no record id of 15 or 18 characters.
Result<void> check_id(std::string_view option, const std::string& id);

/// bad_configuration, with the job that was probably meant, if no job of this id waited for locks
/// or held what others wanted: a ledger speaks of no others.
Result<void> check_job_of(const LedgerReport& report, const std::string& job);

/// bad_configuration if the org has no ingest job of this id, or it has ended with fewer rows;
/// `row` from 1. Other errors are those of asking. Reads the job's results.
Result<void> check_row_of(const AskFn& ask, const std::string& job, std::uint64_t row);

}  // namespace rowlock
