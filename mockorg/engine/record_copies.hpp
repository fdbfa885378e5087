#pragma once

#include "mockorg/store/store.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace rowlock {

/// Hands out copies of the org's records to the results of queries, each with no more than the
/// result reads. All results between two writes that read the same share one; it lives as long as
/// they do. What was written since, a copy keeps as it was: that is what keeping it costs.
class RecordCopies {
public:
    /// A copy that holds what `records` holds now. Always ask for copies of the same store, or of
    /// what a snapshot took it back to together with this object.
    std::shared_ptr<const Store> of(const Store& records, const ReadSet& read);

    /// The copies that must go if those still in use are to hold no more than `bytes_max` that
    /// `records` does not: the oldest ones. Nothing, and at next to no cost, unless a copy or many
    /// writes were made since it last looked.
    std::vector<const Store*> beyond(const Store& records, std::size_t bytes_max);

private:
    struct Copy {
        std::weak_ptr<const Store> store;
        ReadSet read;
    };

    /// In the order made; some of them gone.
    std::vector<Copy> copies_;
    bool has_new_ = false;
    std::uint64_t looked_at_writes_ = 0;
};

}  // namespace rowlock
