#include "mockorg/engine/world.hpp"

namespace rowlock {

World::World(std::shared_ptr<const Foundation> its_foundation)
    : foundation(std::move(its_foundation)),
      now(config().start),
      store(config().schema, foundation->instance),
      ledger(config().ledger_capacity) {}

}  // namespace rowlock
