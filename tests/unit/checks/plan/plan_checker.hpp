#pragma once

#include "checks/plan/batch_plan.hpp"
#include "tests/unit/checks/bounds/drawn_rows.hpp"

#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace rowlock::test {

/// A small load: rows of keys, each row with a content of its own (unless two are the same row).
struct PlanCase {
    KeyLists lists;
    std::vector<std::uint32_t> bytes;
    std::vector<std::uint64_t> contents;
    std::vector<std::uint32_t> key_rank;
    PlanOptions options;

    BatchPlan plan() const {
        const RowKeys rows = rows_of(lists);
        return plan_batches({rows, bytes, key_rank, contents, {}}, options);
    }
};

inline rc::Gen<PlanCase> any_plan_case() {
    return rc::gen::exec([] {
        PlanCase drawn;
        drawn.lists = *any_rows(*rc::gen::element(2, 6, 14));
        for (std::size_t row = 0; row < drawn.lists.size(); ++row) {
            drawn.bytes.push_back(*rc::gen::inRange<std::uint32_t>(1, 9));
            drawn.contents.push_back(1000 - row * 7);
        }
        drawn.options.limits.rows = *rc::gen::inRange<std::uint32_t>(1, 8);
        drawn.options.limits.header_bytes = 2;
        drawn.options.limits.bytes = *rc::gen::element<std::uint64_t>(7, 20, 1'000);
        drawn.options.workers = *rc::gen::inRange<std::uint32_t>(1, 5);
        drawn.options.objective =
            *rc::gen::element(PlanObjective::safety, PlanObjective::time, PlanObjective::batches);
        return drawn;
    });
}

/// The batches as sets of contents, in no order.
inline std::multiset<std::multiset<std::uint64_t>> batch_contents(
    const BatchPlan& plan, const std::vector<std::uint64_t>& contents
) {
    std::multiset<std::multiset<std::uint64_t>> batches;
    for (const PlannedBatch& batch : plan.batching.batches) {
        std::multiset<std::uint64_t> set;
        for (const RowNo row : plan.batching.rows_of(batch)) set.insert(contents[row]);
        batches.insert(set);
    }
    return batches;
}

/// The keys of each batch, collected row by row.
inline std::vector<std::set<KeyNo>> batch_keys(const BatchPlan& plan, const KeyLists& lists) {
    std::vector<std::set<KeyNo>> keys;
    for (const PlannedBatch& batch : plan.batching.batches) {
        auto& set = keys.emplace_back();
        for (const RowNo row : plan.batching.rows_of(batch)) {
            set.insert(lists[row].begin(), lists[row].end());
        }
    }
    return keys;
}

inline bool share(const std::set<KeyNo>& a, const std::set<KeyNo>& b) {
    return std::any_of(a.begin(), a.end(), [&](KeyNo key) { return b.count(key) > 0; });
}

/// I1 to I3: every row once, no batch empty or above its limits unless it is one row alone.
inline void check_division(const BatchPlan& plan, const PlanCase& load) {
    std::vector<RowNo> all(load.lists.size());
    std::iota(all.begin(), all.end(), RowNo{0});
    std::vector<RowNo> sent = plan.batching.order;
    std::sort(sent.begin(), sent.end());
    RC_ASSERT(sent == all);
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < plan.batching.batches.size(); ++i) {
        const PlannedBatch& batch = plan.batching.batches[i];
        RC_ASSERT(batch.first == next);
        RC_ASSERT(batch.rows > 0U);
        RC_ASSERT(batch.rows <= load.options.limits.rows);
        std::uint64_t bytes = 0;
        for (const RowNo row : plan.batching.rows_of(batch)) bytes += load.bytes[row];
        RC_ASSERT((plan.sizes[i] == LoadSize{batch.rows, bytes}));
        const std::uint64_t encoded = bytes + load.options.limits.header_bytes;
        RC_ASSERT(encoded <= load.options.limits.bytes || batch.rows == 1);
        next += batch.rows;
    }
    RC_ASSERT(next == all.size());
}

/// I4: batches that may run together share no key; and the plan names exactly those that do.
inline void check_conflicts(const BatchPlan& plan, const PlanCase& load) {
    const auto keys = batch_keys(plan, load.lists);
    const auto& batches = plan.batching.batches;
    for (std::uint32_t a = 0; a < batches.size(); ++a) {
        const auto named = plan.conflicts.of(a);
        for (std::uint32_t b = 0; b < batches.size(); ++b) {
            if (a == b) continue;
            const bool conflict = share(keys[a], keys[b]);
            if (may_overlap(batches[a], batches[b])) RC_ASSERT(!conflict);
            if (batches[a].lane == BatchLane::serial) continue;
            RC_ASSERT(conflict == (std::count(named.begin(), named.end(), b) == 1));
        }
    }
}

/// The starts that the plan predicts: nobody beside a conflict, no more than the workers at a time,
/// nobody later than need be.
inline void check_feed(const BatchPlan& plan, const PlanCase& load) {
    const auto keys = batch_keys(plan, load.lists);
    const std::size_t count = plan.sizes.size();
    std::vector<Duration> ends;
    for (std::size_t i = 0; i < count; ++i) {
        ends.push_back(plan.starts[i] + load.options.cost.of(plan.sizes[i].rows));
    }
    Duration last{};
    for (std::size_t a = 0; a < count; ++a) {
        last = std::max(last, ends[a]);
        std::size_t running = 0;
        for (std::size_t b = 0; b < count; ++b) {
            if (plan.starts[b] <= plan.starts[a] && plan.starts[a] < ends[b]) ++running;
            const bool apart = ends[a] <= plan.starts[b] || ends[b] <= plan.starts[a];
            if (a != b && share(keys[a], keys[b])) RC_ASSERT(apart);
            // The earlier one in the plan goes first.
            if (a < b && share(keys[a], keys[b])) RC_ASSERT(ends[a] <= plan.starts[b]);
        }
        RC_ASSERT(running <= load.options.workers);
        const bool at_an_event = plan.starts[a] == Duration{} ||
                                 std::find(ends.begin(), ends.end(), plan.starts[a]) != ends.end();
        RC_ASSERT(at_an_event);
    }
    RC_ASSERT(plan.makespan == last);
}

/// No more at a time than there are workers, than there are batches, and than the rows of a key
/// that run one after another leave to do beside them.
inline void check_parallelism(const BatchPlan& plan, Duration done, double parallelism) {
    if (plan.batching.batches.empty()) return;
    constexpr double k_rounding = 1 + 1e-6;
    const double work = to_seconds(done);
    const double workers = to_seconds(plan.bounds.work) / to_seconds(plan.bounds.work_share);
    RC_ASSERT(parallelism <= workers * k_rounding);
    RC_ASSERT(parallelism <= static_cast<double>(plan.batching.batches.size()) * k_rounding);
    const Duration chain = std::max(plan.bounds.hottest_key_time, plan.bounds.triangle_time);
    if (chain > Duration{}) RC_ASSERT(parallelism <= work / to_seconds(chain) * k_rounding);
}

/// I11: what the plan says of itself, counted again; no plan beats the bounds.
inline void check_claims(const BatchPlan& plan, const PlanCase& load) {
    std::map<KeyNo, std::set<std::size_t>> batches_of;
    std::set<std::tuple<std::size_t, std::size_t, KeyNo>> acquisitions;
    for (std::size_t i = 0; i < plan.batching.batches.size(); ++i) {
        std::size_t place = 0;
        for (const RowNo row : plan.batching.rows_of(plan.batching.batches[i])) {
            for (const KeyNo key : load.lists[row]) {
                batches_of[key].insert(i);
                acquisitions.insert({i, place / k_chunk_rows, key});
            }
            ++place;
        }
    }
    std::uint64_t shared = 0;
    for (const auto& [key, batches] : batches_of) shared += batches.size() > 1 ? 1U : 0U;
    RC_ASSERT(plan.key_usage.shared_keys == shared);
    RC_ASSERT(plan.key_usage.acquisitions == acquisitions.size());
    RC_ASSERT(plan.bounds.makespan <= plan.makespan);
    RC_ASSERT(plan.gap() >= 0);
    RC_ASSERT(plan.bounds.makespan <= plan.likely);
    Duration work{};
    for (const LoadSize& size : plan.sizes) work += load.options.cost.of(size.rows);
    RC_ASSERT(plan.work == work);
    check_parallelism(plan, plan.bounds.work, plan.parallelism());
    check_parallelism(plan, work, plan.at_work());
    check_parallelism(plan, work, plan.likely_at_work());
    RC_ASSERT(plan.bounds.batches_min <= plan.batching.batches.size());
    std::size_t oversize = 0;
    for (const std::uint32_t bytes : load.bytes) {
        oversize += bytes > load.options.limits.row_bytes() ? 1U : 0U;
    }
    RC_ASSERT(plan.oversize_rows.size() == oversize);
}

}  // namespace rowlock::test
