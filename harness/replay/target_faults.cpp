#include "harness/replay/target_faults.hpp"

#include "harness/replay/wire_error.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/faults/fault_reader.hpp"

#include <nlohmann/json.hpp>

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

bool is_fault_list(const HttpResponse& answer) {
    if (answer.status != 200) return false;
    const auto json = parse_json(answer.body);
    return json && json->is_object() && json->contains("faults");
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

Result<void> TargetFaults::check() {
    if (faults_.empty()) return {};
    const auto answer = target_.ask(request_of("GET"));
    if (!answer) return Failure{answer.error()};
    if (is_fault_list(*answer)) return {};
    return fail(
        ErrorCode::bad_configuration,
        faults_.front().where +
            ": the load has \"faults\", which only a rowlock mock org can have; " +
            target_.base_url() + " is none. Take them out, or start one with rowlock serve"
    );
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
