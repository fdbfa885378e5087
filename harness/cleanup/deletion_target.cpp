#include "harness/cleanup/deletion_target.hpp"

#include "harness/verify/record_scan.hpp"
#include "mockorg/base/hash.hpp"

#include <algorithm>
#include <iterator>

namespace rowlock {
namespace {

std::uint64_t fingerprint_of(const std::vector<RecordId>& ids) {
    std::uint64_t fingerprint = ids.size();
    for (const RecordId& id : ids)
        fingerprint = hash_combine(fingerprint, hash_text(id.short_text()));
    return fingerprint;
}

}  // namespace

std::shared_ptr<const RecordPick> pick_ids(std::string what, std::vector<RecordId> ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    auto pick = std::make_shared<RecordPick>();
    pick->what = std::move(what);
    pick->fingerprint = fingerprint_of(ids);
    pick->records_max = ids.size();
    pick->find = [ids = std::move(ids)](
                     const OrgQuestions& org, const RecordSelection& selection
                 ) -> Result<std::vector<RecordId>> {
        const auto there = read_ids(org, selection);
        if (!there) return Failure{there.error()};
        std::vector<RecordId> found;
        std::set_intersection(
            there->begin(), there->end(), ids.begin(), ids.end(), std::back_inserter(found)
        );
        return found;
    };
    return pick;
}

std::shared_ptr<const RecordPick> pick_keys(std::string what, LoadKeys keys) {
    auto pick = std::make_shared<RecordPick>();
    pick->what = std::move(what);
    pick->fingerprint = keys.fingerprint();
    pick->records_max = keys.size();
    pick->find = [keys = std::move(keys)](
                     const OrgQuestions& org, const RecordSelection& selection
                 ) { return read_own_ids(org, selection, keys); };
    return pick;
}

std::string DeletionTarget::text() const {
    return pick == nullptr ? "with " + selection.where : pick->what;
}

Result<std::uint64_t> count_records(const OrgQuestions& org, const DeletionTarget& target) {
    if (target.pick == nullptr) return count_records(org.ask, target.selection);
    return read_ids(org, target).map([](const auto& ids) -> std::uint64_t { return ids.size(); });
}

Result<std::uint64_t> count_in_recycle_bin(const OrgQuestions& org, const DeletionTarget& target) {
    if (target.pick == nullptr) return count_in_recycle_bin(org.ask, target.selection);
    return target.pick->find(org.with_deleted(), in_recycle_bin(target.selection))
        .map([](const auto& ids) -> std::uint64_t { return ids.size(); });
}

Result<std::vector<RecordId>> read_ids(const OrgQuestions& org, const DeletionTarget& target) {
    if (target.pick == nullptr) return read_ids(org, target.selection);
    return target.pick->find(org, target.selection);
}

}  // namespace rowlock
