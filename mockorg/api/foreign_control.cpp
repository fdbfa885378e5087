#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/foreign_report_json.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/foreign/foreign_writer_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

void append_writer(JsonWriter& json, const ForeignWriterReport& report) {
    append_foreign_writer(json.begin_object(), report.writer);
    json.member("open", std::uint64_t{report.open})
        .member("waiting", std::uint64_t{report.waiting})
        .member("holding", std::uint64_t{report.holding});
    append_foreign_statistics(json.key("statistics"), report.statistics);
    json.end_object();
}

std::optional<ForeignWriterReport> find_writer(const Org& org, const std::string& name) {
    const auto reports = org.foreign_writers();
    const auto found = std::find_if(reports.begin(), reports.end(), [&](const auto& report) {
        return report.writer.name == name;
    });
    if (found == reports.end()) return std::nullopt;
    return *found;
}

void refuse_unknown(const Call& call) {
    refuse(
        call,
        {ErrorCode::not_found, "There is no foreign writer '" + call.arguments.at(0) + "'", {}}
    );
}

void list_writers(ApiContext& context, Call call) {
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("foreignWriters").begin_array();
    for (const ForeignWriterReport& report : context.org.foreign_writers())
        append_writer(json, report);
    json.end_array().end_object();
    call.respond(json_response(200, std::move(body)));
}

void show_writer(ApiContext& context, Call call) {
    const auto found = find_writer(context.org, call.arguments.at(0));
    if (!found) return refuse_unknown(call);
    std::string body;
    JsonWriter json{body};
    append_writer(json, *found);
    call.respond(json_response(200, std::move(body)));
}

void set_writer(ApiContext& context, Call call) {
    const std::string& name = call.arguments.at(0);
    const auto body = parse_json_object(call.request.body);
    if (!body) return refuse(call, body.error());
    auto writer = read_foreign_writer(*body, name);
    if (!writer) return refuse(call, writer.error());
    const bool is_new = !find_writer(context.org, name);
    if (const auto set = context.org.set_foreign_writer(std::move(*writer)); !set)
        return refuse(call, set.error());
    call.respond(empty_response(is_new ? 201 : 200));
}

void delete_writer(ApiContext& context, Call call) {
    if (!context.org.remove_foreign_writer(call.arguments.at(0))) return refuse_unknown(call);
    call.respond(empty_response(204));
}

void delete_all(ApiContext& context, Call call) {
    for (const ForeignWriterReport& report : context.org.foreign_writers())
        context.org.remove_foreign_writer(report.writer.name);
    call.respond(empty_response(204));
}

constexpr std::string_view k_writer = "/rowlock/foreign-writers/{name}";

constexpr Route k_foreign_control_routes[] = {
    {"GET", "/rowlock/foreign-writers", list_writers},
    {"DELETE", "/rowlock/foreign-writers", delete_all},
    {"GET", k_writer, show_writer},
    {"PUT", k_writer, set_writer},
    {"DELETE", k_writer, delete_writer},
};

}  // namespace

std::span<const Route> foreign_control_routes() {
    return k_foreign_control_routes;
}

}  // namespace rowlock
