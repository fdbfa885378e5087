#pragma once

#include "checks/model/row_keys.hpp"

#include <span>
#include <vector>

namespace rowlock {

/// For each key the key that stands for it. Where every row of a key also has a certain other key
/// (a contact and its account), batches that share the one share the other: leaving out the first
/// changes no conflict between batches and no component. A key that no other covers stands for
/// itself; of keys with the same rows the smallest number does.
/// Rows of many keys are looked at in part, so a cover may be missed, never invented. The number of
/// threads, of which it uses two, changes nothing.
std::vector<KeyNo> find_dominators(const RowKeys& rows, unsigned threads = 1);

/// The rows without the keys that others stand for. `dominators` is what find_dominators gave.
RowKeys without_dominated(const RowKeys& rows, std::span<const KeyNo> dominators);

/// How closely the remaining keys hang together. [planning facts, section 2]
struct CrossLinks {
    /// Keys that stand for themselves, each with what it covers.
    std::uint64_t clusters = 0;
    /// Rows that join two of them; a row of n clusters is n - 1 links.
    std::uint64_t links = 0;
    /// 2 links / clusters. Above 1 a random network of clusters has one giant component.
    double degree = 0;

    bool warning() const { return degree >= k_warn_from; }

    static constexpr double k_warn_from = 0.8;
};

/// `roots` is what without_dominated gave.
CrossLinks measure_cross_links(const RowKeys& roots);

}  // namespace rowlock
