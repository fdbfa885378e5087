#include "checks/report/conflict_matrix.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace rowlock {
namespace {

constexpr std::size_t k_batches_max = 48;

/// Which of the batches chosen lock a key, and which may: a bit each.
struct KeyBatches {
    std::uint64_t hard = 0;
    std::uint64_t any = 0;
};

/// By batch, the batches it shares a key with.
using Partners = std::array<std::uint64_t, k_batches_max>;

void add_partners(std::uint64_t from, std::uint64_t to, Partners& partners) {
    if (std::popcount(to) < 2) return;
    for (std::uint64_t left = from; left != 0; left &= left - 1) {
        partners[static_cast<std::size_t>(std::countr_zero(left))] |= to;
    }
}

std::vector<std::uint32_t> choose_batches(std::size_t count) {
    const std::size_t chosen = std::min(count, k_batches_max);
    std::vector<std::uint32_t> batches;
    for (std::size_t i = 0; i < chosen; ++i) {
        batches.push_back(static_cast<std::uint32_t>(i * count / chosen));
    }
    return batches;
}

}  // namespace

ConflictMatrix make_conflict_matrix(const RowKeys& rows, const Batching& batching) {
    ConflictMatrix matrix;
    matrix.batches_in_load = batching.batches.size();
    matrix.batches = choose_batches(batching.batches.size());
    const std::size_t size = matrix.batches.size();
    std::vector<KeyBatches> keys(rows.key_count());
    for (std::size_t i = 0; i < size; ++i) {
        const std::uint64_t bit = std::uint64_t{1} << i;
        for (const RowNo row : batching.rows_of(batching.batches[matrix.batches[i]])) {
            for (const KeyUse use : rows.of(row)) {
                keys[use.key()].any |= bit;
                if (!use.soft()) keys[use.key()].hard |= bit;
            }
        }
    }
    Partners hard{};
    Partners any{};
    for (const KeyBatches& key : keys) {
        add_partners(key.hard, key.hard, hard);
        add_partners(key.any, key.any, any);
    }
    matrix.cells.assign(size * size, ConflictMatrix::Cell::apart);
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < size; ++j) {
            if (i == j) continue;
            if (!may_overlap(batching, matrix.batches[i], matrix.batches[j])) continue;
            const bool certain = (hard[i] >> j & 1) != 0;
            const bool possible = (any[i] >> j & 1) != 0;
            matrix.cells[i * size + j] = certain    ? ConflictMatrix::Cell::hard
                                         : possible ? ConflictMatrix::Cell::soft
                                                    : ConflictMatrix::Cell::clear;
        }
    }
    return matrix;
}

}  // namespace rowlock
