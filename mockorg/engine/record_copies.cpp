#include "mockorg/engine/record_copies.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// So many writes may make copies dearer before somebody looks.
constexpr std::uint64_t k_writes_between_looks = 1'000'000;

}  // namespace

std::shared_ptr<const Store> RecordCopies::of(const Store& records, const ReadSet& read) {
    for (auto copy = copies_.rbegin(); copy != copies_.rend(); ++copy) {
        auto store = copy->store.lock();
        if (store && store->writes() != records.writes()) break;
        if (store && copy->read == read) return store;
    }
    std::erase_if(copies_, [](const Copy& copy) { return copy.store.expired(); });
    // Not make_shared: copies_ would keep the memory of a copy that nobody holds any more.
    const std::shared_ptr<const Store> copy{new Store(records.reading_copy(read))};
    copies_.push_back({copy, read});
    has_new_ = true;
    return copy;
}

std::vector<const Store*> RecordCopies::beyond(const Store& records, std::size_t bytes_max) {
    const bool many_writes = records.writes() - looked_at_writes_ >= k_writes_between_looks;
    if (copies_.empty() || (!has_new_ && !many_writes)) return {};
    has_new_ = false;
    looked_at_writes_ = records.writes();
    boost::unordered_flat_set<const void*> seen;
    records.visit_memory([&](const void* address, std::size_t) { seen.insert(address); });
    std::size_t kept = 0;
    std::vector<const Store*> beyond;
    for (auto copy = copies_.rbegin(); copy != copies_.rend(); ++copy) {
        const auto store = copy->store.lock();
        if (!store) continue;
        store->visit_memory([&](const void* address, std::size_t bytes) {
            if (seen.insert(address).second) kept += bytes;
        });
        if (kept > bytes_max) beyond.push_back(store.get());
    }
    return beyond;
}

}  // namespace rowlock
