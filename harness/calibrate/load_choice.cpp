#include "harness/calibrate/load_choice.hpp"

#include "harness/replay/load_input.hpp"
#include "harness/replay/strategy_choice.hpp"

#include <fmt/core.h>

namespace rowlock {

Result<std::vector<ScheduledLoad>> read_load_choices(
    const std::string& choice, const RowsDescription& described
) {
    const std::size_t hash = choice.find('#');
    const std::string path = choice.substr(0, hash);
    auto load = read_load_input(path, described);
    if (!load) return Failure{std::move(load.error())};
    std::size_t first = 0;
    std::size_t count = load->strategies.size();
    if (hash != std::string::npos) {
        const auto strategy = find_strategy(*load, choice.substr(hash + 1));
        if (!strategy) return Failure{strategy.error()};
        first = static_cast<std::size_t>(*strategy - load->strategies.data());
        count = 1;
    }
    auto sources = open_sources(*load);
    if (!sources) return Failure{std::move(sources.error())};
    std::vector<ScheduledLoad> loads;
    for (std::size_t i = first; i < first + count; ++i) {
        ScheduledLoad chosen;
        chosen.name = load->strategies.size() == 1
                          ? path
                          : fmt::format("{}#{}", path, load->strategies[i].name);
        chosen.load = *load;
        chosen.strategy = i;
        chosen.sources = *sources;
        loads.push_back(std::move(chosen));
    }
    return loads;
}

Result<ScheduledLoad> read_load_choice(
    const std::string& choice, const RowsDescription& described
) {
    auto loads = read_load_choices(choice, described);
    if (!loads) return Failure{std::move(loads.error())};
    if (loads->size() == 1) return std::move(loads->front());
    return fail(
        ErrorCode::bad_configuration,
        fmt::format(
            "{} has {} strategies, expected the one that was sent, such as {}",
            choice,
            loads->size(),
            loads->front().name
        )
    );
}

}  // namespace rowlock
