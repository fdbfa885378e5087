#include "checks/report/check_report.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

namespace rowlock {
namespace {

constexpr std::array<std::string_view, 5> k_verdict_names = {
    "safe", "incomplete", "soft-conflicts", "unreadable", "unsafe"};

}  // namespace

std::string_view name_of(CheckVerdict verdict) {
    return k_verdict_names.at(static_cast<std::size_t>(verdict));
}

CheckVerdict CheckReport::verdict() const {
    if (hard.keys > 0) return CheckVerdict::unsafe;
    if (load.unreadable_rows > 0) return CheckVerdict::unreadable;
    if (all.keys > 0) return CheckVerdict::soft_conflicts;
    return unresolved.empty() ? CheckVerdict::safe : CheckVerdict::incomplete;
}

std::vector<SkewPart::Bucket> skew_histogram(const std::vector<std::uint64_t>& rows_of_parents) {
    std::array<SkewPart::Bucket, 64> buckets{};
    std::size_t used = 0;
    for (const std::uint64_t rows : rows_of_parents) {
        if (rows == 0) continue;
        const auto power = static_cast<std::size_t>(63 - std::countl_zero(rows));
        ++buckets[power].parents;
        buckets[power].rows += rows;
        used = std::max(used, power + 1);
    }
    std::vector<SkewPart::Bucket> histogram;
    for (std::size_t power = 0; power < used; ++power) {
        SkewPart::Bucket bucket = buckets[power];
        bucket.from = std::uint64_t{1} << power;
        bucket.to = 2 * bucket.from - 1;
        histogram.push_back(bucket);
    }
    return histogram;
}

std::vector<std::string> standing_assumptions(const CheckedLoad& load) {
    std::vector<std::string> sentences = {
        "Durations are unknown, so any two parallel batches may run at the same time, in any "
        "order.",
        "Rows lock what the lock rules say; nothing else is known to lock (`--explain ID` names "
        "the "
        "rules).",
    };
    if (load.loads == 1) {
        sentences.emplace_back(
            "Nobody else writes meanwhile: no users, triggers on other objects, async Apex or "
            "other "
            "jobs."
        );
    } else {
        sentences.emplace_back("Nobody writes meanwhile but the loads given.");
    }
    if (load.serial_batches > 0 && load.bulk2) {
        sentences.emplace_back(
            "Bulk API 2.0 has no Serial mode, so the client keeps one batch of the serial lane in "
            "flight: it sends each as a job of its own when the one before is done."
        );
    }
    if (load.serial_batches > 0 && !load.bulk2) {
        sentences.emplace_back(
            "Serial jobs run one batch at a time in the whole org, but beside the parallel ones."
        );
    }
    if (load.feed_batches > 0) {
        sentences.emplace_back(
            "The client of a controlled feed starts a batch only when no running batch of its "
            "group "
            "shares a record with it."
        );
    }
    if (load.phases > 1) {
        sentences.emplace_back("A phase starts when all batches of the one before are done.");
    }
    return sentences;
}

}  // namespace rowlock
