#include "mockorg/engine/foreign_writers.hpp"

#include "mockorg/engine/foreign_runs.hpp"
#include "mockorg/engine/rows_meeting.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

constexpr std::string_view k_self = "self";

Failure wrong_member(const char* member, const std::string& what) {
    return fail(ErrorCode::client_input_error, fmt::format("'{}': {}", member, what), {member});
}

/// `Who.Account` as the steps to the account's id.
soql::FieldPath path_to_id(std::string_view path) {
    soql::FieldPath steps;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('.', begin), path.size());
        steps.steps.emplace_back(path.substr(begin, end - begin));
        begin = end + 1;
    }
    steps.steps.emplace_back("Id");
    return steps;
}

}  // namespace

Result<void> ForeignWriters::bind(ActiveForeignWriter& active, const ObjectType& object) const {
    if (active.writer.updates == k_self) {
        if (active.writer.after_delete)
            return wrong_member("updates", "what was deleted cannot be updated");
        return {};
    }
    auto path = soql::bind_path(world_.schema(), object, path_to_id(active.writer.updates));
    if (!path) return wrong_member("updates", path.error().message);
    active.updates = std::move(*path);
    return {};
}

Result<ActiveForeignWriter> ForeignWriters::fit(ForeignWriter writer) const {
    ActiveForeignWriter active;
    const ObjectType* object = world_.schema().find(writer.object);
    if (object == nullptr)
        return wrong_member("object", fmt::format("there is no sObject {}", writer.object));
    active.object = object->number;
    if (writer.until) active.ends = world_.now + *writer.until;
    active.writer = std::move(writer);
    if (active.writer.is_automation()) {
        if (auto bound = bind(active, *object); !bound) return Failure{std::move(bound.error())};
        return active;
    }
    const auto found = rows_meeting(world_, active.writer.object, active.writer.where);
    if (!found) return wrong_member("where", found.error().message);
    return active;
}

Result<void> ForeignWriters::set(ForeignWriter writer) {
    auto active = fit(std::move(writer));
    if (!active) return Failure{std::move(active.error())};
    ForeignState& state = world_.foreign;
    if (!remove(active->writer.name) && state.writers.size() >= k_foreign_writers_max)
        return fail(ErrorCode::exceeded_quota, "There are 100 foreign writers already; delete one");
    const auto number = static_cast<std::uint32_t>(state.names.size());
    state.names.push_back(active->writer.name);
    if (active->writer.is_automation()) ++state.automations;
    if (active->writer.unordered) ++state.unordered;
    ActiveForeignWriter& added = state.writers.emplace(number, std::move(*active)).first->second;
    added.next = ForeignRuns{world_}.first_time(number, world_.now);
    return {};
}

bool ForeignWriters::remove(std::string_view name) {
    ForeignState& state = world_.foreign;
    const auto found = std::find_if(state.writers.begin(), state.writers.end(), [&](auto& each) {
        return each.second.writer.name == name;
    });
    if (found == state.writers.end()) return false;
    ForeignRuns{world_}.abandon(found->first);
    if (found->second.writer.is_automation()) --state.automations;
    if (found->second.writer.unordered) --state.unordered;
    state.writers.erase(found);
    return true;
}

std::vector<ForeignWriterReport> ForeignWriters::reports() const {
    std::map<std::uint32_t, ForeignWriterReport> by_number;
    for (const auto& [number, active] : world_.foreign.writers)
        by_number[number] = {active.writer, active.statistics, active.runs_open, 0, 0};
    for (const auto& [id, run] : world_.foreign.runs) {
        if (!run.transaction) continue;
        const bool holds = world_.transactions[static_cast<std::size_t>(*run.transaction)].holding;
        ForeignWriterReport& report = by_number.at(run.writer);
        ++(holds ? report.holding : report.waiting);
    }
    std::vector<ForeignWriterReport> reports;
    for (auto& [number, report] : by_number) reports.push_back(std::move(report));
    std::sort(reports.begin(), reports.end(), [](const auto& a, const auto& b) {
        return a.writer.name < b.writer.name;
    });
    return reports;
}

}  // namespace rowlock
