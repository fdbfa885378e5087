#pragma once

#include "tests/unit/mockorg/api/contact_query.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// How a 1.0 job asks for its queries to be cut: PK chunking.
struct ContactCut {
    std::uint64_t chunk_size = 1;
    /// By the ids of accounts instead of contacts.
    bool by_account = false;
    /// Ids below are left out; empty for none.
    std::string start;

    /// The value of Sforce-Enable-PKChunking.
    std::string header() const;

    const std::string& id_of(const ContactView::value_type& contact) const {
        return by_account ? contact.second.account : contact.first;
    }
};

/// The ids from `low` up to `high`, which is not among them; 15 characters each.
struct IdRange {
    std::string low;
    std::string high;

    /// Takes ids with a checksum, too.
    bool holds(const std::string& id) const;
};

/// Whether this can be the first range of a cut query.
bool is_first_range(const IdRange& range, const ContactCut& cut);

/// The range that a batch's request asks for; nothing if it is not this query with a range put in.
std::optional<IdRange> find_range(
    const std::string& request, const ContactQuery& query, const ContactCut& cut
);

/// Fails unless the ranges begin where they should, follow each other without a gap, are of the
/// size asked for, reach beyond the last of these contacts and not needlessly far.
void check_ranges(
    const std::vector<IdRange>& ranges, const ContactCut& cut, const ContactView& contacts
);

/// What of the contacts is in the range.
ContactView part_of(ContactView contacts, const IdRange& range, const ContactCut& cut);

}  // namespace rowlock
