#pragma once

#include "checks/contention/key_lists.hpp"
#include "checks/model/row_keys.hpp"

namespace rowlock {

struct WantingRow {
    RowNo row = 0;
    /// It only may want the key.
    bool soft = true;
};

/// The first of the rows that wants the key for certain, or else may want it. One of them does.
WantingRow find_wanting_row(
    const RowKeys& keys, const OrderedRows& rows, KeyNo key, KeyReading reading
);

}  // namespace rowlock
