#include "checks/contention/wanting_row.hpp"

namespace rowlock {

WantingRow find_wanting_row(
    const RowKeys& keys, const OrderedRows& rows, KeyNo key, KeyReading reading
) {
    WantingRow found;
    bool any = false;
    for (const RowNo row : rows) {
        for (const KeyUse use : keys.of(row)) {
            if (use.key() != key || !counts(use, reading)) continue;
            if (!use.soft()) return {row, false};
            if (!any) found.row = row;
            any = true;
        }
    }
    return found;
}

}  // namespace rowlock
