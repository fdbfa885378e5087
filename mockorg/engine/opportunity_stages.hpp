#pragma once

#include <array>
#include <string_view>

namespace rowlock {

/// What the pick list of a new org says about one of its stages.
struct OpportunityStage {
    std::string_view name;
    /// Per cent.
    double probability;
    std::string_view category_name;
};

/// In the order of the list. [object reference: OpportunityStage; a Developer Edition's values]
inline constexpr std::array<OpportunityStage, 10> k_opportunity_stages{{
    {"Prospecting", 10, "Pipeline"},
    {"Qualification", 10, "Pipeline"},
    {"Needs Analysis", 20, "Pipeline"},
    {"Value Proposition", 50, "Pipeline"},
    {"Id. Decision Makers", 60, "Pipeline"},
    {"Perception Analysis", 70, "Pipeline"},
    {"Proposal/Price Quote", 75, "Pipeline"},
    {"Negotiation/Review", 90, "Pipeline"},
    {"Closed Won", 100, "Closed"},
    {"Closed Lost", 0, "Omitted"},
}};

/// ForecastCategory of a ForecastCategoryName.
constexpr std::string_view forecast_category(std::string_view category_name) {
    if (category_name == "Best Case") return "BestCase";
    if (category_name == "Commit") return "Forecast";
    return category_name;
}

}  // namespace rowlock
