#include "mockorg/engine/stage_fields.hpp"

#include "mockorg/engine/cents.hpp"
#include "mockorg/engine/opportunity_stages.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {
namespace {

/// What the pick list says about the record's stage, if it knows it.
void apply_stage(
    Store& store,
    const WritePlan::Stages& stages,
    RecordHandle record,
    bool sets_probability,
    bool sets_category
) {
    const Value stage = store.value(record, stages.stage);
    if (stage.is_null()) return;
    for (const OpportunityStage& known : k_opportunity_stages) {
        if (known.name != stage.text) continue;
        if (sets_probability)
            store.set(record, stages.probability, Value::of_number(known.probability));
        if (sets_category)
            store.set(record, stages.category_name, Value::of_text(known.category_name));
        return;
    }
}

}  // namespace

void plan_stages(WritePlan& plan, const ObjectType& object) {
    if (object.name != "Opportunity") return;
    const auto number_of = [&](std::string_view name, bool (*fits)(FieldType)) {
        const Field* field = object.find_field(name);
        return field != nullptr && fits(field->type) ? std::optional{field->number} : std::nullopt;
    };
    const auto stage = number_of("StageName", holds_text);
    const auto probability = number_of("Probability", holds_number);
    const auto category_name = number_of("ForecastCategoryName", holds_text);
    const auto category = number_of("ForecastCategory", holds_text);
    const auto amount = number_of("Amount", holds_number);
    const auto expected = number_of("ExpectedRevenue", holds_number);
    if (stage && probability && category_name && category && amount && expected) {
        plan.stages.push_back({*stage, *probability, *category_name, *category, *amount, *expected}
        );
    }
}

void derive_forecast(Store& store, const WritePlan::Stages& stages, RecordHandle record) {
    const Value name = store.value(record, stages.category_name);
    // The store's own text must not be handed back to it.
    const std::string category{name.is_null() ? std::string_view{} : forecast_category(name.text)};
    store.set(
        record, stages.category, name.is_null() ? Value::of_null() : Value::of_text(category)
    );
    const Value amount = store.value(record, stages.amount);
    const Value probability = store.value(record, stages.probability);
    const bool known = !amount.is_null() && !probability.is_null();
    constexpr double k_percent = 100.0;
    store.set(
        record,
        stages.expected_revenue,
        known ? Value::of_number(rounded_to_cents(amount.number * probability.number / k_percent))
              : Value::of_null()
    );
}

void follow_stage(
    Store& store,
    const WritePlan& plan,
    RecordHandle record,
    std::span<const std::pair<FieldNo, Value>> written
) {
    const auto is_written = [&](FieldNo field) {
        return std::any_of(written.begin(), written.end(), [&](const auto& value) {
            return value.first == field;
        });
    };
    for (const WritePlan::Stages& stages : plan.stages) {
        const bool has_stage = is_written(stages.stage);
        const bool has_probability = is_written(stages.probability);
        const bool has_category = is_written(stages.category_name);
        if (has_stage) apply_stage(store, stages, record, !has_probability, !has_category);
        if (has_stage || has_probability || has_category || is_written(stages.amount))
            derive_forecast(store, stages, record);
    }
}

}  // namespace rowlock
