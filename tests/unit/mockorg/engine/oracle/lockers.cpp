#include "tests/unit/mockorg/engine/oracle/lockers.hpp"

#include "tests/unit/mockorg/engine/oracle/lock_rules_reading.hpp"

#include <algorithm>
#include <tuple>

namespace rowlock::oracle {

void Timeline::run_until(Duration end) {
    for (;;) {
        const auto first =
            std::min_element(future_.begin(), future_.end(), [](const Future& a, const Future& b) {
                return std::tie(a.at, a.rank, a.order) < std::tie(b.at, b.rank, b.order);
            });
        if (first == future_.end() || first->at > end) break;
        const Future next = std::move(*first);
        future_.erase(first);
        now_ = next.at;
        next.act();
    }
    now_ = end;
}

Locker& Lockers::begin(Locker locker) {
    locker.number = lockers_.size();
    ++locker.books->transactions;
    telling_.at(timeline_.now());
    telling_.begins(locker.number, locker.origin.job, locker.origin.first_row);
    lockers_.push_back(std::move(locker));
    return lockers_.back();
}

/// Parents before children, then by object, then by id. [APXDEAD]
bool Lockers::comes_before(RecordName a, RecordName b) const {
    return std::tuple{depth_of(a.thing), object_order_(a.thing), a.number} <
           std::tuple{depth_of(b.thing), object_order_(b.thing), b.number};
}

void Lockers::acquire(Locker& locker, std::vector<Want> wanted) {
    std::stable_sort(wanted.begin(), wanted.end(), [&](const Want& a, const Want& b) {
        if (a.key != b.key) return comes_before(a.key, b.key);
        return a.row < b.row;
    });
    locker.wanted.clear();
    locker.order.clear();
    for (const Want& want : wanted) {
        if (!locker.wanted.empty() && locker.wanted.back().key == want.key) continue;
        locker.wanted.push_back(want);
        locker.order.push_back(want.key);
    }
    if (locker.disorder) {
        Random chance = *locker.disorder;
        for (std::size_t left = locker.order.size(); left > 1; --left)
            std::swap(locker.order[left - 1], locker.order[chance.below(left)]);
    }
    go_on(locker);
}

Lockers::Lock* Lockers::find(RecordName key) {
    for (Lock& lock : locks_) {
        if (lock.key == key) return &lock;
    }
    return nullptr;
}

void Lockers::go_on(Locker& locker) {
    while (locker.held < locker.order.size()) {
        const RecordName key = locker.order[locker.held];
        if (Lock* busy = find(key)) {
            busy->line.push_back(locker.number);
            return wait(locker);
        }
        locks_.push_back({key, locker.number, {}});
        ++locker.held;
    }
    hold_all(locker);
}

void Lockers::hold_all(Locker& locker) {
    locker.holding = true;
    locker.holding_since = timeline_.now();
    telling_.at(timeline_.now());
    telling_.has_all(locker.number, locker.wanted.size());
    timeline_.add(timeline_.now() + locker.hold, locker.rank(), [&locker] { locker.commit(); });
}

void Lockers::wait(Locker& locker) {
    locker.waiting = true;
    locker.deadlocked = false;
    locker.waiting_since = timeline_.now();
    ++locker.waits;
    ++locker.books->lock_waits;
    telling_.at(timeline_.now());
    telling_.waits(locker.number, locker.order[locker.held]);
    arm(locker, locker.patience);
    if (!closes_circle(locker)) return;
    locker.deadlocked = true;
    arm(locker, Duration{0});
}

/// The wait it is in now fails if it lasts so long.
void Lockers::arm(Locker& locker, Duration patience) {
    timeline_.add(timeline_.now() + patience, locker.rank(), [&locker, wait = locker.waits] {
        if (locker.waiting && locker.waits == wait) locker.fail(locker.order[locker.held]);
    });
}

/// Whether the one it waits for waits for one who waits for ... it, and none of them is about to
/// fail for that.
bool Lockers::closes_circle(const Locker& locker) {
    const Locker* at = &locker;
    for (std::size_t steps = 0; steps < lockers_.size() && at->waiting; ++steps) {
        at = &lockers_[find(at->order[at->held])->holder];
        if (at == &locker) return true;
        if (at->waiting && at->deadlocked) return false;
    }
    return false;
}

void Lockers::end_wait(Locker& locker) {
    if (!locker.waiting) return;
    locker.waiting = false;
    locker.books->waited += timeline_.now() - locker.waiting_since;
}

std::uint32_t Lockers::row_for(const Locker& locker, RecordName key) {
    for (const Want& want : locker.wanted) {
        if (want.key == key) return locker.origin.first_row + want.row;
    }
    return 0;
}

void Lockers::give_up(Locker& locker, RecordName key, std::uint32_t rows) {
    const Locker& holder = lockers_[find(key)->holder];
    ++locker.books->lock_timeouts;
    if (locker.deadlocked) ++locker.books->deadlocks;
    locker.books->rows_failed += rows;
    telling_.at(timeline_.now());
    telling_.gives_up(locker.number, key);
    LockFailure failure;
    failure.time = k_org_epoch + timeline_.now();
    failure.waiting_since = k_org_epoch + locker.waiting_since;
    failure.waiter = locker.origin;
    failure.waiter_row = row_for(locker, key);
    failure.holder = holder.origin;
    failure.holder_row = row_for(holder, key);
    failure.rows_failed = rows;
    failure.deadlock = locker.deadlocked;
    failures_.emplace_back(failure, key);
}

void Lockers::release(Locker& locker) {
    if (locker.holding) locker.books->hold_time += timeline_.now() - locker.holding_since;
    locker.holding = false;
    if (locker.waiting) std::erase(find(locker.order[locker.held])->line, locker.number);
    end_wait(locker);
    std::vector<std::size_t> lucky;
    for (std::size_t i = 0; i < locker.held; ++i) {
        Lock* lock = find(locker.order[i]);
        if (lock->line.empty()) {
            locks_.erase(locks_.begin() + (lock - locks_.data()));
            continue;
        }
        lock->holder = lock->line.front();
        lock->line.erase(lock->line.begin());
        lucky.push_back(lock->holder);
    }
    locker.held = 0;
    // Everything has changed hands before anybody goes on.
    for (const std::size_t number : lucky) {
        ++lockers_[number].held;
        end_wait(lockers_[number]);
    }
    for (const std::size_t number : lucky) go_on(lockers_[number]);
}

}  // namespace rowlock::oracle
