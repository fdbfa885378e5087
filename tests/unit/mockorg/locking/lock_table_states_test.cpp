#include "mockorg/locking/lock_table.hpp"
#include "mockorg/locking/wait_for_graph.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/locking/lock_test_support.hpp"

#include <algorithm>
#include <array>
#include <unordered_set>

// Every state that a few transactions on three keys can get into, by any interleaving of begin,
// commit and timeout, for every choice of lock sets.

namespace rowlock {
namespace {

using test::key;
using test::number;

constexpr std::uint32_t k_keys = 3;

using LockSet = std::vector<LockKey>;

enum class Stage : std::uint8_t { to_begin, running, done };

/// A state, with what is known about it from the answers the table gave.
struct World {
    LockTable table;
    std::vector<Stage> stages;
    /// Per transaction, how many keys of its set it holds by the last word heard of it.
    std::vector<std::size_t> held;
};

void require(bool holds, const char* what) {
    if (!holds) FAIL(what);
}

class Explorer {
public:
    explicit Explorer(std::vector<LockSet> lock_sets) : lock_sets_(std::move(lock_sets)) {}

    void run() {
        explore(
            {LockTable{},
             std::vector<Stage>(lock_sets_.size(), Stage::to_begin),
             std::vector<std::size_t>(lock_sets_.size())}
        );
    }

    std::size_t state_count() const { return seen_.size(); }

    std::size_t deadlock_count() const { return deadlock_count_; }

private:
    void explore(const World& world);
    void check_state(const World& world);
    void check_exclusion(const World& world) const;
    void check_no_lost_wake_up(const World& world) const;
    void check_deadlocks(const World& world);
    void check_fairness(const World& before, const World& after, std::size_t mover) const;

    World after_begin(const World& world, std::size_t mover) const;
    World after_release(const World& world, std::size_t mover) const;
    void hear(World& world, const LockProgress& progress) const;

    bool waits(const World& world, std::size_t i) const {
        return world.stages[i] == Stage::running && world.held[i] < lock_sets_[i].size();
    }

    LockKey wanted(const World& world, std::size_t i) const { return lock_sets_[i][world.held[i]]; }

    bool holds(const World& world, std::size_t i, LockKey wanted_key) const {
        const auto held_end = lock_sets_[i].begin() + static_cast<std::ptrdiff_t>(world.held[i]);
        return std::find(lock_sets_[i].begin(), held_end, wanted_key) != held_end;
    }

    /// Who holds the key, by the answers; the number of transactions for nobody.
    std::size_t holder(const World& world, LockKey wanted_key) const {
        std::size_t i = 0;
        while (i < lock_sets_.size() && !holds(world, i, wanted_key)) ++i;
        return i;
    }

    std::uint64_t signature(const World& world) const;

    std::vector<LockSet> lock_sets_;
    std::unordered_set<std::uint64_t> seen_;
    std::size_t deadlock_count_ = 0;
};

/// Stages and queues say everything about a state.
std::uint64_t Explorer::signature(const World& world) const {
    std::uint64_t result = 1;
    for (const Stage stage : world.stages) result = result * 4 + static_cast<std::uint64_t>(stage);
    for (std::uint32_t row = 0; row < k_keys; ++row) {
        const auto holder = world.table.holder(key(row));
        if (holder) result = result * 8 + static_cast<std::uint64_t>(*holder) + 1;
        for (const TransactionNo waiter : world.table.waiters(key(row))) {
            result = result * 8 + static_cast<std::uint64_t>(waiter) + 1;
        }
        result *= 8;
    }
    return result;
}

void Explorer::explore(const World& world) {
    if (!seen_.insert(signature(world)).second) return;
    check_state(world);
    for (std::size_t i = 0; i < lock_sets_.size(); ++i) {
        if (world.stages[i] == Stage::done) continue;
        const bool begins = world.stages[i] == Stage::to_begin;
        const World next = begins ? after_begin(world, i) : after_release(world, i);
        check_fairness(world, next, i);
        explore(next);
    }
}

World Explorer::after_begin(const World& world, std::size_t mover) const {
    World next = world;
    next.stages[mover] = Stage::running;
    hear(next, next.table.begin(number(mover), lock_sets_[mover]));
    return next;
}

/// A commit if it has all its keys, else a timeout.
World Explorer::after_release(const World& world, std::size_t mover) const {
    World next = world;
    next.stages[mover] = Stage::done;
    next.held[mover] = 0;
    std::vector<LockProgress> woken;
    next.table.release(number(mover), woken);
    for (const LockProgress& progress : woken) {
        const auto i = static_cast<std::size_t>(progress.transaction);
        require(waits(world, i), "only a waiter is woken");
        require(holds(world, mover, wanted(world, i)), "a waiter is woken by the key it waits for");
        const std::size_t held_before = next.held[i];
        hear(next, progress);
        require(next.held[i] > held_before, "a woken transaction has got a key");
    }
    return next;
}

void Explorer::hear(World& world, const LockProgress& progress) const {
    const auto i = static_cast<std::size_t>(progress.transaction);
    const LockSet& keys = lock_sets_[i];
    const auto at = progress.waiting_for
                        ? std::find(keys.begin(), keys.end(), *progress.waiting_for)
                        : keys.end();
    require(!progress.waiting_for || at != keys.end(), "it waits for a key of its own set");
    world.held[i] = static_cast<std::size_t>(at - keys.begin());
}

void Explorer::check_state(const World& world) {
    world.table.check_invariants();
    check_exclusion(world);
    check_no_lost_wake_up(world);
    check_deadlocks(world);
    const bool all_done = std::all_of(world.stages.begin(), world.stages.end(), [](Stage stage) {
        return stage == Stage::done;
    });
    if (all_done) require(world.table.held_key_count() == 0, "nothing is left behind");
}

/// The table's holders are those the answers made holders, and no key has two.
void Explorer::check_exclusion(const World& world) const {
    for (std::uint32_t row = 0; row < k_keys; ++row) {
        std::size_t holders = 0;
        for (std::size_t i = 0; i < lock_sets_.size(); ++i) {
            if (!holds(world, i, key(row))) continue;
            ++holders;
            require(world.table.holder(key(row)) == number(i), "who was told so holds the key");
        }
        require(holders <= 1, "a key has one holder");
        require(holders == 1 || !world.table.holder(key(row)), "a free key has no holder");
        require(holders == 1 || world.table.waiters(key(row)).empty(), "a free key has no waiter");
    }
}

/// Every waiter is in the queue it was told to be in, and has all its keys once the others are
/// gone.
void Explorer::check_no_lost_wake_up(const World& world) const {
    for (std::size_t i = 0; i < lock_sets_.size(); ++i) {
        if (!waits(world, i)) {
            require(!world.table.waiting_for(number(i)), "who has all its keys does not wait");
            continue;
        }
        require(
            world.table.waiting_for(number(i)) == wanted(world, i), "it waits for what it was told"
        );
        const auto queue = world.table.waiters(wanted(world, i));
        require(
            std::count(queue.begin(), queue.end(), number(i)) == 1, "it stands in the queue once"
        );
        LockTable table{world.table};
        std::vector<LockProgress> woken;
        for (std::size_t other = 0; other < lock_sets_.size(); ++other) {
            if (other != i && world.stages[other] == Stage::running)
                table.release(number(other), woken);
        }
        require(!table.waiting_for(number(i)), "it gets its keys when all others are gone");
        require(table.held_key_count() == lock_sets_[i].size(), "and nobody else has any");
    }
}

/// In a deadlock if following the holders comes back; at most as many steps as there are
/// transactions.
void Explorer::check_deadlocks(const World& world) {
    for (std::size_t i = 0; i < lock_sets_.size(); ++i) {
        std::vector<TransactionNo> circle;
        std::size_t at = i;
        while (waits(world, at) && circle.size() <= lock_sets_.size()) {
            circle.push_back(number(at));
            at = holder(world, wanted(world, at));
            require(at < lock_sets_.size(), "what is waited for has a holder");
            if (at == i) break;
        }
        if (circle.empty() || at != i) circle.clear();
        if (!circle.empty()) ++deadlock_count_;
        require(
            find_deadlock(world.table, number(i)) == circle, "deadlocks are found, and only they"
        );
    }
}

/// Who was waiting keeps its place; newcomers stand behind; a key changes hands to the first in
/// line.
void Explorer::check_fairness(const World& before, const World& after, std::size_t mover) const {
    for (std::uint32_t row = 0; row < k_keys; ++row) {
        std::vector<TransactionNo> line = before.table.waiters(key(row));
        std::erase(line, number(mover));
        const auto old_holder = before.table.holder(key(row));
        const auto new_holder = after.table.holder(key(row));
        if (old_holder && old_holder != new_holder && !line.empty()) {
            require(new_holder == line.front(), "the first in line gets the key");
            line.erase(line.begin());
        }
        const std::vector<TransactionNo> now = after.table.waiters(key(row));
        require(now.size() >= line.size(), "no waiter is forgotten");
        require(std::equal(line.begin(), line.end(), now.begin()), "waiters keep their order");
    }
}

/// All ways to pick keys: as sets in key order, or in every order.
std::vector<LockSet> possible_lock_sets(bool in_any_order) {
    std::vector<LockSet> result;
    for (std::uint32_t mask = 0; mask < 1U << k_keys; ++mask) {
        LockSet keys;
        for (std::uint32_t row = 0; row < k_keys; ++row) {
            if ((mask >> row & 1) != 0) keys.push_back(key(row));
        }
        do {
            result.push_back(keys);
        } while (in_any_order && std::next_permutation(keys.begin(), keys.end()));
    }
    return result;
}

struct Totals {
    std::size_t states = 0;
    std::size_t deadlocks = 0;
};

/// Explores every choice of `count` lock sets; transactions are alike, so their order does not
/// matter.
void explore_all(
    const std::vector<LockSet>& possible,
    std::size_t count,
    std::size_t from,
    std::vector<LockSet>& chosen,
    Totals& totals
) {
    if (chosen.size() == count) {
        Explorer explorer{chosen};
        explorer.run();
        totals.states += explorer.state_count();
        totals.deadlocks += explorer.deadlock_count();
        return;
    }
    for (std::size_t i = from; i < possible.size(); ++i) {
        chosen.push_back(possible[i]);
        explore_all(possible, count, i, chosen, totals);
        chosen.pop_back();
    }
}

Totals explore_all(const std::vector<LockSet>& possible, std::size_t count) {
    Totals totals;
    std::vector<LockSet> chosen;
    explore_all(possible, count, 0, chosen, totals);
    return totals;
}

TEST_CASE("lock sets in one order never deadlock, whatever happens when") {
    const auto transactions = GENERATE(range(std::size_t{1}, std::size_t{6}));
    const Totals totals = explore_all(possible_lock_sets(false), transactions);
    CHECK(totals.states > 0);
    CHECK(totals.deadlocks == 0);
}

TEST_CASE("lock sets in any order deadlock from three transactions on, and every deadlock is found"
) {
    // Two cannot: each takes all it can get before the other one moves.
    const auto transactions = GENERATE(range(std::size_t{2}, std::size_t{5}));
    const Totals totals = explore_all(possible_lock_sets(true), transactions);
    CHECK((totals.deadlocks > 0) == (transactions > 2));
}

}  // namespace
}  // namespace rowlock
