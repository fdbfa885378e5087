#pragma once

#include "harness/batcher/abstract_case.hpp"
#include "mockorg/base/random.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace rowlock::batcher {

/// Says who shares a parent with whom: fills in the parents of the columns from `first` on. The
/// rows are there already, about `size` of them; a structure may add or drop some.
struct Draft {
    AbstractCase& abstract;
    /// The first key column that is no own id.
    std::size_t first = 0;
    Random& random;

    std::size_t columns() const { return abstract.key_columns.size() - first; }

    /// A row with nothing in it.
    AbstractRow blank_row() const;

    void set_size(std::size_t rows);

    /// Parent number `index` (from 0), never a twin.
    void set_parent(std::size_t row, std::size_t column, std::size_t index) const;
};

/// A way in which rows hang together. [planning facts, 6.4]
struct Structure {
    std::string_view name;
    /// Key columns it needs, beside own ids.
    std::size_t columns_min = 0;
    void (*fill)(Draft&) = nullptr;
};

const std::vector<Structure>& all_structures();

}  // namespace rowlock::batcher
