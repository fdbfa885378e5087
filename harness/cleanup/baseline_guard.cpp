#include "harness/cleanup/baseline_guard.hpp"

#include "mockorg/base/counted.hpp"
#include "mockorg/codec/dates.hpp"

#include <fmt/core.h>

namespace rowlock {

Result<void> refuse_older(
    const OrgQuestions& org,
    const HangingRecords& records,
    const BaselineGuard& guard,
    const std::string& what,
    const std::string& advice
) {
    std::string created_by = "CreatedDate <= ";
    append_z_datetime(created_by, guard.taken_ms);
    const HangingRecords older = records.with(created_by);
    const auto found = find_records(org, older);
    if (!found) return Failure{found.error()};
    if (found->records == 0) return {};
    const auto ids = some_ids(org, older);
    if (!ids) return Failure{ids.error()};
    return fail(
        ErrorCode::bad_configuration,
        fmt::format(
            "{} {} of {} that were there when the baseline was taken: {}. Nothing was deleted; {}",
            what,
            counted(found->records, "record"),
            records.selection.object,
            *ids,
            advice
        )
    );
}

Result<void> check_not_in_baseline(
    const OrgQuestions& org, const RecordSelection& selection, const BaselineGuard& guard
) {
    return refuse_older(
        org, {selection, {}, nullptr}, guard, "the condition finds", "make the condition narrower"
    );
}

}  // namespace rowlock
