#include "checks/plan/key_usage.hpp"

#include "tests/unit/checks/plan/plan_checker.hpp"

namespace rowlock {
namespace {

/// Counted by sets.
KeyUsage counted_slowly(
    const test::KeyLists& lists,
    const std::vector<RowNo>& order,
    const std::vector<LoadSize>& batches
) {
    std::set<std::pair<std::size_t, KeyNo>> locks;
    std::map<KeyNo, std::set<std::size_t>> batches_of;
    std::size_t next = 0;
    for (std::size_t batch = 0; batch < batches.size(); ++batch) {
        for (std::uint64_t i = 0; i < batches[batch].rows; ++i) {
            for (const KeyNo key : lists[order[next]]) {
                locks.insert({batch * 100 + i / k_chunk_rows, key});
                batches_of[key].insert(batch);
            }
            ++next;
        }
    }
    KeyUsage usage;
    usage.acquisitions = locks.size();
    for (const auto& [key, own] : batches_of) usage.shared_keys += own.size() > 1 ? 1U : 0U;
    return usage;
}

TEST_CASE("keys are counted as by hand, by one thread and by two") {
    rc::prop("for batches of less and of more than a transaction", [] {
        const auto lists = *test::any_rows(6);
        std::vector<RowNo> order;
        std::vector<LoadSize> batches;
        const int count = lists.empty() ? 0 : *rc::gen::inRange(0, 6);
        for (int i = 0; i < count; ++i) {
            const auto rows = *rc::gen::element<std::uint64_t>(1, 3, 199, 201, 430);
            batches.push_back({rows, 0});
            for (std::uint64_t row = 0; row < rows; ++row) {
                order.push_back(static_cast<RowNo>((row + order.size()) % lists.size()));
            }
        }
        const KeyUsage wanted = counted_slowly(lists, order, batches);
        for (const unsigned threads : {1U, 2U}) {
            const KeyUsage found = count_key_usage(test::rows_of(lists), order, batches, threads);
            RC_ASSERT(found.acquisitions == wanted.acquisitions);
            RC_ASSERT(found.shared_keys == wanted.shared_keys);
        }
    });
}

}  // namespace
}  // namespace rowlock
