#include "mockorg/engine/ledger.hpp"

namespace rowlock {

void Ledger::record(const LockFailure& failure) {
    if (failures_.size() < capacity_) {
        failures_.push_back(failure);
    } else {
        ++dropped_;
    }
}

}  // namespace rowlock
