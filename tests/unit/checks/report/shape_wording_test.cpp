#include "checks/report/shape_wording.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/checks/report/sample_report.hpp"

namespace rowlock {
namespace {

using Catch::Matchers::Contains;
using test::sample_report;

TEST_CASE("bounds say which one binds, and whether a clean batching exists") {
    BoundPart bounds = *sample_report().bounds;
    const auto sentences = bound_sentences(bounds);
    CHECK(
        sentences[0] ==
        "No plan takes less than 16 s with 10 batches in flight (k); what sets this is all the "
        "work, shared out evenly among the batches in flight"
    );
    CHECK(sentences[1] == "The batches as they are take 21 s, 31 % more than that");
    CHECK(sentences[2] == "A batching without conflicts exists; it takes at least 1 batch");
    bounds.safe_batches_min = std::nullopt;
    bounds.quota_days = 6;
    CHECK_THAT(bound_sentences(bounds)[2], Contains("No batching without conflicts exists"));
    CHECK_THAT(bound_sentences(bounds)[3], Contains("6 full days"));
}

TEST_CASE("what binds is told by its records and rows") {
    CHECK(
        binding_reason(BindingBound::key, {"Account 001A"}, 388'041) ==
        "Account 001A: batches with any of its 388,041 rows must run one after another, however "
        "these are cut"
    );
    CHECK(binding_reason(BindingBound::key, {"001A"}, 1) == "the time that a single row takes");
    CHECK_THAT(
        binding_reason(BindingBound::triangle, {"001A", "001B", "001C"}, 388'041),
        Contains("001A, 001B, 001C: 388,041 rows lock two of these three")
    );
    BoundPart bounds = *sample_report().bounds;
    bounds.binding = BindingBound::key;
    bounds.binding_keys = {"001A"};
    bounds.binding_rows = 2;
    CHECK_THAT(binding_text(bounds), Contains("001A: batches with any of its 2 rows"));
}

TEST_CASE("what is not known for certain is not said to exist") {
    BoundPart bounds;
    bounds.safe_batches_min = 2;
    const auto says = [&](const char* start) {
        const auto sentences = bound_sentences(bounds);
        return std::any_of(sentences.begin(), sentences.end(), [&](const std::string& each) {
            return each.starts_with(start);
        });
    };
    CHECK(says("A batching without conflicts exists"));
    bounds.keys_known = false;
    CHECK(says("By the locks that are known, a batching without"));
}

TEST_CASE("groups of rows are told by number and size") {
    CHECK(
        component_sentences({12, 5, true, 0.0, false}) ==
        std::vector<std::string>{
            "By shared records, rows hang together in 12 groups; the largest has 5 rows, and each "
            "fits in a batch"}
    );
    const auto tangled = component_sentences({1, 20'000, false, 1.25, true});
    REQUIRE(tangled.size() == 2);
    CHECK_THAT(tangled[0], Contains("in 1 group; the largest has 20,000 rows, more than fit"));
    CHECK_THAT(tangled[1], Contains("each parent's rows have 1.25 links"));
    CHECK_THAT(component_sentences({}).front(), Contains("No row locks a record"));
}

TEST_CASE("skew is told by parents, large ones and the largest") {
    SkewPart skew = sample_report().skew.front();
    CHECK(
        skew_sentence(skew) ==
        "AccountId: 300 rows under 40 parents, which collide as often as if spread evenly over 32 "
        "parents; the largest, 001Ab00000000A1IAI, has 30 rows"
    );
    skew.parents_from_6000 = 3;
    skew.parents_from_10000 = 1;
    CHECK_THAT(
        skew_sentence(skew), Contains("; 3 parents of 6,000 rows or more, 1 of them 10,000")
    );
}

}  // namespace
}  // namespace rowlock
