#include "mockorg/engine/lock_faults.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/engine/row_locks.hpp"
#include "mockorg/engine/rows_meeting.hpp"
#include "mockorg/engine/transactions.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// As many as one transaction of the Bulk API has rows.
constexpr std::size_t k_records_max = 200;
constexpr Duration k_search_pause = std::chrono::seconds{1};

Failure wrong_member(const char* member, const std::string& what) {
    return fail(ErrorCode::client_input_error, fmt::format("'{}': {}", member, what), {member});
}

}  // namespace

std::string_view name_of(LockFaultState state) {
    switch (state) {
        case LockFaultState::early:
            return "early";
        case LockFaultState::no_record:
            return "no record";
        case LockFaultState::waiting:
            return "waiting";
        case LockFaultState::holding:
            return "holding";
        case LockFaultState::over:
            break;
    }
    return "over";
}

Result<void> LockFaults::check(const Fault& fault) const {
    if (!fault.id.empty()) {
        if (RecordId::parse(fault.id)) return {};
        return wrong_member("id", "malformed id " + fault.id);
    }
    const auto found = records_of(fault);
    if (!found) return wrong_member("where", found.error().message);
    return {};
}

void LockFaults::add(const FaultBook::Entry& entry) {
    LockFaultHolder holder;
    holder.number = static_cast<std::uint32_t>(world_.foreign.names.size());
    world_.foreign.names.push_back(entry.fault.name);
    holder.begins = entry.begins;
    holder.ends = entry.ends;
    if (holder.ends <= world_.now) return;
    holder.begun = holder.begins <= world_.now;
    world_.faults.holders.push_back(holder);
    if (holder.begun) search(world_.faults.holders.back());
}

void LockFaults::remove(std::string_view name) {
    std::vector<LockFaultHolder>& holders = world_.faults.holders;
    const auto found = std::find_if(holders.begin(), holders.end(), [&](const auto& holder) {
        return name_of_holder(holder) == name;
    });
    if (found == holders.end()) return;
    const LockFaultHolder holder = *found;
    holders.erase(found);
    let_go(holder);
}

std::optional<TimePoint> LockFaults::next_due() const {
    TimePoint next = TimePoint::max();
    for (const LockFaultHolder& holder : world_.faults.holders) next = std::min(next, holder.due());
    if (next == TimePoint::max()) return std::nullopt;
    return next;
}

void LockFaults::perform_next() {
    std::vector<LockFaultHolder>& holders = world_.faults.holders;
    const auto first = std::min_element(holders.begin(), holders.end(), [](auto& a, auto& b) {
        return a.due() < b.due();
    });
    ROWLOCK_ASSERT(first != holders.end());
    if (!first->begun) {
        first->begun = true;
        return search(*first);
    }
    const LockFaultHolder holder = *first;
    holders.erase(first);
    let_go(holder);
}

void LockFaults::look_for_records() {
    for (LockFaultHolder& holder : world_.faults.holders) {
        const bool looks = holder.begun && !holder.transaction;
        if (looks && holder.next_search <= world_.now) search(holder);
    }
}

void LockFaults::search(LockFaultHolder& holder) {
    const auto entry = world_.faults.book.entries().find(name_of_holder(holder));
    ROWLOCK_ASSERT(entry != world_.faults.book.entries().end());
    holder.next_search = world_.now + k_search_pause;
    const auto records = records_of(entry->second.fault);
    if (!records || records->empty()) return;
    TransactionOrigin origin;
    origin.kind = TransactionOrigin::Kind::foreign;
    origin.job = holder.number;
    origin.rows = static_cast<std::uint32_t>(records->size());
    Transactions transactions{world_};
    const TransactionNo transaction = transactions.open(origin);
    holder.transaction = transaction;
    world_.faults.book.count_lock(entry->first);
    transactions.acquire(transaction, own_row_locks(world_.foundation->rules, *records));
}

void LockFaults::let_go(const LockFaultHolder& holder) {
    if (holder.transaction) Transactions{world_}.close(*holder.transaction);
}

Result<std::vector<RecordHandle>> LockFaults::records_of(const Fault& fault) const {
    std::vector<RecordHandle> records;
    if (!fault.id.empty()) {
        const auto id = RecordId::parse(fault.id);
        const auto record = id ? world_.store.find(*id) : std::nullopt;
        if (record) records.push_back(*record);
        return records;
    }
    const auto found = rows_meeting(world_, fault.object, fault.where);
    if (!found) return tl::unexpected{found.error()};
    const std::size_t count = std::min(found->rows.size(), k_records_max);
    for (std::size_t i = 0; i < count; ++i) records.push_back({found->object, found->rows[i]});
    return records;
}

LockFaultState LockFaults::state_of(const FaultBook::Entry& entry) const {
    const std::vector<LockFaultHolder>& holders = world_.faults.holders;
    const auto found = std::find_if(holders.begin(), holders.end(), [&](const auto& holder) {
        return name_of_holder(holder) == entry.fault.name;
    });
    if (found == holders.end()) return LockFaultState::over;
    if (!found->begun) return LockFaultState::early;
    if (!found->transaction) return LockFaultState::no_record;
    return Transactions{world_}.at(*found->transaction).holding ? LockFaultState::holding
                                                                : LockFaultState::waiting;
}

}  // namespace rowlock
