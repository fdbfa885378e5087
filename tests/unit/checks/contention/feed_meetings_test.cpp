#include "checks/contention/feed_meetings.hpp"

#include "checks/contention/contention.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

/// Batches of one row with these keys, the first ones fed.
struct Load {
    RowKeys keys;
    Batching batching;

    explicit Load(const std::vector<std::vector<KeyNo>>& rows, std::uint32_t fed) {
        for (std::uint32_t i = 0; i < rows.size(); ++i) {
            for (const KeyNo key : rows[i]) keys.add({key, false});
            keys.end_row();
            batching.batches.push_back({i, 1, i < fed ? BatchLane::feed : BatchLane::parallel});
        }
        batching.held_apart.resize(rows.size());
    }

    void hold_apart(std::uint32_t a, std::uint32_t b) {
        batching.held_apart[a].push_back({b, 1});
        batching.held_apart[b].push_back({a, 1});
    }

    Contention check() const {
        ContentionOptions options;
        for (const std::uint32_t slots : {2U, 3U}) options.windows.push_back({slots, 1.0});
        return check_contention(keys, batching, options).all;
    }
};

TEST_CASE("a shared key that the feed knows of is no conflict, another one is") {
    Load load{{{0, 1}, {0}, {1}}, 3};
    load.hold_apart(0, 1);
    Contention found = load.check();
    CHECK(found.conflicting_keys == 1);
    CHECK(found.conflicting_pairs == 1);
    CHECK(found.overlapping_pairs == 2);
    REQUIRE(found.witnesses.size() == 1);
    CHECK(found.witnesses.front() == Witness{1, {0, 0}, {2, 2}, false});
    load.hold_apart(0, 2);
    found = load.check();
    CHECK(found.safe());
    CHECK(found.overlapping_pairs == 1);
}

TEST_CASE("a key that feed batches share with each other and with a parallel one counts once") {
    const Contention found = Load{{{0}, {0}, {0}}, 2}.check();
    CHECK(found.conflicting_keys == 1);
    CHECK(found.witnesses.size() == 1);
    CHECK(found.conflicting_pairs == 3);
    CHECK(found.overlapping_pairs == 3);
}

TEST_CASE("a feed that holds nothing back has the windows of a parallel lane") {
    Load load{{{0}, {1}, {0, 2}}, 3};
    CHECK(load.check().windows[0].safe());
    CHECK_FALSE(load.check().windows[1].safe());
    // One that does sends in no order to rely on.
    load.hold_apart(1, 2);
    CHECK_FALSE(load.check().windows[0].safe());
}

TEST_CASE("two feeds, phases and loads know nothing of each other's lists") {
    Load load{{{0}, {0}}, 2};
    load.hold_apart(0, 1);
    load.batching.batches[1].feed_group = 1;
    CHECK_FALSE(load.check().safe());
    load.batching.batches[1].phase = 1;
    CHECK(load.check().safe());
    load.batching.batches[1].load = 1;
    CHECK_FALSE(load.check().safe());
}

}  // namespace
}  // namespace rowlock
