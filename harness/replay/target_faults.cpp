#include "harness/replay/target_faults.hpp"

#include "harness/replay/wire_error.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/faults/fault_reader.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <set>
#include <utility>

namespace rowlock {
namespace {

constexpr const char* k_faults_path = "/rowlock/faults";

HttpRequest request_of(std::string method, const std::string& name = {}) {
    HttpRequest request;
    request.method = std::move(method);
    request.target = k_faults_path;
    if (!name.empty()) request.target += "/" + name;
    return request;
}

/// The names of the faults there are; nothing if the answer is no mock's.
std::optional<std::set<std::string>> names_in(const HttpResponse& answer) {
    if (answer.status != 200) return std::nullopt;
    const auto json = parse_json(answer.body);
    const bool is_list =
        json && json->is_object() && json->contains("faults") && json->at("faults").is_array();
    if (!is_list) return std::nullopt;
    std::set<std::string> names;
    for (const Json& fault : json->at("faults")) {
        const auto name = fault.is_object() ? fault.find("name") : fault.end();
        if (name != fault.end() && name->is_string()) names.insert(name->get<std::string>());
    }
    return names;
}

FaultCount count_in(const std::string& name, const HttpResponse& answer) {
    FaultCount count{name, 0, 0};
    const auto json = parse_json(answer.body);
    if (answer.status != 200 || !json || !json->is_object()) return count;
    count.seen = json->value("seen", std::uint64_t{0});
    count.struck = json->value("struck", std::uint64_t{0});
    return count;
}

}  // namespace

Result<std::vector<std::string>> TargetFaults::prepare() {
    std::vector<std::string> left;
    if (faults_.empty()) return left;
    const auto answer = target_.ask(request_of("GET"));
    if (!answer) return Failure{answer.error()};
    const auto names = names_in(*answer);
    if (!names) {
        return fail(
            ErrorCode::bad_configuration,
            faults_.front().where +
                ": the load has \"faults\", which only a rowlock mock org can have; " +
                target_.base_url() + " is none. Take them out, or start one with rowlock serve"
        );
    }
    for (const LoadFault& each : faults_) {
        if (names->count(each.fault.name) == 0) continue;
        const HttpRequest request = request_of("DELETE", each.fault.name);
        const auto gone = target_.ask(request);
        if (!gone) return Failure{gone.error()};
        if (gone->status >= 400 && gone->status != 404)
            return Failure{refusal(RequestLine::of(request), *gone)};
        left.push_back(each.fault.name);
    }
    return left;
}

Result<void> TargetFaults::set() {
    for (; set_ < faults_.size(); ++set_) {
        const LoadFault& each = faults_[set_];
        HttpRequest request = request_of("PUT", each.fault.name);
        request.headers.add("Content-Type", "application/json");
        JsonWriter json{request.body};
        append_fault(json.begin_object(), each.fault);
        json.end_object();
        const auto answer = target_.ask(request);
        if (!answer) return Failure{answer.error()};
        if (answer->status >= 400) {
            const Error error = refusal(RequestLine::of(request), *answer);
            return fail(ErrorCode::bad_configuration, each.where + ": " + error.message);
        }
    }
    return {};
}

Result<std::vector<FaultCount>> TargetFaults::remove(RemoteTarget& connection) {
    std::vector<FaultCount> counts;
    for (; set_ > 0; --set_) {
        const std::string& name = faults_[set_ - 1].fault.name;
        const auto shown = connection.ask(request_of("GET", name));
        if (!shown) return Failure{shown.error()};
        const HttpRequest request = request_of("DELETE", name);
        const auto answer = connection.ask(request);
        if (!answer) return Failure{answer.error()};
        if (answer->status >= 400 && answer->status != 404)
            return Failure{refusal(RequestLine::of(request), *answer)};
        if (answer->status != 404) counts.insert(counts.begin(), count_in(name, *shown));
    }
    return counts;
}

}  // namespace rowlock
