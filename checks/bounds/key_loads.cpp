#include "checks/bounds/key_loads.hpp"

#include <algorithm>

namespace rowlock {

std::vector<LoadSize> measure_keys(const RowKeys& rows, std::span<const std::uint32_t> row_bytes) {
    std::vector<LoadSize> loads(rows.key_count());
    for (RowNo row = 0; row < rows.row_count(); ++row) {
        const std::uint64_t bytes = row_bytes.empty() ? 0 : row_bytes[row];
        for (const KeyUse use : rows.of(row)) loads[use.key()] += {1, bytes};
    }
    return loads;
}

LoadSize measure_rows(const RowKeys& rows, std::span<const std::uint32_t> row_bytes) {
    LoadSize size{rows.row_count(), 0};
    for (const std::uint32_t bytes : row_bytes) size.bytes += bytes;
    return size;
}

std::vector<std::uint32_t> without_excess(
    std::span<const std::uint32_t> row_bytes, const BatchLimits& limits
) {
    const std::uint64_t room = limits.row_bytes();
    const auto exceeds = [&](std::uint32_t bytes) { return bytes > room; };
    if (std::none_of(row_bytes.begin(), row_bytes.end(), exceeds)) return {};
    std::vector<std::uint32_t> sizes{row_bytes.begin(), row_bytes.end()};
    for (std::uint32_t& bytes : sizes) {
        if (exceeds(bytes)) bytes = static_cast<std::uint32_t>(room);
    }
    return sizes;
}

std::vector<KeyNo> heaviest_keys(std::span<const LoadSize> loads, std::size_t count) {
    std::vector<KeyNo> keys;
    for (KeyNo key = 0; key < loads.size(); ++key) {
        if (loads[key].rows > 0) keys.push_back(key);
    }
    const auto heavier = [&](KeyNo a, KeyNo b) {
        return loads[a].rows != loads[b].rows ? loads[a].rows > loads[b].rows : a < b;
    };
    const auto end = keys.begin() + static_cast<std::ptrdiff_t>(std::min(count, keys.size()));
    std::partial_sort(keys.begin(), end, keys.end(), heavier);
    keys.erase(end, keys.end());
    return keys;
}

}  // namespace rowlock
