#include "tests/unit/mockorg/engine/oracle/lock_rules_reading.hpp"

#include <algorithm>

namespace rowlock::oracle {
namespace {

using Ends = std::vector<RecordName>;

/// Where a reference leads: for an update that moves it to both ends.
Ends ends_of(const Change& change, std::size_t field, bool only_if_moved) {
    const auto before = change.before ? change.before->references[field] : std::nullopt;
    const auto after = change.after ? change.after->references[field] : std::nullopt;
    const bool update = change.before && change.after;
    if (update && only_if_moved && before == after) return {};
    Ends ends;
    if (after) ends.push_back(*after);
    if (before && before != after) ends.push_back(*before);
    return ends;
}

void add(Ends& to, const Ends& more) {
    to.insert(to.end(), more.begin(), more.end());
}

/// The account of each contact and opportunity among them.
Ends accounts_of(const Records& records, const Ends& children) {
    Ends accounts;
    for (const RecordName child : children) {
        const bool has_one = child.thing == Thing::contact || child.thing == Thing::opportunity;
        if (has_one && at(records, child).references[0])
            accounts.push_back(*at(records, child).references[0]);
    }
    return accounts;
}

/// Who, What and the account.
Ends activity_keys(const Records& records, const Change& change) {
    Ends keys;
    for (const std::size_t field : {0U, 1U}) {
        const Ends ends = ends_of(change, field, false);
        add(keys, ends);
        add(keys, accounts_of(records, ends));
    }
    if (change.before && change.before->account) keys.push_back(*change.before->account);
    return keys;
}

/// Nothing if it is being made and not both completed and dated. [TASK]
Ends task_keys(const Records& records, const Change& change) {
    const bool made = !change.before;
    if (made && !(change.after->completed && change.after->dated)) return {};
    return activity_keys(records, change);
}

/// Its account and its contact; the contact's account, too, which is to be its own if it names
/// none. [OBJ-CASE, inferred]
Ends case_keys(const Records& records, const Change& change) {
    Ends keys = ends_of(change, 0, false);
    const Ends contacts = ends_of(change, 1, false);
    add(keys, contacts);
    const bool takes_account = change.after && !change.after->references[0];
    if (takes_account) add(keys, accounts_of(records, contacts));
    return keys;
}

/// A deck's ship counts its decks, and the ship's fleet its ships: each is locked by any write.
/// [SE181798, APXORDER]
Ends deck_keys(const Records& records, const Change& change) {
    const Ends ships = ends_of(change, 0, false);
    Ends keys = ships;
    for (const RecordName ship : ships) keys.push_back(*at(records, ship).references[0]);
    return keys;
}

/// Both masters and what cannot be deleted meanwhile: if made, deleted or moved. What would be
/// cleared is not locked. [SE291619]
Ends berth_keys(const Change& change, bool may) {
    Ends keys;
    for (const std::size_t field : {0U, 1U, 2U}) add(keys, ends_of(change, field, !may));
    return keys;
}

}  // namespace

std::vector<RecordName> keys_of(const Records& records, const Change& change, bool may) {
    Ends keys;
    if (change.self) keys.push_back(*change.self);
    switch (change.thing) {
        case Thing::account:
        case Thing::port:
        case Thing::fleet:
        case Thing::campaign:
            break;
        case Thing::contact:
            // Any write of a contact. [FCI, GLUON]
            add(keys, ends_of(change, 0, false));
            break;
        case Thing::opportunity:
            // Whether an update that leaves the account alone locks it is disputed. [DFC-OPP, MU]
            add(keys, ends_of(change, 0, !may));
            break;
        case Thing::case_:
            add(keys, case_keys(records, change));
            break;
        case Thing::task:
            add(keys, task_keys(records, change));
            break;
        case Thing::event:
            // Whenever it is written: taken to be like a task that counts.
            add(keys, activity_keys(records, change));
            break;
        case Thing::member:
            // Its campaign and its contact, but not the contact's account. [FCI]
            add(keys, ends_of(change, 0, false));
            add(keys, ends_of(change, 1, false));
            break;
        case Thing::ship:
            // A roll-up summary's detail. [SE181798]
            add(keys, ends_of(change, 0, false));
            break;
        case Thing::deck:
            add(keys, deck_keys(records, change));
            break;
        case Thing::berth:
            add(keys, berth_keys(change, may));
            break;
    }
    return keys;
}

int depth_of(Thing thing) {
    int depth = 0;
    for (const Reference& reference : facts_of(thing).references) {
        // What locks nothing puts nobody in order.
        if (reference.field.empty() || reference.on_delete == OnDelete::clear) continue;
        for (const Thing target : reference.targets) depth = std::max(depth, depth_of(target) + 1);
    }
    // In any org a task or event may be about a case, which none of these stories has.
    if (is_activity(thing)) depth = std::max(depth, depth_of(Thing::case_) + 1);
    return depth;
}

}  // namespace rowlock::oracle
