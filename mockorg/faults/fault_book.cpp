#include "mockorg/faults/fault_book.hpp"

#include "mockorg/faults/fault_scope.hpp"

#include <utility>

namespace rowlock {

const FaultBook::Entry& FaultBook::set(Fault fault, TimePoint now) {
    Entry entry;
    entry.begins = fault.from ? fault.from->seen_from(now) : now;
    entry.ends = fault.until ? fault.until->seen_from(now) : TimePoint::max();
    std::string name = fault.name;
    entry.fault = std::move(fault);
    return entries_.insert_or_assign(std::move(name), std::move(entry)).first->second;
}

bool FaultBook::remove(std::string_view name) {
    const auto found = entries_.find(name);
    if (found == entries_.end()) return false;
    entries_.erase(found);
    return true;
}

/// Drawn by the fault's name and the number of the match, so that other faults change nothing.
bool FaultBook::draw(Entry& entry) const {
    const std::uint64_t number = entry.seen++;
    const Fault& fault = entry.fault;
    if (number < fault.after || entry.struck >= fault.count) return false;
    if (random_.split(fault.name).split(number).uniform() >= fault.rate) return false;
    ++entry.struck;
    return true;
}

template <class Matches>
const FaultBook::Entry* FaultBook::strike_first(TimePoint now, const Matches& matches) {
    for (auto& [name, entry] : entries_) {
        if (entry.holds_at(now) && matches(entry.fault) && draw(entry)) return &entry;
    }
    return nullptr;
}

const FaultBook::Entry* FaultBook::strike(const FaultedRequest& request, TimePoint now) {
    return strike_first(now, [&](const Fault& fault) { return matches(fault, request); });
}

const FaultBook::Entry* FaultBook::strike(const FaultedJob& job, TimePoint now) {
    return strike_first(now, [&](const Fault& fault) { return matches(fault, job); });
}

void FaultBook::count_lock(std::string_view name) {
    const auto found = entries_.find(name);
    if (found == entries_.end()) return;
    ++found->second.seen;
    ++found->second.struck;
}

}  // namespace rowlock
