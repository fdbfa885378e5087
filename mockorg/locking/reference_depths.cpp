#include "mockorg/locking/reference_depths.hpp"

#include <algorithm>
#include <span>

namespace rowlock {
namespace {

constexpr std::uint32_t k_unseen = 0;
constexpr std::uint8_t k_deepest = 255;

/// Tarjan's search for circles. It closes a circle only after everything above it, which is when
/// the depth of its members is known. Not recursive: a chain of references may be as long as the
/// schema.
class CircleSearch {
public:
    CircleSearch(std::size_t object_count, std::vector<ReferenceEdge> edges);

    std::vector<std::uint8_t> run();

private:
    /// An object whose edges are being walked.
    struct Visit {
        std::size_t object;
        std::size_t next_edge;
    };

    void enter(std::size_t object);
    void walk();
    void leave(std::size_t object);
    void close_circle(std::size_t object);

    std::span<const ReferenceEdge> edges_of(std::size_t object) const {
        return std::span{edges_}.subspan(
            first_edge_[object], first_edge_[object + 1] - first_edge_[object]
        );
    }

    std::vector<ReferenceEdge> edges_;
    /// Edges of object i are edges_[first_edge_[i]] and on, up to those of i + 1.
    std::vector<std::size_t> first_edge_;
    std::vector<std::uint32_t> seen_at_;
    /// The earliest object, by seen_at_, of the open ones that can be reached.
    std::vector<std::uint32_t> earliest_;
    std::vector<bool> open_;
    std::vector<std::size_t> open_objects_;
    std::vector<Visit> visits_;
    std::vector<std::uint8_t> depths_;
    std::uint32_t seen_count_ = 0;
};

CircleSearch::CircleSearch(std::size_t object_count, std::vector<ReferenceEdge> edges)
    : edges_(std::move(edges)),
      first_edge_(object_count + 1),
      seen_at_(object_count, k_unseen),
      earliest_(object_count),
      open_(object_count),
      depths_(object_count) {
    std::sort(edges_.begin(), edges_.end());
    for (const ReferenceEdge& edge : edges_)
        ++first_edge_[static_cast<std::size_t>(edge.child) + 1];
    for (std::size_t i = 0; i < object_count; ++i) first_edge_[i + 1] += first_edge_[i];
}

std::vector<std::uint8_t> CircleSearch::run() {
    for (std::size_t object = 0; object < depths_.size(); ++object) {
        if (seen_at_[object] != k_unseen) continue;
        enter(object);
        walk();
    }
    return std::move(depths_);
}

void CircleSearch::enter(std::size_t object) {
    seen_at_[object] = ++seen_count_;
    earliest_[object] = seen_count_;
    open_[object] = true;
    open_objects_.push_back(object);
    visits_.push_back({object, 0});
}

void CircleSearch::walk() {
    while (!visits_.empty()) {
        Visit& visit = visits_.back();
        const std::size_t object = visit.object;
        const std::span<const ReferenceEdge> edges = edges_of(object);
        if (visit.next_edge == edges.size()) {
            leave(object);
            continue;
        }
        const auto parent = static_cast<std::size_t>(edges[visit.next_edge++].parent);
        if (seen_at_[parent] == k_unseen) {
            enter(parent);
        } else if (open_[parent]) {
            earliest_[object] = std::min(earliest_[object], seen_at_[parent]);
        }
    }
}

void CircleSearch::leave(std::size_t object) {
    visits_.pop_back();
    if (earliest_[object] == seen_at_[object]) {
        close_circle(object);
    } else {
        std::uint32_t& below = earliest_[visits_.back().object];
        below = std::min(below, earliest_[object]);
    }
}

/// `object` and everything opened after it form a circle (mostly of one).
void CircleSearch::close_circle(std::size_t object) {
    const auto begin = std::find(open_objects_.rbegin(), open_objects_.rend(), object).base() - 1;
    int depth = 0;
    for (auto member = begin; member != open_objects_.end(); ++member) {
        for (const ReferenceEdge& edge : edges_of(*member)) {
            const auto parent = static_cast<std::size_t>(edge.parent);
            if (!open_[parent]) depth = std::max(depth, depths_[parent] + 1);
        }
    }
    for (auto member = begin; member != open_objects_.end(); ++member) {
        open_[*member] = false;
        depths_[*member] = static_cast<std::uint8_t>(std::min<int>(depth, k_deepest));
    }
    open_objects_.erase(begin, open_objects_.end());
}

}  // namespace

std::vector<std::uint8_t> reference_depths(
    std::size_t object_count, std::vector<ReferenceEdge> edges
) {
    return CircleSearch{object_count, std::move(edges)}.run();
}

}  // namespace rowlock
