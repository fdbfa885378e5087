#include "tests/unit/mockorg/api/bulk_books.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/bulk_row_outcomes.hpp"

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

void BulkBooks::add(const Source& source, const LoadRow& row, const SeenRow& seen) {
    check_outcome(row, seen);
    const bool saved = seen.code.empty();
    ++row_ends_[saved ? "saved " + std::string{name_of(row.operation)} : seen.code];
    if (!source.batch) jobs_without_batches_.insert(source.job);
    if (seen.code == k_lock_code)
        ++lock_failures_[booked_under(source.job, source.batch.value_or(0))];
    if (seen.code == k_deleted_code) history_.add_deleted_seen(row.target);
    if (!saved) return;
    RC_ASSERT(!seen.id.empty());
    if (seen.created) RC_ASSERT(tags_[row.tag].created.emplace(seen.id, row).second);
    if (row.operation == Operation::remove) {
        history_.add_delete(seen.id);
    } else {
        history_.add_write(seen.id, row, source.through_by);
    }
}

void BulkBooks::add_rest_delete(const std::string& id, int status, const std::string& code) {
    if (status == 204) return history_.add_delete(id);
    RC_ASSERT((code == k_deleted_code || code == k_lock_code));
    if (code == k_deleted_code) history_.add_deleted_seen(id);
}

void BulkBooks::check_record(const std::string& id, const SeenContact& contact) {
    const auto found = tags_.find(contact.department);
    RC_ASSERT((found != tags_.end()));
    Tag& tag = found->second;
    ++tag.in_org;
    history_.check(id, contact);
    const auto made = tag.created.find(id);
    RC_ASSERT((made != tag.created.end()));
    RC_ASSERT(contact.email == made->second.email);
}

void BulkBooks::check_records(InProcessApi& org) {
    const ContactView contacts = see_contacts(org);
    std::set<std::string> live_keys;
    for (const auto& [id, contact] : contacts) {
        check_record(id, contact);
        if (contact.is_deleted || contact.email.empty()) continue;
        // An upsert creates only what is not there.
        RC_ASSERT(live_keys.insert(contact.email).second);
    }
    history_.check_none_lost(contacts);
    for (const auto& [name, tag] : tags_) {
        RC_ASSERT(count_of(org, name) == tag.in_org);
        RC_ASSERT(tag.in_org == tag.created.size());
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
        // All of its rows had failed before for reasons of their own.
        if (rows == 0) continue;
        const auto batch = waiter.at("batch").get<std::uint32_t>();
        failed[booked_under(text_of(waiter, "job"), batch)] += rows;
    }
    RC_ASSERT(failed == lock_failures_);
    const json statistics = get_json(org, "/rowlock/statistics");
    RC_ASSERT(number_of(statistics, "rowsFailed") == total);
    RC_ASSERT(number_of(statistics, "lockTimeouts") == number_of(ledger, "total"));
}

}  // namespace rowlock
