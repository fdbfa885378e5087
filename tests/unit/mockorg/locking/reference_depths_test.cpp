#include "mockorg/locking/reference_depths.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

ReferenceEdge edge(std::size_t child, std::size_t parent) {
    return {static_cast<ObjectNo>(child), static_cast<ObjectNo>(parent)};
}

std::vector<int> depths(std::size_t count, const std::vector<ReferenceEdge>& edges) {
    const std::vector<std::uint8_t> result = reference_depths(count, edges);
    return {result.begin(), result.end()};
}

TEST_CASE("depth is the longest way up") {
    CHECK(depths(3, {}) == std::vector{0, 0, 0});
    CHECK(depths(4, {edge(1, 0), edge(2, 1), edge(2, 0), edge(3, 0)}) == std::vector{0, 1, 2, 1});
    CHECK(depths(3, {edge(0, 1), edge(1, 2)}) == std::vector{2, 1, 0});
}

TEST_CASE("a reference to the own object is no level") {
    CHECK(depths(2, {edge(0, 0), edge(1, 0), edge(1, 1)}) == std::vector{0, 1});
}

TEST_CASE("objects in a circle share a depth, and what is above and below keeps its place") {
    const std::vector<ReferenceEdge> edges{
        edge(1, 0), edge(1, 2), edge(2, 3), edge(3, 1), edge(4, 3)};
    CHECK(depths(5, edges) == std::vector{0, 1, 1, 1, 2});
}

TEST_CASE("a chain as long as a schema may be is no problem") {
    constexpr std::size_t k_count = 60'000;
    std::vector<ReferenceEdge> edges;
    for (std::size_t i = 1; i < k_count; ++i) edges.push_back(edge(i - 1, i));
    const std::vector<int> result = depths(k_count, edges);
    CHECK(result[k_count - 1] == 0);
    CHECK(result[k_count - 256] == 255);
    CHECK(result[0] == 255);
}

/// reach[a][b]: a way of at least one reference leads from a up to b.
std::vector<std::vector<bool>> reachability(
    std::size_t count, const std::vector<ReferenceEdge>& edges
) {
    std::vector<std::vector<bool>> reach(count, std::vector<bool>(count));
    for (const ReferenceEdge& e : edges) {
        reach[static_cast<std::size_t>(e.child)][static_cast<std::size_t>(e.parent)] = true;
    }
    for (std::size_t via = 0; via < count; ++via) {
        for (std::size_t a = 0; a < count; ++a) {
            for (std::size_t b = 0; b < count; ++b) {
                if (reach[a][via] && reach[via][b]) reach[a][b] = true;
            }
        }
    }
    return reach;
}

TEST_CASE("parents are above their children unless they refer to each other") {
    rc::prop("random models, edges in any order", [] {
        const auto count = *rc::gen::inRange<std::size_t>(1, 9);
        const auto object = rc::gen::inRange<std::size_t>(0, count);
        std::vector<ReferenceEdge> edges;
        for (const auto& [child, parent] :
             *rc::gen::container<std::vector<std::pair<std::size_t, std::size_t>>>(
                 rc::gen::pair(object, object)
             )) {
            edges.push_back(edge(child, parent));
        }
        const std::vector<int> result = depths(count, edges);
        const auto reach = reachability(count, edges);
        for (std::size_t a = 0; a < count; ++a) {
            int above = -1;
            for (std::size_t b = 0; b < count; ++b) {
                if (!reach[a][b] || a == b) continue;
                if (reach[b][a]) RC_ASSERT(result[a] == result[b]);
                if (!reach[b][a]) above = std::max(above, result[b]);
            }
            RC_ASSERT(result[a] == above + 1);
        }
    });
}

}  // namespace
}  // namespace rowlock
