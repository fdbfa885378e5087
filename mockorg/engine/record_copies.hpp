#pragma once

#include "mockorg/store/store.hpp"

#include <memory>

namespace rowlock {

/// Hands out copies of the org's records to the results of queries. A copy costs memory for each
/// chunk of the store, so all results between two writes share one; it lives as long as they do.
class RecordCopies {
public:
    /// A copy that holds what `records` holds now. Always ask for copies of the same store, or of
    /// what a snapshot took it back to together with this object.
    std::shared_ptr<const Store> of(const Store& records);

private:
    std::weak_ptr<const Store> latest_;
};

}  // namespace rowlock
