#include "harness/replay/target_faults.hpp"

#include "mockorg/codec/json_members.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/faults/fault_reader.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <utility>

namespace rowlock {
namespace {

std::vector<ControlItem> items_of(const std::vector<LoadFault>& faults) {
    std::vector<ControlItem> items;
    for (const LoadFault& each : faults) {
        ControlItem item{each.fault.name, {}, each.where};
        JsonWriter json{item.body};
        append_fault(json.begin_object(), each.fault);
        json.end_object();
        items.push_back(std::move(item));
    }
    return items;
}

FaultCount count_in(const std::string& name, const HttpResponse& answer) {
    FaultCount count{name, 0, 0};
    const auto json = parse_json(answer.body);
    if (answer.status != 200 || !json || !json->is_object()) return count;
    JsonMembers members{*json};
    constexpr std::uint64_t k_most = std::numeric_limits<std::int64_t>::max();
    members.read_whole("seen", 0, k_most, count.seen);
    members.read_whole("struck", 0, k_most, count.struck);
    return count;
}

}  // namespace

TargetFaults::TargetFaults(RemoteTarget& target, const std::vector<LoadFault>& faults)
    : target_(target), items_(target, {"/rowlock/faults", "faults"}, items_of(faults)) {}

Result<std::vector<std::string>> TargetFaults::prepare() {
    auto left = items_.take_away_left();
    if (!left) return Failure{std::move(left.error())};
    if (*left) return std::move(**left);
    return fail(
        ErrorCode::bad_configuration,
        items_.first().where +
            ": the load has \"faults\", which only a rowlock mock org can have; " +
            target_.base_url() + " is none. Take them out, or start one with rowlock serve"
    );
}

Result<std::vector<FaultCount>> TargetFaults::remove(RemoteTarget& connection) {
    const auto shown = items_.remove(connection);
    if (!shown) return Failure{shown.error()};
    std::vector<FaultCount> counts;
    for (const auto& [name, answer] : *shown) counts.push_back(count_in(name, answer));
    return counts;
}

}  // namespace rowlock
