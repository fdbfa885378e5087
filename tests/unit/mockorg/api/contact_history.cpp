#include "tests/unit/mockorg/api/contact_history.hpp"

#include "tests/support/test.hpp"

#include <algorithm>

namespace rowlock {

void ContactHistory::add_write(const std::string& id, const LoadRow& row, TimePoint through_by) {
    writes_[id_key(id)].push_back({row.label, row.sent, through_by});
}

void ContactHistory::add_delete(const std::string& id) {
    ++deletes_[id_key(id)];
}

void ContactHistory::add_deleted_seen(const std::string& id) {
    seen_deleted_.insert(id_key(id));
}

void ContactHistory::check_title(const std::string& id, const std::string& title) const {
    const auto found = writes_.find(id_key(id));
    RC_ASSERT((found != writes_.end()));
    const std::vector<Write>& writes = found->second;
    const bool may_be_last = std::any_of(writes.begin(), writes.end(), [&](const Write& write) {
        const bool was_followed =
            std::any_of(writes.begin(), writes.end(), [&](const Write& other) {
                return other.sent >= write.through_by;
            });
        return write.title == title && !was_followed;
    });
    RC_ASSERT(may_be_last);
}

void ContactHistory::check(const std::string& id, const SeenContact& contact) const {
    check_title(id, contact.title);
    const auto deletes = deletes_.find(id_key(id));
    const int times = deletes == deletes_.end() ? 0 : deletes->second;
    RC_ASSERT(times <= 1);
    RC_ASSERT(contact.is_deleted == (times == 1));
    if (seen_deleted_.contains(id_key(id))) RC_ASSERT(contact.is_deleted);
}

void ContactHistory::check_none_lost(const ContactView& contacts) const {
    std::set<std::string> there;
    for (const auto& [id, contact] : contacts) there.insert(id_key(id));
    for (const auto& [id, writes] : writes_) RC_ASSERT(there.contains(id));
    for (const auto& [id, times] : deletes_) RC_ASSERT(there.contains(id));
}

}  // namespace rowlock
