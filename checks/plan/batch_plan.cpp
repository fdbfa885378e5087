#include "checks/plan/batch_plan.hpp"

namespace rowlock {

std::string_view name_of(PlanObjective objective) {
    switch (objective) {
        case PlanObjective::safety:
            return "safety";
        case PlanObjective::time:
            return "time";
        case PlanObjective::batches:
            return "batches";
    }
    return "";
}

std::string_view name_of(PlanSituation situation) {
    switch (situation) {
        case PlanSituation::empty:
            return "empty";
        case PlanSituation::components_fit:
            return "components fit";
        case PlanSituation::hot_keys:
            return "hot keys";
        case PlanSituation::large_components:
            return "large components";
    }
    return "";
}

std::string_view name_of(SerialReason reason) {
    switch (reason) {
        case SerialReason::none:
            return "none";
        case SerialReason::no_feed:
            return "no feed";
        case SerialReason::too_many_conflicts:
            return "too many conflicts";
    }
    return "";
}

double BatchPlan::parallelism() const {
    if (makespan == Duration{}) return 0;
    return to_seconds(bounds.work) / to_seconds(makespan);
}

double BatchPlan::at_work() const {
    if (makespan == Duration{}) return 0;
    return to_seconds(work) / to_seconds(makespan);
}

double BatchPlan::likely_at_work() const {
    if (likely == Duration{}) return 0;
    return to_seconds(work) / to_seconds(likely);
}

double BatchPlan::gap() const {
    if (bounds.makespan == Duration{}) return 0;
    return to_seconds(makespan) / to_seconds(bounds.makespan) - 1;
}

}  // namespace rowlock
