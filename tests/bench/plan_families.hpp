#pragma once

#include "checks/bounds/batch_limits.hpp"
#include "checks/model/row_keys.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock::bench {

/// A generated load as planners see it. Keys are numbered as they turn up in the shuffled rows.
struct FamilyLoad {
    std::string name;
    RowKeys rows;
    std::vector<std::uint32_t> row_bytes;
    std::vector<std::uint32_t> key_rank;
    std::vector<std::uint64_t> row_rank;
    BatchLimits limits;
};

/// Each parent has exactly `children` rows. [planning facts 7.1: F1]
FamilyLoad even_parents(std::uint32_t rows, std::uint32_t children);

/// Each row draws one of `parents` (F1 as a multinomial draw).
FamilyLoad drawn_parents(std::uint32_t rows, std::uint32_t parents);

/// Parents drawn by Zipf's law with this exponent (F2).
FamilyLoad zipf_parents(std::uint32_t rows, std::uint32_t parents, double exponent);

/// One parent of 5 % of the rows, 20 of 0.75 %, the rest ten rows each (F3).
FamilyLoad giant_parents(std::uint32_t rows);

/// Tasks of a contact and an opportunity and their accounts; in `cross_percent` of them these are
/// of different accounts (F4). Ten tasks, two contacts and two opportunities for each account.
FamilyLoad crossed_tasks(std::uint32_t rows, double cross_percent);

/// Row i has keys i and i + 1 (F5).
FamilyLoad path(std::uint32_t rows);

/// Rows that join any of `side` keys of one kind to any of as many of another (F6).
FamilyLoad junction(std::uint32_t rows, std::uint32_t side);

/// Ten rows for each parent, 30 % without one (F7).
FamilyLoad sparse_parents(std::uint32_t rows);

/// One parent (F8).
FamilyLoad single_parent(std::uint32_t rows);

/// Rows of 20 kB, ten for each parent (F9).
FamilyLoad large_rows(std::uint32_t rows);

/// Ten rows for each parent, which every row names in another form of its id: of 15 characters, of
/// 18, or of 18 in one letter case (F10).
FamilyLoad mixed_id_forms(std::uint32_t rows);

/// Parents with `children` rows each, just too many to fill a batch of `limits` well (F11).
FamilyLoad awkward_parents(std::uint32_t rows, std::uint32_t children, std::uint32_t batch_rows);

/// Schedules of lines of opportunities of accounts, each locking all its ancestors (F12).
FamilyLoad hierarchy(std::uint32_t rows);

/// Ten rows for each parent; every second row also has one of 50 keys that everybody shares.
FamilyLoad shared_hubs(std::uint32_t rows);

/// Rows that join keys of three kinds, `side` of each.
FamilyLoad three_kinds(std::uint32_t rows, std::uint32_t side);

}  // namespace rowlock::bench
