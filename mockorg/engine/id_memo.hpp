#pragma once

#include "mockorg/base/record_id.hpp"
#include "mockorg/store/store.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace rowlock {

/// Remembers what was found out about the ids of one table's rows by a comparison with some ids.
/// Ids ascend with the rows, so that all rows between two of those match alike. Not of tables that
/// may have foreign ids. Valid until a row comes. One thread.
class IdMemo {
public:
    IdMemo(const Store& store, ObjectNo object, const std::vector<RecordId>& compared) {
        for (const RecordId& id : compared) {
            const std::uint32_t row = first_row_from(store, object, id);
            bounds_.insert(bounds_.end(), {row, row + 1});
        }
        std::sort(bounds_.begin(), bounds_.end());
    }

    /// `find_out()` says whether the row fits; asked only if that of none beside it is known.
    template <class FindOut>
    bool fits(std::uint32_t row, const FindOut& find_out) {
        if (row < begin_ || row >= end_) {
            const auto above = std::upper_bound(bounds_.begin(), bounds_.end(), row);
            begin_ = above == bounds_.begin() ? 0 : *(above - 1);
            end_ = above == bounds_.end() ? std::numeric_limits<std::uint32_t>::max() : *above;
            fits_ = find_out();
        }
        return fits_;
    }

private:
    /// The first row whose id is not below this one; behind the last if there is none.
    static std::uint32_t first_row_from(const Store& store, ObjectNo object, const RecordId& id) {
        std::uint32_t first = 0;
        std::uint32_t end = store.table(object).rows();
        while (first < end) {
            const std::uint32_t middle = first + (end - first) / 2;
            if (store.id_of({object, middle}) < id) {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        return first;
    }

    /// Where the answer may change, ascending.
    std::vector<std::uint32_t> bounds_;
    /// The rows of the last answer; none yet.
    std::uint32_t begin_ = 0;
    std::uint32_t end_ = 0;
    bool fits_ = false;
};

}  // namespace rowlock
