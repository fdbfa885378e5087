#include "checks/contention/chunk_exposure.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace rowlock {
namespace {

constexpr std::uint32_t k_no_list = std::numeric_limits<std::uint32_t>::max();

/// The chunks of one batch in which it wants a key.
struct Span {
    std::uint32_t batch = 0;
    std::uint32_t first = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t last = 0;
};

/// One span for each entry of the lists.
std::vector<Span> spans_of(
    const RowKeys& keys,
    const Batching& batching,
    const KeyLists& lists,
    KeyReading reading,
    std::uint32_t rows_per_chunk
) {
    std::vector<std::uint32_t> list_of(keys.key_count(), k_no_list);
    for (std::size_t i = 0; i < lists.count(); ++i) {
        list_of[lists.keys[i]] = static_cast<std::uint32_t>(i);
    }
    // Lists and batches go up together: the current entry of a list is the first not left behind.
    std::vector<std::uint64_t> entry_of(lists.starts.begin(), lists.starts.end() - 1);
    std::vector<Span> spans(lists.places.size());
    for (std::uint32_t batch = 0; batch < batching.batches.size(); ++batch) {
        const auto rows = batching.rows_of(batching.batches[batch]);
        for (std::uint32_t i = 0; i < rows.size(); ++i) {
            for (const KeyUse use : keys.of(rows[i])) {
                const std::uint32_t list = list_of[use.key()];
                if (!counts(use, reading) || list == k_no_list) continue;
                std::uint64_t& entry = entry_of[list];
                if (lists.places[entry] != batch) ++entry;
                Span& span = spans[entry];
                span.batch = batch;
                span.first = std::min(span.first, i / rows_per_chunk);
                span.last = i / rows_per_chunk;
            }
        }
    }
    return spans;
}

bool any_overlap(std::span<const Span> spans, const Batching& batching) {
    for (std::size_t a = 0; a < spans.size(); ++a) {
        for (std::size_t b = a + 1; b < spans.size(); ++b) {
            if (may_overlap(batching.batches[spans[a].batch], batching.batches[spans[b].batch])) {
                return true;
            }
        }
    }
    return false;
}

/// Whether two spans, of batches that may run at the same time, have a chunk in common.
bool any_exposed(std::span<Span> spans, const Batching& batching) {
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) {
        return a.first != b.first ? a.first < b.first : a.batch < b.batch;
    });
    std::vector<Span> open;
    for (const Span& span : spans) {
        std::erase_if(open, [&](const Span& other) { return other.last < span.first; });
        const bool met = std::any_of(open.begin(), open.end(), [&](const Span& other) {
            return may_overlap(batching.batches[other.batch], batching.batches[span.batch]);
        });
        if (met) return true;
        open.push_back(span);
    }
    return false;
}

}  // namespace

ChunkExposure measure_chunk_exposure(
    const RowKeys& keys, const Batching& batching, KeyReading reading, std::uint32_t rows_per_chunk
) {
    std::vector<std::uint32_t> sequence(batching.batches.size());
    std::iota(sequence.begin(), sequence.end(), 0U);
    const KeyLists lists = make_key_lists(keys, batching, sequence, reading, {});
    if (lists.count() == 0) return {};
    std::vector<Span> spans = spans_of(keys, batching, lists, reading, rows_per_chunk);
    ChunkExposure exposure;
    for (std::size_t i = 0; i < lists.count(); ++i) {
        const std::uint64_t begin = lists.starts[i];
        const std::span own = std::span{spans}.subspan(begin, lists.starts[i + 1] - begin);
        if (any_exposed(own, batching)) {
            ++exposure.exposed_keys;
            ++exposure.conflicting_keys;
        } else if (any_overlap(own, batching)) {
            ++exposure.conflicting_keys;
        }
    }
    return exposure;
}

}  // namespace rowlock
