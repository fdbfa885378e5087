#include "checks/plan/key_usage.hpp"

#include "checks/model/side_by_side.hpp"

#include <vector>

namespace rowlock {
namespace {

/// Counts for some of a plan's batches, one behind the other.
class UsageCounter {
public:
    explicit UsageCounter(const RowKeys& keys) : keys_(keys), last_(keys.key_count()) {}

    void count(std::span<const RowNo> order, std::span<const LoadSize> batches) {
        std::size_t begin = 0;
        for (const LoadSize& batch : batches) {
            ++batch_;
            for (std::size_t i = 0; i < batch.rows; ++i) {
                if (i % k_chunk_rows == 0) ++chunk_;
                // Rows may lie anywhere: fetch a later one's keys meanwhile.
                const std::size_t later = begin + i + k_fetch_ahead;
                if (later < order.size()) __builtin_prefetch(keys_.of(order[later]).data());
                count_row(order[begin + i]);
            }
            begin += batch.rows;
        }
    }

    std::uint64_t acquisitions() const { return acquisitions_; }

    /// Batches that have the key: 0, 1, or 2 for more.
    unsigned batches_of(KeyNo key) const {
        if (last_[key].batch == k_shared) return 2;
        return last_[key].batch == 0 ? 0 : 1;
    }

private:
    struct LastUse {
        std::uint32_t chunk = 0;
        std::uint32_t batch = 0;
    };

    static constexpr std::uint32_t k_shared = ~std::uint32_t{0};
    static constexpr std::size_t k_fetch_ahead = 16;

    void count_row(RowNo row) {
        for (const KeyUse use : keys_.of(row)) {
            LastUse& seen = last_[use.key()];
            if (seen.chunk == chunk_) continue;
            ++acquisitions_;
            seen.chunk = chunk_;
            if (seen.batch == batch_ || seen.batch == k_shared) continue;
            seen.batch = seen.batch == 0 ? batch_ : k_shared;
        }
    }

    const RowKeys& keys_;
    std::vector<LastUse> last_;
    std::uint32_t chunk_ = 0;
    std::uint32_t batch_ = 0;
    std::uint64_t acquisitions_ = 0;
};

}  // namespace

KeyUsage count_key_usage(
    const RowKeys& keys,
    std::span<const RowNo> order,
    std::span<const LoadSize> batches,
    unsigned threads
) {
    // Batches are counted in two halves, whether two threads do it or one.
    const auto front = batches.first(batches.size() / 2);
    std::size_t front_rows = 0;
    for (const LoadSize& batch : front) front_rows += batch.rows;
    UsageCounter first{keys};
    UsageCounter second{keys};
    side_by_side(
        threads,
        [&] { first.count(order.first(front_rows), front); },
        [&] { second.count(order.subspan(front_rows), batches.subspan(front.size())); }
    );
    KeyUsage usage;
    usage.acquisitions = first.acquisitions() + second.acquisitions();
    for (KeyNo key = 0; key < keys.key_count(); ++key) {
        if (first.batches_of(key) + second.batches_of(key) > 1) ++usage.shared_keys;
    }
    return usage;
}

}  // namespace rowlock
