#include "mockorg/testing/scenario_state.hpp"

namespace rowlock {

std::vector<const ScenarioJob*> ScenarioState::jobs_of(const JobRef& ref) const {
    std::vector<const ScenarioJob*> found;
    for (const auto& [label, members] : jobs) {
        if (ref.label && ref.label->label != label) continue;
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (!ref.label || !ref.label->index || *ref.label->index == i)
                found.push_back(&members[i]);
        }
    }
    return found;
}

std::string ScenarioState::name_of_job(const RecordId& id) const {
    for (const auto& [label, members] : jobs) {
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (members[i].id == id)
                return members.size() == 1 ? label : label + std::to_string(i + 1);
        }
    }
    return id.text();
}

}  // namespace rowlock
