#pragma once

#include "mockorg/engine/requests.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <functional>
#include <map>
#include <string>

namespace rowlock {

/// A contact as a client sees it.
struct SeenContact {
    std::string title;
    std::string department;
    std::string email;
    /// Id of its account.
    std::string account;
    bool is_deleted = false;

    bool operator==(const SeenContact&) const = default;
};

/// Contacts by id.
using ContactView = std::map<std::string, SeenContact>;

/// All there are now, with those in the recycle bin, as a REST query tells.
ContactView see_contacts(InProcessApi& org);

/// The contacts as they are now; looks only when it is called.
using LookAtContacts = std::function<const ContactView&()>;

/// A query for contacts of either Bulk API, and what it must find.
struct ContactQuery {
    /// Only these; empty for all.
    std::string department;
    bool with_email_only = false;
    bool include_deleted = false;
    /// By title, which does not show in what is found.
    bool ordered = false;

    /// With one more condition, if any.
    std::string soql(const std::string& more = {}) const;

    /// `query` or `queryAll`.
    std::string operation() const { return include_deleted ? "queryAll" : "query"; }

    ContactView answer(const ContactView& contacts) const;
};

/// What a result file holds; of the ZIP forms none. Fails if a contact comes twice.
ContactView contacts_in(const std::string& body, ContentType form);

}  // namespace rowlock
