#include "tests/unit/mockorg/api/bulk_books.hpp"

#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rowlock {
namespace {

using nlohmann::json;

json get_json(InProcessApi& org, const std::string& target) {
    const Answer answer = org.send("GET", target);
    RC_ASSERT(answer.status == 200);
    return json::parse(answer.body);
}

std::uint64_t number_of(const json& object, const char* name) {
    return object.at(name).get<std::uint64_t>();
}

std::uint64_t count_of(InProcessApi& org, const std::string& tag) {
    const std::string target =
        "/services/data/v60.0/queryAll?q=SELECT+COUNT()+FROM+Contact+WHERE+Department='" + tag +
        "'";
    return number_of(get_json(org, target), "totalSize");
}

std::string text_of(const json& record, const char* name) {
    return record.at(name).is_null() ? std::string{} : record.at(name).get<std::string>();
}

}  // namespace

void check_outcome(const LoadRow& row, const SeenRow& seen) {
    if (seen.code == k_lock_code) return;
    if (seen.code == "DUPLICATE_VALUE") {
        RC_ASSERT(!row.email.empty());
        return;
    }
    RC_ASSERT(seen.code == code_of(row.defect));
}

void BulkBooks::add(
    const std::string& job, std::uint32_t batch, const LoadRow& row, const SeenRow& seen
) {
    check_outcome(row, seen);
    if (seen.code == k_lock_code) ++lock_failures_[{job, batch}];
    if (seen.created) {
        RC_ASSERT(!seen.id.empty());
        RC_ASSERT(tags_[row.tag].created.emplace(seen.id, row).second);
    } else if (!seen.id.empty()) {
        // Only an upsert saves without creating.
        RC_ASSERT(!row.email.empty());
        updated_.insert(seen.id);
    }
}

void BulkBooks::add_unseen(
    const std::string& job, const std::vector<LoadRow>& rows, std::uint64_t count
) {
    if (rows.empty() || count == 0) return;
    Tag& tag = tags_[rows.front().tag];
    for (const LoadRow& row : rows) tag.unseen_labels.insert(row.label);
    tag.unseen += std::min<std::uint64_t>(count, rows.size());
    lock_failures_unseen_[{job, 0}] += count;
}

void BulkBooks::check_record(const std::string& id, const SeenContact& contact) {
    const auto found = tags_.find(contact.department);
    RC_ASSERT((found != tags_.end()));
    Tag& tag = found->second;
    ++tag.in_org;
    updated_.erase(id);
    const auto made = tag.created.find(id);
    if (made != tag.created.end()) {
        const LoadRow& row = made->second;
        RC_ASSERT(contact.email == row.email);
        // Whoever came last with the key of an upsert has left its title.
        if (row.email.empty()) RC_ASSERT(contact.title == row.label);
    } else if (contact.email.empty()) {
        RC_ASSERT(tag.unseen_labels.erase(contact.title) == 1U);
    }
}

void BulkBooks::check_records(InProcessApi& org) {
    for (const auto& [id, contact] : see_contacts(org)) check_record(id, contact);
    RC_ASSERT(updated_.empty());
    for (const auto& [name, tag] : tags_) {
        RC_ASSERT(count_of(org, name) == tag.in_org);
        RC_ASSERT(tag.in_org >= tag.created.size());
        RC_ASSERT(tag.in_org <= tag.created.size() + tag.unseen);
    }
}

void BulkBooks::check_ledger(InProcessApi& org) {
    const json ledger = get_json(org, "/rowlock/ledger?limit=10000");
    RC_ASSERT(number_of(ledger, "dropped") == 0U);
    std::map<BatchOfJob, std::uint64_t> failed;
    std::uint64_t total = 0;
    for (const json& failure : ledger.at("failures")) {
        const json& waiter = failure.at("waiter");
        const std::uint64_t rows = number_of(failure, "rowsFailed");
        total += rows;
        if (text_of(waiter, "kind") == "rest") continue;
        failed[{text_of(waiter, "job"), waiter.at("batch").get<std::uint32_t>()}] += rows;
    }
    for (const auto& [batch, count] : lock_failures_) failed.try_emplace(batch, 0);
    for (const auto& [batch, count] : failed) {
        const std::uint64_t seen = lock_failures_[batch];
        RC_ASSERT(count >= seen);
        RC_ASSERT(count <= seen + lock_failures_unseen_[batch]);
    }
    const json statistics = get_json(org, "/rowlock/statistics");
    RC_ASSERT(number_of(statistics, "rowsFailed") == total);
    RC_ASSERT(number_of(statistics, "lockTimeouts") == number_of(ledger, "total"));
}

std::uint64_t BulkBooks::lock_failures() const {
    std::uint64_t sum = 0;
    for (const auto& [batch, count] : lock_failures_) sum += count;
    return sum;
}

}  // namespace rowlock
