#include "checks/forecast/chunk_sample.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rowlock {
namespace {

constexpr std::uint32_t k_nobody = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t k_several = k_nobody - 1;

/// By key: its number among the keys that several of the batches lock, in key order; k_nobody for
/// the others.
std::vector<std::uint32_t> number_shared_keys(
    const RowKeys& rows, const Batching& batching, std::size_t first, std::size_t end, bool soft
) {
    std::vector<std::uint32_t> owner(rows.key_count(), k_nobody);
    for (std::size_t i = first; i < end; ++i) {
        const auto batch = static_cast<std::uint32_t>(i - first);
        for (const RowNo row : batching.rows_of(batching.batches[i])) {
            for (const KeyUse use : rows.of(row)) {
                if (use.soft() && !soft) continue;
                std::uint32_t& known = owner[use.key()];
                known = known == k_nobody || known == batch ? batch : k_several;
            }
        }
    }
    std::uint32_t shared = 0;
    for (std::uint32_t& entry : owner) entry = entry == k_several ? shared++ : k_nobody;
    return owner;
}

/// Key numbers follow the order of first mention, not the platform's. Any order that all chunks
/// share keeps circles of waiters away, and which of two keys is taken first changes little else.
LockKey lock_key_of(std::uint32_t shared_key) {
    return LockKey::of(0, RecordHandle{ObjectNo{0}, shared_key});
}

class Cutter {
public:
    Cutter(
        const RowKeys& rows,
        const std::vector<std::uint32_t>& shared_keys,
        const ChunkCut& cut,
        ChunkSample& sample
    )
        : rows_(rows), shared_keys_(shared_keys), cut_(cut), sample_(sample) {}

    void add_batch(const Batching& batching, std::uint32_t number) {
        PlannedBatch plan = batching.batches[number];
        const OrderedRows rows = batching.rows_of(plan);
        const auto first_chunk = static_cast<std::uint32_t>(sample_.chunks.size());
        for (std::size_t at = 0; at < rows.size(); at += cut_.chunk_rows) {
            const auto size = std::min<std::size_t>(cut_.chunk_rows, rows.size() - at);
            add_chunk(rows.part(at, size));
        }
        const auto chunks = static_cast<std::uint32_t>(sample_.chunks.size());
        const std::vector<NumberRange>& held = held_apart(batching, number);
        const bool listed = sample_.feeds_by_list && plan.lane == BatchLane::feed;
        if (listed && held.empty()) plan.lane = BatchLane::parallel;
        sample_.batches.push_back(
            {plan, first_chunk, chunks - first_chunk, number, held, Duration{0}, 0}
        );
    }

private:
    void add_chunk(const OrderedRows& rows) {
        wanted_.clear();
        for (const RowNo row : rows) {
            for (const KeyUse use : rows_.of(row)) {
                if (use.soft() && !cut_.soft_keys) continue;
                const std::uint32_t shared = shared_keys_[use.key()];
                if (shared != k_nobody) wanted_.push_back(lock_key_of(shared));
            }
        }
        std::sort(wanted_.begin(), wanted_.end());
        wanted_.erase(std::unique(wanted_.begin(), wanted_.end()), wanted_.end());
        sample_.chunks.push_back(
            {static_cast<std::uint32_t>(rows.size()),
             static_cast<std::uint32_t>(sample_.keys.size()),
             static_cast<std::uint32_t>(wanted_.size())}
        );
        sample_.keys.insert(sample_.keys.end(), wanted_.begin(), wanted_.end());
    }

    const RowKeys& rows_;
    const std::vector<std::uint32_t>& shared_keys_;
    ChunkCut cut_;
    ChunkSample& sample_;
    std::vector<LockKey> wanted_;
};

/// How many chunks lock a key: in all, and in the batch at hand.
struct KeyCounts {
    std::uint32_t in_all = 0;
    std::uint32_t in_batch = 0;
    std::uint32_t batch = k_nobody;
};

/// For each chunk the expected number of keys it shares with a chunk of another batch.
std::vector<double> expectations(const ChunkSample& sample) {
    std::vector<KeyCounts> counts(sample.shared_keys);
    for (const LockKey key : sample.keys) ++counts[key.record().row].in_all;
    std::vector<double> expected;
    for (std::uint32_t b = 0; b < sample.batches.size(); ++b) {
        const ChunkSample::Batch& batch = sample.batches[b];
        const auto chunks = std::span{sample.chunks}.subspan(batch.first_chunk, batch.chunk_count);
        for (const ChunkSample::Chunk& chunk : chunks) {
            for (const LockKey key : sample.keys_of(chunk)) {
                KeyCounts& count = counts[key.record().row];
                if (count.batch != b) count = {count.in_all, 0, b};
                ++count.in_batch;
            }
        }
        const auto others = static_cast<double>(sample.chunks.size() - chunks.size());
        for (const ChunkSample::Chunk& chunk : chunks) {
            std::uint64_t elsewhere = 0;
            for (const LockKey key : sample.keys_of(chunk)) {
                const KeyCounts& count = counts[key.record().row];
                elsewhere += count.in_all - count.in_batch;
            }
            expected.push_back(others == 0.0 ? 0.0 : static_cast<double>(elsewhere) / others);
        }
    }
    return expected;
}

}  // namespace

ChunkSample cut_chunks(
    const RowKeys& rows,
    const Batching& batching,
    std::size_t first,
    std::size_t count,
    const ChunkCut& cut
) {
    const std::size_t end = std::min(batching.batches.size(), first + count);
    const auto shared_keys = number_shared_keys(rows, batching, first, end, cut.soft_keys);
    ChunkSample sample;
    sample.feeds_by_list = !batching.held_apart.empty();
    for (const std::uint32_t number : shared_keys) sample.shared_keys += number != k_nobody ? 1 : 0;
    Cutter cutter{rows, shared_keys, cut, sample};
    for (std::size_t i = first; i < end; ++i) {
        cutter.add_batch(batching, static_cast<std::uint32_t>(i));
    }
    return sample;
}

ChunkOverlap measure_overlap(const ChunkSample& sample) {
    const std::vector<double> expected = expectations(sample);
    if (expected.empty()) return {};
    const auto count = static_cast<double>(expected.size());
    double sum = 0.0;
    for (const double value : expected) sum += value;
    const double mean = sum / count;
    if (mean == 0.0) return {};
    double squares = 0.0;
    for (const double value : expected) squares += (value - mean) * (value - mean);
    return {mean, std::sqrt(squares / count) / mean};
}

}  // namespace rowlock
