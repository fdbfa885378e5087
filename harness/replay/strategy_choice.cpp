#include "harness/replay/strategy_choice.hpp"

namespace rowlock {

Result<const Strategy*> find_strategy(const Load& load, const std::string& name) {
    std::string names;
    for (const Strategy& strategy : load.strategies) {
        if (strategy.name == name) return &strategy;
        if (!names.empty()) names += ", ";
        names += '"' + strategy.name + '"';
    }
    return fail(
        ErrorCode::bad_configuration,
        "the load \"" + load.name + "\" has no strategy \"" + name + "\", only " + names
    );
}

}  // namespace rowlock
