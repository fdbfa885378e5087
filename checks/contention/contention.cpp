#include "checks/contention/contention.hpp"

#include "checks/contention/batch_order.hpp"
#include "checks/contention/feed_meetings.hpp"
#include "checks/contention/key_lists.hpp"
#include "checks/contention/nearest_pass.hpp"
#include "checks/contention/wanting_row.hpp"

#include <algorithm>
#include <cmath>

namespace rowlock {
namespace {

std::vector<Witness> witnesses_of(
    const std::vector<Meeting>& meetings,
    const RowKeys& keys,
    const Batching& batching,
    const BatchOrder& order,
    KeyReading reading
) {
    std::vector<Witness> witnesses;
    for (const Meeting& meeting : meetings) {
        std::uint32_t first = order.places()[meeting.first_place].batch;
        std::uint32_t second = order.places()[meeting.second_place].batch;
        if (first > second) std::swap(first, second);
        const auto row_in = [&](std::uint32_t batch) {
            const auto rows = batching.rows_of(batching.batches[batch]);
            return find_wanting_row(keys, rows, meeting.key, reading);
        };
        const auto [first_row, first_soft] = row_in(first);
        const auto [second_row, second_soft] = row_in(second);
        witnesses.push_back(
            {meeting.key, {first, first_row}, {second, second_row}, first_soft || second_soft}
        );
    }
    return witnesses;
}

std::uint64_t pairs_on(
    const std::vector<std::uint32_t>& distance,
    const RowKeys& keys,
    const Batching& batching,
    const BatchOrder& order,
    KeyReading reading,
    std::size_t bytes_max
) {
    std::vector<bool> conflicting(distance.size());
    for (std::size_t key = 0; key < distance.size(); ++key) {
        conflicting[key] = distance[key] != NearestMeetings::k_never;
    }
    std::vector<std::uint32_t> sequence;
    for (const BatchOrder::Place& place : order.places()) sequence.push_back(place.batch);
    const KeyLists lists = make_key_lists(keys, batching, sequence, reading, conflicting);
    return count_pairs(
        lists,
        sequence.size(),
        bytes_max,
        [&](std::uint32_t place, std::span<std::uint64_t> bits) {
            order.keep_overlapping(place, bits);
        }
    );
}

Contention check_reading(
    const RowKeys& keys,
    const Batching& batching,
    const BatchOrder& order,
    const ContentionOptions& options,
    KeyReading reading
) {
    NearestMeetings nearest = find_nearest_meetings(
        keys, batching, order, reading, options.witnesses_max, options.threads
    );
    add_feed_meetings(keys, order, reading, options.witnesses_max, nearest);
    Contention result;
    for (const Window& window : options.windows) result.windows.push_back({window});
    for (const std::uint32_t distance : nearest.distance) {
        if (distance == NearestMeetings::k_never) continue;
        ++result.conflicting_keys;
        for (WindowVerdict& verdict : result.windows) {
            if (distance <= verdict.window.reach()) ++verdict.conflicting_keys;
        }
    }
    result.overlapping_pairs = order.overlapping_pairs();
    result.witnesses = witnesses_of(nearest.first, keys, batching, order, reading);
    if (options.count_pairs) {
        result.conflicting_pairs =
            result.safe()
                ? 0
                : pairs_on(
                      nearest.distance, keys, batching, order, reading, options.matrix_bytes_max
                  );
    }
    return result;
}

}  // namespace

std::uint64_t Window::reach() const {
    return (std::uint64_t{in_flight} - 1) *
           static_cast<std::uint64_t>(std::ceil(std::max(duration_ratio, 1.0)));
}

ContentionReport check_contention(
    const RowKeys& keys, const Batching& batching, const ContentionOptions& options
) {
    const BatchOrder order{batching};
    ContentionReport report;
    report.hard = check_reading(keys, batching, order, options, KeyReading::hard);
    report.all = keys.has_soft() ? check_reading(keys, batching, order, options, KeyReading::all)
                                 : report.hard;
    return report;
}

}  // namespace rowlock
