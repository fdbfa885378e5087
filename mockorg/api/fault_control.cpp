#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/faults/fault_reader.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace rowlock {
namespace {

std::string_view state_of(const Org& org, const FaultBook::Entry& entry) {
    if (entry.fault.kind == FaultKind::lock) return org.lock_fault_state(entry);
    if (org.now() < entry.begins) return "early";
    if (org.now() >= entry.ends) return "over";
    return entry.struck < entry.fault.count ? "active" : "used up";
}

void append_entry(JsonWriter& json, const Org& org, const FaultBook::Entry& entry) {
    append_fault(json.begin_object(), entry.fault);
    json.member("state", state_of(org, entry))
        .member("seen", entry.seen)
        .member("struck", entry.struck)
        .end_object();
}

void list_faults(ApiContext& context, Call call) {
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("faults").begin_array();
    for (const auto& [name, entry] : context.org.faults()) append_entry(json, context.org, entry);
    json.end_array().end_object();
    call.respond(json_response(200, std::move(body)));
}

void show_fault(ApiContext& context, Call call) {
    const auto found = context.org.faults().find(call.arguments.at(0));
    if (found == context.org.faults().end()) {
        return refuse(
            call, {ErrorCode::not_found, "There is no fault '" + call.arguments.at(0) + "'", {}}
        );
    }
    std::string body;
    JsonWriter json{body};
    append_entry(json, context.org, found->second);
    call.respond(json_response(200, std::move(body)));
}

void set_fault(ApiContext& context, Call call) {
    const std::string& name = call.arguments.at(0);
    const auto body = parse_json_object(call.request.body);
    if (!body) return refuse(call, body.error());
    auto fault = read_fault(*body, name);
    if (!fault) return refuse(call, fault.error());
    const bool is_new = !context.org.faults().contains(name);
    if (const auto set = context.org.set_fault(std::move(*fault)); !set)
        return refuse(call, set.error());
    call.respond(empty_response(is_new ? 201 : 200));
}

void delete_fault(ApiContext& context, Call call) {
    const std::string& name = call.arguments.at(0);
    if (!context.org.remove_fault(name)) {
        return refuse(call, {ErrorCode::not_found, "There is no fault '" + name + "'", {}});
    }
    call.respond(empty_response(204));
}

void delete_all(ApiContext& context, Call call) {
    while (!context.org.faults().empty()) {
        const std::string name = context.org.faults().begin()->first;
        context.org.remove_fault(name);
    }
    call.respond(empty_response(204));
}

constexpr std::string_view k_fault = "/rowlock/faults/{name}";

constexpr Route k_fault_control_routes[] = {
    {"GET", "/rowlock/faults", list_faults},
    {"DELETE", "/rowlock/faults", delete_all},
    {"GET", k_fault, show_fault},
    {"PUT", k_fault, set_fault},
    {"DELETE", k_fault, delete_fault},
};

}  // namespace

std::span<const Route> fault_control_routes() {
    return k_fault_control_routes;
}

}  // namespace rowlock
