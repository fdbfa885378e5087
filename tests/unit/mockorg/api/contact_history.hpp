#pragma once

#include "tests/unit/mockorg/api/bulk_load_rows.hpp"
#include "tests/unit/mockorg/api/contact_query.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace rowlock {

/// What was done to each contact, as far as result files and REST answers tell, to be held against
/// what the org has.
class ContactHistory {
public:
    /// A row was saved and left its title. `through_by`: its batch had ended then.
    void add_write(const std::string& id, const LoadRow& row, TimePoint through_by);

    void add_delete(const std::string& id);

    /// Somebody was told that the contact is deleted.
    void add_deleted_seen(const std::string& id);

    /// Fails unless the contact has the title of a row after which no other was sent and saved, and
    /// was deleted once or is there.
    void check(const std::string& id, const SeenContact& contact) const;

    /// Fails unless every contact anything was done to is among these.
    void check_none_lost(const ContactView& contacts) const;

private:
    struct Write {
        std::string title;
        TimePoint sent;
        TimePoint through_by;
    };

    void check_title(const std::string& id, const std::string& title) const;

    // By the part of the id that tells.
    std::map<std::string, std::vector<Write>> writes_;
    std::map<std::string, int> deletes_;
    std::set<std::string> seen_deleted_;
};

}  // namespace rowlock
