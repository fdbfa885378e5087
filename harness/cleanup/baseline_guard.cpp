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
    const OrgQuestions& org, const DeletionTarget& target, const BaselineGuard& guard
) {
    if (target.pick == nullptr) {
        return refuse_older(
            org,
            {target.selection, {}, nullptr},
            guard,
            "the condition finds",
            "make the condition narrower"
        );
    }
    auto ids = read_ids(org, target);
    if (!ids) return Failure{std::move(ids.error())};
    const auto meant = std::make_shared<const std::vector<RecordId>>(std::move(*ids));
    return refuse_older(
        org,
        {target.selection, "Id", meant},
        guard,
        "among " + target.selection.object + " " + target.text() + " are",
        "--replay-journal and --jobs find what was created alone, --where what a condition says"
    );
}

}  // namespace rowlock
