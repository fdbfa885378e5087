#include "harness/verify/snapshot_diff.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

RecordId contact(std::uint64_t number) {
    return RecordId::make({'0', '0', '3'}, {'0', '0', '0'}, number);
}

TEST_CASE("a record tells what happened to it") {
    SnapshotDiff diff{
        {{contact(1), 10, 20}, {contact(2), 11, 21}, {contact(4), 12, 22}}, {contact(6)}, 5'700};
    const auto take =
        [&](std::uint64_t number, std::uint64_t content, std::uint64_t parents, std::int64_t created
        ) {
            ScannedRecord record;
            record.id = contact(number);
            record.content.low = content;
            record.parents = parents;
            record.created_ms = created;
            return diff.take(record);
        };
    CHECK(take(1, 10, 20, 0) == std::nullopt);
    CHECK(take(2, 99, 21, 0) == ForeignChange::changed);
    CHECK(take(4, 98, 97, 0) == ForeignChange::moved);
    // Times of records may be whole seconds, so all of the baseline's second is newer.
    CHECK(take(3, 1, 1, 5'000) == ForeignChange::created);
    CHECK(take(5, 1, 1, 4'999) == ForeignChange::undeleted);
    CHECK(take(6, 1, 1, 9'000) == std::nullopt);
    CHECK(diff.missing().empty());
}

TEST_CASE("what never comes is missing") {
    SnapshotDiff diff{{{contact(1), 10, 20}, {contact(2), 11, 21}}, {}, 0};
    ScannedRecord record;
    record.id = contact(2);
    diff.take(record);
    CHECK(diff.missing() == std::vector{contact(1)});
}

}  // namespace
}  // namespace rowlock
