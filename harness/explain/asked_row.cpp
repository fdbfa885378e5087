#include "harness/explain/asked_row.hpp"

#include "harness/count/job_reader.hpp"
#include "harness/load/closest_word.hpp"
#include "mockorg/base/counted.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/base/result.hpp"

#include <fmt/core.h>

#include <utility>
#include <vector>

namespace rowlock {
Result<void> check_id(std::string_view option, const std::string& id) {
    if (RecordId::parse(id)) return {};
    return misuse(
        fmt::format("{} {}: no id, which has 15 characters, or 18 that fit together", option, id)
    );
}

Result<void> check_job_of(const LedgerReport& report, const std::string& job) {
    std::vector<std::string_view> known;
    const auto asked = RecordId::parse(job);
    for (const NamedParty& party : report.parties) {
        if (party.kind != NamedParty::Kind::bulk) continue;
        if (asked && RecordId::parse(party.name) == asked) return {};
        known.push_back(party.name);
    }
    const std::string_view near = closest_word(job, known);
    return misuse(fmt::format(
        "--job {}: the ledger speaks of no such job{}",
        job,
        near.empty() ? std::string{} : fmt::format("; did you mean {}?", near)
    ));
}

Result<void> check_row_of(const AskFn& ask, const std::string& job, std::uint64_t row) {
    std::uint64_t rows = 0;
    const auto facts = read_job(ask, job, [&](const JobRow&) { ++rows; });
    if (!facts && facts.error().code == ErrorCode::not_found)
        return misuse(fmt::format("--job {}: {}", job, facts.error().message));
    if (!facts) return Failure{facts.error()};
    if (!facts->ended || row <= rows) return {};
    return misuse(fmt::format("--row {}: job {} has {}", row, job, counted(rows, "row")));
}

}  // namespace rowlock
