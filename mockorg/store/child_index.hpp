#pragma once

#include "mockorg/base/cow_vector.hpp"
#include "mockorg/base/record_handle.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace rowlock {

/// Parent -> children of one reference field, as linked lists threaded through the rows: adding and
/// removing a child takes constant time. Copies are cheap. One thread.
class ChildIndex {
public:
    void add(RecordHandle parent, std::uint32_t child);

    /// `child` must have been added under this parent.
    void remove(RecordHandle parent, std::uint32_t child);

    /// Children in ascending row order.
    std::vector<std::uint32_t> children(RecordHandle parent) const;

    std::size_t bytes() const;

private:
    static constexpr std::uint32_t k_none = ~std::uint32_t{0};
    using Links = CowVector<std::uint32_t>;

    static std::uint32_t at(const Links& links, std::uint32_t row) {
        return row < links.size() ? links.get(row) : k_none;
    }

    static void put(Links& links, std::uint32_t row, std::uint32_t value);

    /// First child by parent row; one list of rows for each object the field may point to.
    std::unordered_map<ObjectNo, Links> first_;
    Links next_{k_none};
    Links previous_{k_none};
};

}  // namespace rowlock
