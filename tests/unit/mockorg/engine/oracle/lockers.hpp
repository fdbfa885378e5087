#pragma once

#include "mockorg/base/random.hpp"
#include "mockorg/engine/ledger.hpp"
#include "tests/unit/mockorg/engine/oracle/telling.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace rowlock::oracle {

/// What will happen, in a list that is looked through for what comes first: of what falls together,
/// what those from outside go on with, then who of them comes, then the org's own; of those, what
/// was caused first.
class Timeline {
public:
    enum class Rank : std::uint8_t { outside, coming, own };

    Duration now() const { return now_; }

    void add(Duration at, Rank rank, std::function<void()> act) {
        future_.push_back({at, rank, rank == Rank::coming ? 0 : next_++, std::move(act)});
    }

    /// The outsider of this number comes.
    void add_coming(Duration at, std::uint64_t number, std::function<void()> act) {
        future_.push_back({at, Rank::coming, number, std::move(act)});
    }

    /// Does all that is due.
    void run_until(Duration end);

private:
    struct Future {
        Duration at{};
        Rank rank{};
        std::uint64_t order = 0;
        std::function<void()> act;
    };

    std::vector<Future> future_;
    std::uint64_t next_ = 0;
    Duration now_{};
};

/// A key and the first row of its transaction that wants it.
struct Want {
    RecordName key;
    std::uint32_t row = 0;
};

/// A transaction.
struct Locker {
    std::size_t number = 0;
    TransactionOrigin origin;
    Duration patience{};
    Duration hold{};
    /// Of those from outside: the order of its keys.
    std::optional<Random> disorder;
    /// What happens to it is no event of the org's own.
    bool in_background = false;
    LockStatistics* books = nullptr;
    /// Does what it came for, and ends itself.
    std::function<void()> commit;
    /// It waited in vain for the key.
    std::function<void(RecordName)> fail;

    /// In lock order.
    std::vector<Want> wanted;
    std::vector<RecordName> order;
    std::size_t held = 0;
    bool waiting = false;
    bool holding = false;
    bool deadlocked = false;
    std::uint32_t waits = 0;
    Duration waiting_since{};
    Duration holding_since{};

    Timeline::Rank rank() const {
        return in_background ? Timeline::Rank::outside : Timeline::Rank::own;
    }
};

/// The locks, as a list of keys with a holder and a line each, looked through from the front.
class Lockers {
public:
    /// Where an object stands in the schema.
    using ObjectOrder = std::function<std::uint32_t(Thing)>;

    Lockers(Timeline& timeline, Telling& telling, ObjectOrder object_order)
        : timeline_(timeline), telling_(telling), object_order_(std::move(object_order)) {}

    Locker& begin(Locker locker);

    /// Takes the keys one by one; `commit` or `fail` follows.
    void acquire(Locker& locker, std::vector<Want> wanted);

    /// Books that it waited in vain; `rows` fail with it.
    void give_up(Locker& locker, RecordName key, std::uint32_t rows);

    /// Lets go of everything; the next in line go on.
    void release(Locker& locker);

    /// Every failure with the key it was about.
    const std::vector<std::pair<LockFailure, RecordName>>& failures() const { return failures_; }

private:
    struct Lock {
        RecordName key;
        std::size_t holder = 0;
        std::vector<std::size_t> line;
    };

    Lock* find(RecordName key);
    bool comes_before(RecordName a, RecordName b) const;
    void go_on(Locker& locker);
    void wait(Locker& locker);
    void end_wait(Locker& locker);
    void hold_all(Locker& locker);
    void arm(Locker& locker, Duration patience);
    bool closes_circle(const Locker& locker);
    static std::uint32_t row_for(const Locker& locker, RecordName key);

    Timeline& timeline_;
    Telling& telling_;
    ObjectOrder object_order_;
    /// All there ever were.
    std::deque<Locker> lockers_;
    std::vector<Lock> locks_;
    std::vector<std::pair<LockFailure, RecordName>> failures_;
};

}  // namespace rowlock::oracle
