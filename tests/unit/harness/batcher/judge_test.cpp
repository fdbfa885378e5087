#include "harness/batcher/judge.hpp"

#include "checks/contention/contention.hpp"
#include "harness/batcher/canonical_key.hpp"
#include "harness/batcher/generator.hpp"
#include "harness/batcher/property_checks.hpp"
#include "mockorg/base/random.hpp"
#include "tests/support/test.hpp"

#include <map>

namespace rowlock::batcher {
namespace {

/// A case with a plan that cares about nothing.
struct RandomPlan {
    Instance instance;
    KeyTable keys;
    Answer answer;
};

Answer careless_answer(const Instance& instance, std::uint64_t seed) {
    Random random{seed};
    Answer answer;
    const std::size_t batches = 1 + random.below(5);
    for (std::size_t i = 0; i < batches; ++i) {
        AnswerBatch batch;
        batch.lane = static_cast<BatchLane>(random.below(3));
        batch.phase = static_cast<std::uint32_t>(random.below(2));
        batch.feed_group = static_cast<std::uint32_t>(random.below(2));
        answer.batches.push_back(std::move(batch));
    }
    for (std::uint32_t row = 0; row < instance.rows.size(); ++row) {
        answer.batches[random.below(batches)].rows.push_back(row);
    }
    return answer;
}

RandomPlan random_plan(std::uint32_t number) {
    RandomPlan plan;
    plan.instance = render(make_case(GeneratorSettings{}, number));
    plan.keys = keys_of(plan.instance);
    plan.answer = careless_answer(plan.instance, number);
    return plan;
}

TEST_CASE("the judge and rowlock's own checker find the same keys") {
    rc::prop("for any plan", [] {
        const RandomPlan plan = random_plan(*rc::gen::inRange(0U, 5'000U));
        RowKeys rows;
        std::map<std::string, KeyNo> numbers;
        for (const auto& keys : plan.keys) {
            for (const std::string& key : keys) {
                const auto next = static_cast<KeyNo>(numbers.size());
                rows.add(KeyUse{numbers.try_emplace(key, next).first->second, false});
            }
            rows.end_row();
        }
        Batching batching;
        for (const AnswerBatch& batch : plan.answer.batches) {
            PlannedBatch planned;
            planned.first = static_cast<std::uint32_t>(batching.order.size());
            planned.rows = static_cast<std::uint32_t>(batch.rows.size());
            planned.lane = batch.lane;
            planned.phase = batch.phase;
            planned.feed_group = batch.feed_group;
            batching.batches.push_back(planned);
            batching.order.insert(batching.order.end(), batch.rows.begin(), batch.rows.end());
        }
        const auto clashes = find_clashes(plan.keys, plan.answer.batches);
        const auto report = check_contention(rows, batching);
        RC_CLASSIFY(!clashes.empty());
        RC_ASSERT(clashes.size() == report.hard.conflicting_keys);
        RC_ASSERT(
            count_clashing_pairs(plan.keys, plan.answer.batches) ==
            report.hard.conflicting_pairs.value_or(0)
        );
    });
}

/// How many of 300 careless plans the check calls the judge wrong for.
template <class Check>
std::size_t findings_of(Check&& check, const PairCounter& judge) {
    std::size_t found = 0;
    for (std::uint64_t number = 0; number < 300; ++number) {
        const AbstractCase abstract = make_case(GeneratorSettings{}, number);
        FunctionBatcher batcher{[number](const Instance& instance, Surroundings) {
            return careless_answer(instance, number);
        }};
        Trial trial{abstract, batcher};
        if (check(trial, judge)) ++found;
    }
    return found;
}

std::uint64_t only_neighbours(const KeyTable& keys, const std::vector<AnswerBatch>& batches) {
    std::uint64_t pairs = 0;
    for (std::size_t i = 0; i + 1 < batches.size(); ++i) {
        pairs += count_clashing_pairs(keys, {batches[i], batches[i + 1]});
    }
    return batches.empty() || batches.front().rows.size() % 2 == 0 ? pairs : pairs + 1;
}

std::uint64_t phases_add_clashes(const KeyTable& keys, const std::vector<AnswerBatch>& batches) {
    std::uint64_t phases = 0;
    for (const AnswerBatch& batch : batches) phases += batch.phase;
    return count_clashing_pairs(keys, batches) + phases;
}

/// Counts rows without keys as sharing one.
std::uint64_t nothing_is_shared(const KeyTable& keys, const std::vector<AnswerBatch>& batches) {
    KeyTable table = keys;
    for (auto& row : table) {
        if (row.empty()) row.emplace_back("null");
    }
    return count_clashing_pairs(table, batches);
}

std::uint64_t different_keys(const KeyTable& keys, const std::vector<AnswerBatch>& batches) {
    KeyTable table = keys;
    std::uint64_t distinct = 0;
    std::map<std::string, int> seen;
    for (const auto& row : table) {
        for (const std::string& key : row) distinct += ++seen[key] == 1 ? 1U : 0U;
    }
    return count_clashing_pairs(table, batches) + distinct;
}

TEST_CASE("wrong judges are found out, and the right one is not") {
    CHECK(findings_of(check_fewer_columns, count_clashing_pairs) == 0);
    CHECK(findings_of(check_merged_keys, count_clashing_pairs) == 0);
    CHECK(findings_of(check_dropped_barrier, count_clashing_pairs) == 0);
    CHECK(findings_of(check_batch_order, count_clashing_pairs) == 0);
    CHECK(findings_of(check_fewer_columns, nothing_is_shared) > 0);
    CHECK(findings_of(check_merged_keys, different_keys) > 0);
    CHECK(findings_of(check_dropped_barrier, phases_add_clashes) > 0);
    CHECK(findings_of(check_batch_order, only_neighbours) > 0);
}

TEST_CASE("groups are rows linked by keys, directly or through others") {
    const KeyTable keys{{"a"}, {"b"}, {}, {"a", "b"}, {"c"}};
    CHECK(find_groups(keys) == std::vector<std::size_t>{0, 0, 1, 0, 2});
    CHECK(group_sizes(find_groups(keys)) == std::vector<std::size_t>{3, 1, 1});
}

TEST_CASE("the fewest batches are found by trying") {
    CHECK(fewest_batches({3, 3, 2, 2, 2}, 6) == 2);
    CHECK(fewest_batches({2, 2, 2}, 3) == 3);
    CHECK(fewest_batches({2, 1, 2, 1}, 3) == 2);
    CHECK(fewest_batches({}, 3) == 0);
    CHECK_FALSE(fewest_batches({4}, 3));
}

TEST_CASE("a plan's time counts lanes, feeds and phases") {
    Instance instance;
    instance.workers = 2;
    Answer answer;
    answer.batches.resize(2);
    answer.batches[0].rows = {0};
    answer.batches[1].rows = {1};
    const KeyTable keys{{"a"}, {"a"}};
    CHECK(makespan_seconds(instance, keys, answer) == Approx(5.016));
    for (AnswerBatch& batch : answer.batches) batch.lane = BatchLane::feed;
    CHECK(makespan_seconds(instance, keys, answer) == Approx(10.032));
    for (AnswerBatch& batch : answer.batches) batch.lane = BatchLane::serial;
    CHECK(makespan_seconds(instance, keys, answer) == Approx(10.032));
    for (AnswerBatch& batch : answer.batches) batch.lane = BatchLane::parallel;
    answer.batches[1].phase = 1;
    CHECK(makespan_seconds(instance, keys, answer) == Approx(10.032));
}

}  // namespace
}  // namespace rowlock::batcher
