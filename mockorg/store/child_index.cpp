#include "mockorg/store/child_index.hpp"

#include <algorithm>

namespace rowlock {

void ChildIndex::put(Links& links, std::uint32_t row, std::uint32_t value) {
    if (row >= links.size()) links.grow((row / Links::k_chunk + 1) * Links::k_chunk);
    links.set(row, value);
}

void ChildIndex::add(RecordHandle parent, std::uint32_t child) {
    Links& first = first_.try_emplace(parent.object, k_none).first->second;
    const std::uint32_t old_first = at(first, parent.row);
    put(next_, child, old_first);
    put(previous_, child, k_none);
    if (old_first != k_none) put(previous_, old_first, child);
    put(first, parent.row, child);
}

void ChildIndex::remove(RecordHandle parent, std::uint32_t child) {
    const std::uint32_t next = at(next_, child);
    const std::uint32_t previous = at(previous_, child);
    if (next != k_none) put(previous_, next, previous);
    if (previous != k_none) {
        put(next_, previous, next);
    } else {
        put(first_.at(parent.object), parent.row, next);
    }
}

std::vector<std::uint32_t> ChildIndex::children(RecordHandle parent) const {
    std::vector<std::uint32_t> result;
    const auto first = first_.find(parent.object);
    if (first == first_.end()) return result;
    for (std::uint32_t child = at(first->second, parent.row); child != k_none;
         child = at(next_, child)) {
        result.push_back(child);
    }
    std::sort(result.begin(), result.end());
    return result;
}

std::size_t ChildIndex::bytes() const {
    std::size_t total = next_.bytes() + previous_.bytes();
    for (const auto& first : first_) total += first.second.bytes();
    return total;
}

}  // namespace rowlock
