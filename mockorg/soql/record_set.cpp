#include "mockorg/soql/record_set.hpp"

#include <bit>

namespace rowlock::soql {

void RecordSet::add(RecordHandle record) {
    std::vector<std::uint64_t>& words = words_[record.object];
    const std::size_t word = record.row / k_bits;
    if (word >= words.size()) words.resize(word + 1);
    const std::uint64_t bit = std::uint64_t{1} << record.row % k_bits;
    size_ += (words[word] & bit) == 0 ? 1U : 0U;
    words[word] |= bit;
}

std::vector<std::uint32_t> RecordSet::rows(ObjectNo object) const {
    std::vector<std::uint32_t> rows;
    const auto found = words_.find(object);
    if (found == words_.end()) return rows;
    for (std::size_t word = 0; word < found->second.size(); ++word) {
        for (std::uint64_t bits = found->second[word]; bits != 0; bits &= bits - 1) {
            const auto bit = static_cast<std::uint32_t>(std::countr_zero(bits));
            rows.push_back(static_cast<std::uint32_t>(word) * k_bits + bit);
        }
    }
    return rows;
}

std::vector<RecordHandle> RecordSet::records() const {
    std::vector<RecordHandle> records;
    records.reserve(size_);
    for (const auto& entry : words_) {
        for (const std::uint32_t row : rows(entry.first)) records.push_back({entry.first, row});
    }
    return records;
}

}  // namespace rowlock::soql
