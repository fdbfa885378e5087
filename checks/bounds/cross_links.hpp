#pragma once

#include "checks/model/row_keys.hpp"

#include <cstdint>

namespace rowlock {

/// How closely the clusters of a load hang together. A cluster is a key with those that go with it:
/// the keys most rows of which have it as their heaviest (an account with its contacts, even if a
/// few of their rows are for other accounts too). [planning facts, sections 0.4 and 2]
struct CrossLinks {
    std::uint64_t clusters = 0;
    /// Sets of clusters that one row or many tie together; a set of n clusters is n - 1 links.
    /// Linking the same clusters again makes nothing hang together that did not before.
    std::uint64_t links = 0;
    /// 2 links / clusters: the other clusters that one is linked to, on average.
    double degree = 0;

    bool warning() const { return degree >= k_warn_from; }

    /// Above 1 a random network of clusters has one giant component; near 1 it is about to.
    static constexpr double k_warn_from = 0.8;
};

/// `roots` is what without_dominated gave: fewer keys, the same clusters.
CrossLinks measure_cross_links(const RowKeys& roots);

}  // namespace rowlock
