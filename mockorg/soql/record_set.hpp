#pragma once

#include "mockorg/base/record_handle.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace rowlock::soql {

/// Records of any objects, a bit for each row up to the last one: what a semi-join found. One
/// thread fills it; then any thread may ask.
class RecordSet {
public:
    void add(RecordHandle record);

    bool contains(RecordHandle record) const {
        const auto found = words_.find(record.object);
        if (found == words_.end()) return false;
        const std::size_t word = record.row / k_bits;
        return word < found->second.size() &&
               (found->second[word] >> record.row % k_bits & 1U) != 0;
    }

    /// The object's rows in the set, ascending.
    std::vector<std::uint32_t> rows(ObjectNo object) const;

    /// All of them, object after object.
    std::vector<RecordHandle> records() const;

    std::size_t size() const { return size_; }

private:
    static constexpr std::uint32_t k_bits = 64;

    std::map<ObjectNo, std::vector<std::uint64_t>> words_;
    std::size_t size_ = 0;
};

}  // namespace rowlock::soql
