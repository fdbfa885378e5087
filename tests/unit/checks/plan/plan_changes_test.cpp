// How plans change when loads change (M1 to M12), and how they compare with the optimum.
#include "checks/plan/batch_plan.hpp"
#include "tests/unit/checks/plan/plan_checker.hpp"

#include <bit>

namespace rowlock {
namespace {

/// A load whose components all fit into a batch, planned for the fewest batches.
rc::Gen<test::PlanCase> any_case_of_groups() {
    return rc::gen::exec([] {
        test::PlanCase drawn;
        drawn.options.limits.rows = *rc::gen::inRange<std::uint32_t>(1, 8);
        drawn.options.objective = PlanObjective::batches;
        drawn.options.workers = *rc::gen::inRange<std::uint32_t>(1, 5);
        const auto groups = *rc::gen::inRange<KeyNo>(0, 9);
        for (KeyNo key = 0; key < groups; ++key) {
            const auto size = *rc::gen::inRange<std::uint32_t>(1, drawn.options.limits.rows + 1);
            drawn.lists.insert(drawn.lists.end(), size, {key});
        }
        for (std::size_t row = 0; row < drawn.lists.size(); ++row) {
            drawn.contents.push_back(row * 0x9e3779b97f4a7c15ULL);
        }
        drawn.bytes.assign(drawn.lists.size(), 1);
        return drawn;
    });
}

void add_row(test::PlanCase& load, std::vector<KeyNo> keys) {
    load.lists.push_back(std::move(keys));
    load.bytes.push_back(1);
    load.contents.push_back(7'777'777 + load.lists.size());
}

/// The fewest batches: groups put together in all ways.
std::size_t fewest_batches(const std::vector<std::uint32_t>& sizes, std::uint32_t capacity) {
    const std::size_t sets = std::size_t{1} << sizes.size();
    std::vector<std::size_t> fewest(sets, sizes.size());
    fewest[0] = 0;
    for (std::size_t set = 1; set < sets; ++set) {
        for (std::size_t part = set; part > 0; part = (part - 1) & set) {
            std::uint32_t rows = 0;
            for (std::size_t i = 0; i < sizes.size(); ++i) {
                if ((part >> i & 1U) != 0) rows += sizes[i];
            }
            if (rows <= capacity) fewest[set] = std::min(fewest[set], fewest[set ^ part] + 1);
        }
    }
    return fewest[sets - 1];
}

std::multiset<std::uint64_t> batch_sizes(const BatchPlan& plan) {
    std::multiset<std::uint64_t> sizes;
    for (const LoadSize& size : plan.sizes) sizes.insert(size.rows);
    return sizes;
}

}  // namespace

TEST_CASE("best fit stays close to the optimum") {
    rc::prop("m <= 11/9 of the fewest batches + 1, and not below the bound", [] {
        const auto load = *any_case_of_groups();
        std::map<KeyNo, std::uint32_t> sizes;
        for (const auto& keys : load.lists) ++sizes[keys.front()];
        std::vector<std::uint32_t> list;
        for (const auto& [key, size] : sizes) list.push_back(size);
        const std::size_t fewest = fewest_batches(list, load.options.limits.rows);
        const BatchPlan plan = load.plan();
        RC_ASSERT(plan.conflicts.pair_count() == 0U);
        RC_ASSERT(9 * plan.sizes.size() <= 11 * fewest + 9);
        RC_ASSERT(*plan.bounds.safe_batches_min <= fewest);
    });
}

TEST_CASE("an unrelated row changes at most one batch") {
    rc::prop("M1", [] {
        auto load = *any_case_of_groups();
        const auto before = test::batch_contents(load.plan(), load.contents);
        add_row(load, *rc::gen::arbitrary<bool>() ? std::vector<KeyNo>{} : std::vector<KeyNo>{90});
        const auto after = test::batch_contents(load.plan(), load.contents);
        std::size_t kept = 0;
        for (const auto& batch : before) kept += after.count(batch) > 0 ? 1U : 0U;
        RC_ASSERT(kept + 1 >= before.size());
        RC_ASSERT(after.size() <= before.size() + 1);
    });
}

TEST_CASE("two unrelated loads need no more batches together than apart") {
    rc::prop("M2, and the union of their plans is safe: M11", [] {
        auto first = *any_case_of_groups();
        auto second = *any_case_of_groups();
        second.options = first.options;
        const BatchPlan one = first.plan();
        for (auto& keys : second.lists) {
            keys.front() += 50;
        }
        const BatchPlan other = second.plan();
        test::PlanCase both = first;
        for (const auto& keys : second.lists) add_row(both, keys);
        RC_ASSERT(both.plan().sizes.size() <= one.sizes.size() + other.sizes.size() + 1);
        for (const auto& a : test::batch_keys(one, first.lists)) {
            for (const auto& b : test::batch_keys(other, second.lists)) {
                RC_ASSERT(!test::share(a, b));
            }
        }
    });
}

TEST_CASE("names of keys decide nothing but ties") {
    rc::prop("M3: same batches in number and size", [] {
        const auto load = *any_case_of_groups();
        test::PlanCase renamed = load;
        for (auto& keys : renamed.lists) keys.front() = 60 - 3 * keys.front();
        RC_ASSERT(batch_sizes(load.plan()) == batch_sizes(renamed.plan()));
    });
}

TEST_CASE("a row without a key is like one with a key of its own") {
    rc::prop("M4", [] {
        auto load = *any_case_of_groups();
        auto fresh = load;
        const auto rows = *rc::gen::inRange<KeyNo>(0, 10);
        for (KeyNo i = 0; i < rows; ++i) {
            add_row(load, {});
            add_row(fresh, {90 + i});
        }
        RC_ASSERT(load.plan().sizes.size() == fresh.plan().sizes.size());
        RC_ASSERT(load.plan().conflicts.pair_count() == fresh.plan().conflicts.pair_count());
    });
}

TEST_CASE("a key that always comes with another changes nothing") {
    rc::prop("M5", [] {
        const auto load = *test::any_plan_case();
        test::PlanCase twice = load;
        for (auto& keys : twice.lists) {
            const auto once = keys;
            for (const KeyNo key : once) keys.push_back(key + 20);
        }
        RC_ASSERT(
            test::batch_contents(load.plan(), load.contents) ==
            test::batch_contents(twice.plan(), twice.contents)
        );
    });
}

TEST_CASE("each row j times in batches j times as large is the same plan") {
    rc::prop("M12", [] {
        const auto load = *any_case_of_groups();
        const auto times = *rc::gen::inRange<std::uint32_t>(2, 4);
        test::PlanCase many = load;
        many.options.limits.rows *= times;
        for (std::uint32_t i = 1; i < times; ++i) {
            many.lists.insert(many.lists.end(), load.lists.begin(), load.lists.end());
            many.bytes.insert(many.bytes.end(), load.bytes.begin(), load.bytes.end());
            many.contents.insert(many.contents.end(), load.contents.begin(), load.contents.end());
        }
        std::multiset<std::uint64_t> expected;
        for (const std::uint64_t rows : batch_sizes(load.plan())) expected.insert(rows * times);
        RC_ASSERT(batch_sizes(many.plan()) == expected);
    });
}

}  // namespace rowlock
