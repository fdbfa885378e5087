#include "mockorg/engine/picklist_records.hpp"

#include "mockorg/engine/final_states.hpp"
#include "mockorg/engine/opportunity_stages.hpp"
#include "mockorg/engine/record_filler.hpp"

#include <array>
#include <string_view>

namespace rowlock {
namespace {

/// An object whose records are the values of a pick list called Status.
struct StatusList {
    std::string_view records;
    std::string_view owner;
    /// The field that is true of one value, and that value.
    std::string_view flag;
    std::string_view flagged;
};

constexpr std::array<StatusList, 3> k_status_lists{{
    {"LeadStatus", "Lead", "IsConverted", k_converted_lead},
    {"CaseStatus", "Case", "IsClosed", k_closed_case},
    {"TaskStatus", "Task", "IsClosed", k_completed_task},
}};

const Field* find_picklist(const Schema& schema, std::string_view owner, std::string_view name) {
    const ObjectType* object = schema.find(owner);
    return object != nullptr ? object->find_field(name) : nullptr;
}

RecordFiller add_value(Store& setup, std::string_view records, std::string_view value, int order) {
    RecordFiller row{setup, records};
    row.text("MasterLabel", value);
    row.text("ApiName", value);
    row.number("SortOrder", order);
    return row;
}

void describe_stage(RecordFiller& row, std::string_view value) {
    row.flag("IsActive", true);
    for (const OpportunityStage& stage : k_opportunity_stages) {
        if (stage.name != value) continue;
        row.flag("IsClosed", stage.category_name != "Pipeline");
        row.flag("IsWon", stage.category_name == "Closed");
        row.text("ForecastCategory", forecast_category(stage.category_name));
        row.text("ForecastCategoryName", stage.category_name);
        row.number("DefaultProbability", stage.probability);
    }
}

void add_stages(Store& setup, const Schema& schema) {
    const Field* stages = find_picklist(schema, "Opportunity", "StageName");
    if (stages == nullptr) return;
    int order = 0;
    for (const std::string& value : stages->picklist_values) {
        RecordFiller row = add_value(setup, "OpportunityStage", value, ++order);
        describe_stage(row, value);
    }
}

void add_statuses(Store& setup, const Schema& schema, const StatusList& list) {
    const Field* statuses = find_picklist(schema, list.owner, "Status");
    if (statuses == nullptr) return;
    int order = 0;
    for (const std::string& value : statuses->picklist_values) {
        RecordFiller row = add_value(setup, list.records, value, ++order);
        row.flag("IsDefault", value == statuses->default_value);
        row.flag(list.flag, value == list.flagged);
    }
}

}  // namespace

void add_picklist_records(Store& setup, const Schema& schema) {
    add_stages(setup, schema);
    for (const StatusList& list : k_status_lists) add_statuses(setup, schema, list);
}

}  // namespace rowlock
