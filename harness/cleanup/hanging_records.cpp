#include "harness/cleanup/hanging_records.hpp"

#include "harness/verify/record_scan.hpp"

#include <algorithm>

namespace rowlock {
namespace {

/// Named in a refusal.
constexpr std::size_t k_ids_shown = 5;

bool has(const std::shared_ptr<const std::vector<RecordId>>& ids, const RecordId& id) {
    return ids != nullptr && std::binary_search(ids->begin(), ids->end(), id);
}

std::string shown(const std::vector<std::string>& ids) {
    std::string text;
    for (std::size_t i = 0; i < std::min(ids.size(), k_ids_shown); ++i)
        text += (i == 0 ? "" : ", ") + ids[i];
    return ids.size() > k_ids_shown ? text + " and others" : text;
}

}  // namespace

HangingRecords HangingRecords::with(const std::string& condition) const {
    HangingRecords narrower = *this;
    std::string& where = narrower.selection.where;
    where = where.empty() ? condition : "(" + where + ") AND " + condition;
    return narrower;
}

Result<FoundRecords> find_records(const OrgQuestions& org, const HangingRecords& hanging) {
    FoundRecords found;
    if (hanging.parents == nullptr) {
        const auto count = count_records(org.ask, hanging.selection);
        if (!count) return Failure{count.error()};
        found.records = *count;
        return found;
    }
    std::vector<std::string> fields{"Id"};
    if (hanging.field != "Id") fields.push_back(hanging.field);
    const auto read = read_cells(
        org,
        hanging.selection,
        fields,
        [&](const std::vector<std::string>& cells) -> Result<void> {
            const auto parent = RecordId::parse(cells.back());
            if (!parent || !has(hanging.parents, *parent)) return {};
            const auto id = id_in(cells.front());
            if (!id) return Failure{id.error()};
            if (!has(hanging.spared, *id)) found.ids.push_back(*id);
            return {};
        }
    );
    if (!read) return Failure{read.error()};
    std::sort(found.ids.begin(), found.ids.end());
    found.records = found.ids.size();
    return found;
}

Result<std::string> some_ids(const OrgQuestions& org, const HangingRecords& hanging) {
    std::vector<std::string> texts;
    if (hanging.parents != nullptr) {
        const auto found = find_records(org, hanging);
        if (!found) return Failure{found.error()};
        for (const RecordId& id : found->ids) texts.push_back(id.text());
        return shown(texts);
    }
    const auto one_page = [](std::uint64_t, std::uint64_t) { return false; };
    const auto ids = select_ids(org.ask, hanging.selection, one_page);
    if (!ids) return Failure{ids.error()};
    for (const IdText& id : *ids) texts.emplace_back(id.data(), id.size());
    return shown(texts);
}

}  // namespace rowlock
