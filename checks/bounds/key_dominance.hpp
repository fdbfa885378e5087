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

}  // namespace rowlock
