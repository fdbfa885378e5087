#include "mockorg/schema/roll_up_resolver.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock {
namespace {

/// Far more than any org has (25 on one object), few enough to look at each with every other.
constexpr std::size_t k_most_roll_ups = 5000;

Failure bad_summary(const ObjectType& object, const Field& field, std::string_view message) {
    constexpr auto* k_message = "object '{}', field '{}', 'summary': {}";
    return fail(ErrorCode::bad_file, fmt::format(k_message, object.name, field.name, message));
}

/// Master-detail, or a standard relationship whose children go with their parent (Opportunity to
/// Account, OpportunityLineItem to Opportunity, CampaignMember to Campaign).
bool fit_for_summary(const Field& reference, const ObjectType& master) {
    return reference.type == FieldType::reference &&
           reference.on_parent_delete == OnParentDelete::cascade && !reference.polymorphic() &&
           !reference.reference_to.empty() && reference.reference_to.front() == master.number;
}

bool types_fit(RollUpKind kind, FieldType result, FieldType summarized) {
    if (holds_number(result)) return holds_number(summarized);
    return kind != RollUpKind::sum && result == summarized;
}

Result<RollUp> resolve(
    const Schema& schema, const ObjectType& master, const Field& field, const SummaryDraft& draft
) {
    const ObjectType* detail = schema.find(draft.object);
    if (detail == nullptr) {
        return bad_summary(master, field, fmt::format("unknown object '{}'", draft.object));
    }
    const Field* reference = detail->find_field(draft.reference);
    if (reference == nullptr || !fit_for_summary(*reference, master)) {
        constexpr auto* k_message = "'{}' has no field '{}' that makes it a detail of '{}'";
        return bad_summary(
            master, field, fmt::format(k_message, detail->name, draft.reference, master.name)
        );
    }
    RollUp roll_up;
    roll_up.master = master.number;
    roll_up.field = field.number;
    roll_up.kind = draft.kind;
    roll_up.detail = detail->number;
    roll_up.reference = reference->number;
    roll_up.filter = draft.filter;
    if (draft.kind == RollUpKind::count) return roll_up;
    const Field* summarized = detail->find_field(draft.field);
    if (summarized == nullptr) {
        constexpr auto* k_message = "'{}' has no field '{}'";
        return bad_summary(master, field, fmt::format(k_message, detail->name, draft.field));
    }
    if (!types_fit(draft.kind, field.type, summarized->type)) {
        constexpr auto* k_message = "a {} cannot summarize '{}', a {}";
        return bad_summary(
            master,
            field,
            fmt::format(
                k_message, api_name_of(field.type), summarized->name, api_name_of(summarized->type)
            )
        );
    }
    roll_up.summarized = summarized->number;
    return roll_up;
}

/// Whether following summaries upwards from `start`'s master comes back to its detail.
bool runs_in_circle(const std::vector<RollUp>& roll_ups, const RollUp& start) {
    std::vector<ObjectNo> reached{start.master};
    for (std::size_t i = 0; i < reached.size(); ++i) {
        if (reached[i] == start.detail) return true;
        for (const RollUp& next : roll_ups) {
            const bool known =
                std::find(reached.begin(), reached.end(), next.master) != reached.end();
            if (next.detail == reached[i] && !known) reached.push_back(next.master);
        }
    }
    return false;
}

}  // namespace

Result<std::vector<RollUp>> resolve_roll_ups(const Schema& schema, const SchemaDraft& draft) {
    std::vector<RollUp> roll_ups;
    for (std::size_t i = 0; i < draft.objects.size(); ++i) {
        const ObjectType& master = schema.objects()[i];
        for (std::size_t j = 0; j < draft.objects[i].fields.size(); ++j) {
            const auto& summary = draft.objects[i].fields[j].summary;
            if (!summary) continue;
            auto roll_up = resolve(schema, master, master.fields()[j], *summary);
            if (!roll_up) return Failure{roll_up.error()};
            roll_ups.push_back(*std::move(roll_up));
            if (roll_ups.size() > k_most_roll_ups) {
                return fail(
                    ErrorCode::bad_file, fmt::format("more than {} summaries", k_most_roll_ups)
                );
            }
        }
    }
    for (const RollUp& roll_up : roll_ups) {
        if (!runs_in_circle(roll_ups, roll_up)) continue;
        const ObjectType& master = schema.object(roll_up.master);
        return bad_summary(
            master, master.field(roll_up.field), "its details summarize this object"
        );
    }
    return roll_ups;
}

}  // namespace rowlock
