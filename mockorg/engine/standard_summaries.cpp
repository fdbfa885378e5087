#include "mockorg/engine/standard_summaries.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace rowlock {
namespace {

struct MemberCount {
    std::string_view field;
    /// Of the members that count.
    std::string_view filter;
    /// What the filter reads.
    std::string_view read;
};

/// A member that is both was a lead before and is a contact now.
constexpr std::array<MemberCount, 3> k_member_counts{{
    {"NumberOfContacts", "ContactId != null", "ContactId"},
    {"NumberOfLeads", "LeadId != null AND ContactId = null", "LeadId"},
    {"NumberOfResponses", "HasResponded = true", "HasResponded"},
}};

bool is_summed_up(const Schema& schema, ObjectNo master, FieldNo field) {
    const auto& roll_ups = schema.roll_ups();
    return std::any_of(roll_ups.begin(), roll_ups.end(), [&](const RollUp& roll_up) {
        return roll_up.master == master && roll_up.field == field;
    });
}

}  // namespace

std::vector<RollUp> standard_summaries(const Schema& schema) {
    std::vector<RollUp> summaries;
    const ObjectType* campaign = schema.find("Campaign");
    const ObjectType* member = schema.find("CampaignMember");
    if (campaign == nullptr || member == nullptr) return summaries;
    const Field* reference = member->find_field("CampaignId");
    if (reference == nullptr || member->find_field("ContactId") == nullptr) return summaries;
    for (const MemberCount& count : k_member_counts) {
        const Field* field = campaign->find_field(count.field);
        if (field == nullptr || !holds_number(field->type)) continue;
        if (member->find_field(count.read) == nullptr) continue;
        if (is_summed_up(schema, campaign->number, field->number)) continue;
        RollUp summary;
        summary.master = campaign->number;
        summary.field = field->number;
        summary.detail = member->number;
        summary.reference = reference->number;
        summary.filter = count.filter;
        summaries.push_back(std::move(summary));
    }
    return summaries;
}

}  // namespace rowlock
