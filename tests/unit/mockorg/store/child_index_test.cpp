#include "mockorg/store/child_index.hpp"

#include "tests/support/test.hpp"

#include <map>
#include <set>

namespace rowlock {
namespace {

TEST_CASE("behaves like a map from parent to a set of children") {
    rc::prop("model", [] {
        ChildIndex index;
        std::map<std::uint32_t, RecordHandle> parent_of;
        const auto steps =
            *rc::gen::container<std::vector<std::pair<std::uint32_t, std::uint32_t>>>(
                rc::gen::pair(rc::gen::inRange(0U, 12U), rc::gen::inRange(0U, 6U))
            );
        for (const auto& [child, choice] : steps) {
            if (const auto known = parent_of.find(child); known != parent_of.end()) {
                index.remove(known->second, child);
                parent_of.erase(known);
            }
            if (choice == 0) continue;
            const RecordHandle parent{static_cast<ObjectNo>(choice % 2), choice};
            index.add(parent, child);
            parent_of.emplace(child, parent);
        }
        for (std::uint32_t row = 1; row < 6; ++row) {
            const RecordHandle parent{static_cast<ObjectNo>(row % 2), row};
            std::vector<std::uint32_t> expected;
            for (const auto& [child, its_parent] : parent_of) {
                if (its_parent == parent) expected.push_back(child);
            }
            RC_ASSERT(index.children(parent) == expected);
        }
    });
}

}  // namespace
}  // namespace rowlock
