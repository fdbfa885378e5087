#pragma once

#include "tests/unit/mockorg/engine/oracle/lock_story.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

// A reading of the lock rules of its own, for the few objects of these stories: from the facts, not
// from the rules file. A row that is written locks, besides itself if it exists already, ...

namespace rowlock::oracle {

struct Record {
    bool alive = true;
    std::array<std::optional<RecordName>, k_references> references;
    std::string key;
    bool completed = false;
    bool dated = false;
    /// Of a task or event: what the platform noted when it was saved.
    std::optional<RecordName> account;
};

using Records = std::array<std::vector<Record>, k_things>;

inline Record& at(Records& records, RecordName name) {
    return records.at(static_cast<std::size_t>(name.thing)).at(name.number);
}

inline const Record& at(const Records& records, RecordName name) {
    return records.at(static_cast<std::size_t>(name.thing)).at(name.number);
}

/// A record about to be written.
struct Change {
    Thing thing{};
    /// Nothing for a record being made.
    std::optional<RecordName> self;
    /// As it is and as it will be; nothing before it is made and after it is deleted.
    std::optional<Record> before;
    std::optional<Record> after;
};

/// What the change locks, in any order, with doubles. `may`: disputed locks, too.
std::vector<RecordName> keys_of(const Records& records, const Change& change, bool may);

/// How far down an object stands: parents come first in lock order.
int depth_of(Thing thing);

}  // namespace rowlock::oracle
