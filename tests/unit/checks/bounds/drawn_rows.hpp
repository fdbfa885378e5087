#pragma once

#include "checks/model/row_keys.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace rowlock::test {

using KeyLists = std::vector<std::vector<KeyNo>>;

/// Up to 24 rows of up to four of a few keys.
inline rc::Gen<KeyLists> any_rows(int keys = 10) {
    const auto row = rc::gen::map(
        rc::gen::resize(
            5,
            // Ranges shrink with the size, and that of a row would leave key 0 alone.
            rc::gen::container<std::vector<KeyNo>>(rc::gen::resize(
                rc::kNominalSize, rc::gen::inRange<KeyNo>(0, static_cast<KeyNo>(keys))
            ))
        ),
        [](std::vector<KeyNo> drawn) {
            std::sort(drawn.begin(), drawn.end());
            drawn.erase(std::unique(drawn.begin(), drawn.end()), drawn.end());
            if (drawn.size() > 4) drawn.resize(4);
            return drawn;
        }
    );
    return rc::gen::resize(24, rc::gen::container<KeyLists>(row));
}

inline RowKeys rows_of(const KeyLists& lists) {
    RowKeys rows;
    for (const auto& keys : lists) {
        for (const KeyNo key : keys) rows.add({key, false});
        rows.end_row();
    }
    return rows;
}

}  // namespace rowlock::test
