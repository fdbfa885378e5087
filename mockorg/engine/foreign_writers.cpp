#include "mockorg/engine/foreign_writers.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/engine/query_scope.hpp"
#include "mockorg/engine/row_locks.hpp"
#include "mockorg/engine/row_selection.hpp"
#include "mockorg/engine/transactions.hpp"
#include "mockorg/soql/parser.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// As many as one transaction of the Bulk API has rows.
constexpr std::size_t k_records_max = 200;
constexpr Duration k_search_pause = std::chrono::seconds{1};

std::string query_of(const Fault& fault) {
    return fmt::format("SELECT Id FROM {} WHERE {}", fault.object, fault.where);
}

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

Result<void> ForeignWriters::check(const Fault& fault) const {
    if (!fault.id.empty()) {
        if (RecordId::parse(fault.id)) return {};
        return wrong_member("id", "malformed id " + fault.id);
    }
    const auto found = records_of(fault);
    if (!found) return wrong_member("where", found.error().message);
    return {};
}

void ForeignWriters::add(const FaultBook::Entry& entry) {
    ForeignWriter writer;
    writer.number = static_cast<std::uint32_t>(world_.faults.foreign_names.size());
    world_.faults.foreign_names.push_back(entry.fault.name);
    writer.begins = entry.begins;
    writer.ends = entry.ends;
    if (writer.ends <= world_.now) return;
    writer.begun = writer.begins <= world_.now;
    world_.faults.writers.push_back(writer);
    if (writer.begun) search(world_.faults.writers.back());
}

void ForeignWriters::remove(std::string_view name) {
    std::vector<ForeignWriter>& writers = world_.faults.writers;
    const auto found = std::find_if(writers.begin(), writers.end(), [&](const auto& writer) {
        return name_of_writer(writer) == name;
    });
    if (found == writers.end()) return;
    const ForeignWriter writer = *found;
    writers.erase(found);
    let_go(writer);
}

std::optional<TimePoint> ForeignWriters::next_due() const {
    TimePoint next = TimePoint::max();
    for (const ForeignWriter& writer : world_.faults.writers) next = std::min(next, writer.due());
    if (next == TimePoint::max()) return std::nullopt;
    return next;
}

void ForeignWriters::perform_next() {
    std::vector<ForeignWriter>& writers = world_.faults.writers;
    const auto first = std::min_element(writers.begin(), writers.end(), [](auto& a, auto& b) {
        return a.due() < b.due();
    });
    ROWLOCK_ASSERT(first != writers.end());
    if (!first->begun) {
        first->begun = true;
        return search(*first);
    }
    const ForeignWriter writer = *first;
    writers.erase(first);
    let_go(writer);
}

void ForeignWriters::look_for_records() {
    for (ForeignWriter& writer : world_.faults.writers) {
        const bool looks = writer.begun && !writer.transaction;
        if (looks && writer.next_search <= world_.now) search(writer);
    }
}

void ForeignWriters::search(ForeignWriter& writer) {
    const auto entry = world_.faults.book.entries().find(name_of_writer(writer));
    ROWLOCK_ASSERT(entry != world_.faults.book.entries().end());
    writer.next_search = world_.now + k_search_pause;
    const auto records = records_of(entry->second.fault);
    if (!records || records->empty()) return;
    TransactionOrigin origin;
    origin.kind = TransactionOrigin::Kind::foreign;
    origin.job = writer.number;
    origin.rows = static_cast<std::uint32_t>(records->size());
    Transactions transactions{world_};
    const TransactionNo transaction = transactions.open(origin);
    writer.transaction = transaction;
    world_.faults.book.count_lock(entry->first);
    transactions.acquire(transaction, own_row_locks(world_.foundation->rules, *records));
}

void ForeignWriters::let_go(const ForeignWriter& writer) {
    if (writer.transaction) Transactions{world_}.close(*writer.transaction);
}

Result<std::vector<RecordHandle>> ForeignWriters::records_of(const Fault& fault) const {
    std::vector<RecordHandle> records;
    if (!fault.id.empty()) {
        const auto id = RecordId::parse(fault.id);
        const auto record = id ? world_.store.find(*id) : std::nullopt;
        if (record) records.push_back(*record);
        return records;
    }
    const std::string text = query_of(fault);
    const auto query = soql::parse_query(text);
    if (!query) return tl::unexpected{query.error()};
    const auto object = soql::bind_object(world_.schema(), *query, text);
    if (!object) return tl::unexpected{object.error()};
    const QueryScope scope{world_.store, text, day_of(world_.now), false};
    auto rows = select_rows(scope, **object, *query);
    if (!rows) return tl::unexpected{rows.error()};
    rows->resize(std::min(rows->size(), k_records_max));
    for (const std::uint32_t row : *rows) records.push_back({(*object)->number, row});
    return records;
}

LockFaultState ForeignWriters::state_of(const FaultBook::Entry& entry) const {
    const std::vector<ForeignWriter>& writers = world_.faults.writers;
    const auto found = std::find_if(writers.begin(), writers.end(), [&](const auto& writer) {
        return name_of_writer(writer) == entry.fault.name;
    });
    if (found == writers.end()) return LockFaultState::over;
    if (!found->begun) return LockFaultState::early;
    if (!found->transaction) return LockFaultState::no_record;
    return Transactions{world_}.at(*found->transaction).holding ? LockFaultState::holding
                                                                : LockFaultState::waiting;
}

}  // namespace rowlock
