#include "checks/plan/shared_keys.hpp"

namespace rowlock {

SharedKeyLists list_shared_keys(
    const PlanProblem& problem,
    std::span<const std::uint32_t> batch_of_row,
    std::uint32_t batch_count
) {
    SharedKeyLists lists;
    std::vector<KeyNo> last_key(batch_count, k_no_key);
    for (KeyNo key = 0; key < problem.roots().key_count(); ++key) {
        const auto rows = problem.rows_by_root().of(key);
        if (rows.size() < 2) continue;
        const std::size_t begin = lists.batches.size();
        for (const RowNo row : rows) {
            const std::uint32_t batch = batch_of_row[row];
            if (last_key[batch] == key) continue;
            last_key[batch] = key;
            lists.batches.push_back(batch);
        }
        if (lists.batches.size() - begin < 2) {
            lists.batches.resize(begin);
        } else {
            lists.ends.push_back(lists.batches.size());
        }
    }
    return lists;
}

}  // namespace rowlock
