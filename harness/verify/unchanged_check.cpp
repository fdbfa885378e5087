#include "harness/verify/unchanged_check.hpp"

#include "harness/replay/figures.hpp"
#include "harness/verify/record_scan.hpp"
#include "harness/verify/snapshot_diff.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace rowlock {
namespace {

constexpr const char* k_found_among_own = "it is one of the load's own now";

/// One object's comparison.
class UnchangedCheck {
public:
    UnchangedCheck(
        const OrgQuestions& org,
        const Baseline& baseline,
        const BaselineObject& object,
        FindingFiles& files
    )
        : org_(org), baseline_(baseline), object_(object), files_(files) {
        check_.name = "unchanged";
        check_.subject = object.object;
        files_.forget(object.object);
    }

    Result<ProofCheck> run(std::vector<RecordId> own) {
        auto before = read_record_prints(baseline_, object_);
        if (!before) return Failure{std::move(before.error())};
        auto compared = *before ? compare_records(std::move(**before), std::move(own))
                                : compare_totals(std::move(own));
        if (!compared) return Failure{std::move(compared.error())};
        return std::move(check_);
    }

private:
    Result<void> scan(const ScanFn& on_record) {
        const ScanQuestion question{
            {object_.object, object_.where}, object_.fields, object_.parent_fields};
        return scan_records(org_, question, on_record);
    }

    void add(ForeignChange change, const RecordId& id, std::string detail) {
        ++counts_[change];
        files_.add(check_, {name_of(change), id.text(), std::move(detail)});
    }

    Result<void> compare_records(std::vector<RecordPrint> before, std::vector<RecordId> own) {
        SnapshotDiff diff{std::move(before), std::move(own), baseline_.taken_ms};
        std::uint64_t own_left_out = 0;
        const auto read = scan([&](const ScannedRecord& record) -> Result<void> {
            const auto change = diff.take(record);
            const bool is_own = diff.is_own(record.id);
            if (change) add(*change, record.id, detail_of(*change, is_own));
            if (is_own && !diff.had(record.id)) ++own_left_out;
            return {};
        });
        if (!read) return read;
        if (auto named = name_missing(diff.missing()); !named) return named;
        describe(own_left_out);
        return {};
    }

    /// With a condition, what has only left its sight is still there.
    Result<void> name_missing(const std::vector<RecordId>& missing) {
        std::vector<RecordId> there;
        if (!missing.empty() && !object_.where.empty()) {
            auto ids = read_ids(org_, {object_.object, ""});
            if (!ids) return Failure{std::move(ids.error())};
            there = std::move(*ids);
        }
        for (const RecordId& id : missing) {
            if (std::binary_search(there.begin(), there.end(), id)) {
                add(ForeignChange::changed, id, "the baseline's condition does not find it now");
            } else {
                add(ForeignChange::deleted, id, "");
            }
        }
        return {};
    }

    std::string detail_of(ForeignChange change, bool is_own) const {
        if (is_own) return k_found_among_own;
        if (change == ForeignChange::moved) return "to another parent";
        if (change != ForeignChange::undeleted) return {};
        return object_.where.empty() ? "created before the baseline, which lacks it"
                                     : "created before the baseline, which lacks it; or its "
                                       "condition finds it only now";
    }

    void describe(std::uint64_t own_left_out) {
        std::string text;
        for (const auto& [change, count] : counts_) {
            if (!text.empty()) text += ", ";
            text += fmt::format("{} {}", grouped(count), name_of(change));
        }
        if (text.empty() && object_.records == 0) text = "the baseline had no records";
        if (text.empty()) text = counted(object_.records, "record") + " of the baseline unchanged";
        if (own_left_out > 0)
            text += fmt::format("; {} of the load's own not looked at", grouped(own_left_out));
        check_.detail = std::move(text);
    }

    Result<void> compare_totals(std::vector<RecordId> own) {
        std::uint64_t records = 0;
        ContentHash content;
        const auto read = scan([&](const ScannedRecord& record) -> Result<void> {
            if (std::binary_search(own.begin(), own.end(), record.id)) return {};
            ++records;
            content += record.content;
            name_recent(record);
            return {};
        });
        if (!read) return read;
        if (records != object_.records || content != object_.content) {
            files_.add(
                check_,
                {"totals",
                 "",
                 fmt::format(
                     "{} then, {} now; their sums are {}",
                     counted(object_.records, "record"),
                     grouped(records),
                     content == object_.content ? "the same" : "different"
                 )}
            );
        }
        check_.detail = check_.status == ProofStatus::passed
                            ? counted(records, "record") + " with the same sum of contents"
                            : "the baseline kept only totals: records without a newer "
                              "SystemModstamp, and deleted ones, cannot be named";
        return {};
    }

    /// All that can be said of one record where only totals are known.
    void name_recent(const ScannedRecord& record) {
        const bool is_recent = record.modified_ms && object_.modified &&
                               *record.modified_ms > object_.modified->last_ms;
        if (!is_recent) return;
        add(is_newer(record, baseline_.taken_ms) ? ForeignChange::created : ForeignChange::changed,
            record.id,
            "by its SystemModstamp");
    }

    const OrgQuestions& org_;
    const Baseline& baseline_;
    const BaselineObject& object_;
    FindingFiles& files_;
    ProofCheck check_;
    std::map<ForeignChange, std::uint64_t> counts_;
};

}  // namespace

Result<ProofCheck> check_unchanged(
    const OrgQuestions& org,
    const Baseline& baseline,
    const BaselineObject& object,
    std::vector<RecordId> own,
    FindingFiles& files
) {
    return UnchangedCheck{org, baseline, object, files}.run(std::move(own));
}

}  // namespace rowlock
