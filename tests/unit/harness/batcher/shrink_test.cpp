#include "harness/batcher/shrink.hpp"

#include "harness/batcher/canonical_key.hpp"
#include "harness/batcher/case_file.hpp"
#include "harness/batcher/generator.hpp"
#include "harness/batcher/judge.hpp"
#include "tests/support/test.hpp"

#include <algorithm>

namespace rowlock::batcher {
namespace {

constexpr std::uint64_t k_tries = 4'000;

AbstractCase any_case() {
    GeneratorSettings settings;
    settings.seed = *rc::gen::inRange(0U, 1'000U);
    return make_case(settings, *rc::gen::inRange(0U, 400U));
}

/// Two rows of one key in a file of more rows than a batch: what a plain cut breaks.
bool shares_a_key(const AbstractCase& abstract) {
    const KeyTable keys = keys_of(render(abstract));
    for (std::size_t a = 0; a < keys.size(); ++a) {
        for (std::size_t b = a + abstract.caps.rows; b < keys.size(); ++b) {
            for (const std::string& key : keys[a]) {
                if (std::binary_search(keys[b].begin(), keys[b].end(), key)) return true;
            }
        }
    }
    return false;
}

TEST_CASE("what is left still fails, and is never heavier than what there was") {
    rc::prop("for any case that fails", [] {
        const AbstractCase abstract = any_case();
        RC_PRE(shares_a_key(abstract));
        CaseWeight last = weight_of(abstract);
        const auto still_fails = [&](const AbstractCase& candidate) {
            RC_ASSERT(fault_of(candidate).empty());
            const bool fails = shares_a_key(candidate);
            if (fails) {
                RC_ASSERT(weight_of(candidate) < last);
                last = weight_of(candidate);
            }
            return fails;
        };
        const ShrinkResult shrunk = shrink(abstract, still_fails, k_tries);
        RC_ASSERT(shares_a_key(shrunk.abstract));
        RC_ASSERT(weight_of(shrunk.abstract) <= weight_of(abstract));
        RC_ASSERT(shrunk.tries <= k_tries);
    });
}

TEST_CASE("the end is two rows, one parent and a batch of one row") {
    rc::prop("for any case that fails", [] {
        const AbstractCase abstract = any_case();
        RC_PRE(shares_a_key(abstract));
        const AbstractCase least = shrink(abstract, shares_a_key, k_tries).abstract;
        RC_ASSERT(least.rows.size() == 2U);
        RC_ASSERT(least.caps.rows == 1U);
        RC_ASSERT(least.rows[0].keys == least.rows[1].keys);
        RC_ASSERT(least.key_columns.size() == 1U);
    });
}

TEST_CASE("the same case shrinks to the same bytes") {
    rc::prop("for any case", [] {
        const AbstractCase abstract = any_case();
        const auto has_rows = [](const AbstractCase& each) { return each.rows.size() >= 2; };
        const auto once = shrink(abstract, has_rows, k_tries);
        const auto again = shrink(abstract, has_rows, k_tries);
        RC_ASSERT(case_json(once.abstract, {}) == case_json(again.abstract, {}));
        RC_ASSERT(once.tries == again.tries);
    });
}

TEST_CASE("it stops after so many tries") {
    const AbstractCase abstract = make_case(GeneratorSettings{}, 133);
    CHECK(
        shrink(
            abstract, [](const AbstractCase&) { return true; }, 5
        )
            .tries <= 5
    );
}

}  // namespace
}  // namespace rowlock::batcher
