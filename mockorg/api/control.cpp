#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/api/run_until_idle.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

/// About 32 years: far more than any load, far from the end of the clock.
constexpr double k_advance_max_seconds = 1e9;
constexpr std::size_t k_snapshots_max = 1000;
constexpr std::size_t k_snapshot_name_max = 100;

void append_time(JsonWriter& json, std::string_view name, std::optional<TimePoint> time) {
    const std::string exact = std::string{name} + "Microseconds";
    if (time) {
        json.member(name, json_datetime(*time));
        json.member(exact, std::int64_t{time->time_since_epoch().count()});
    } else {
        json.key(name).null().key(exact).null();
    }
}

void answer_clock(const ApiContext& context, const Call& call) {
    using Kind = ClockMode::Kind;
    const ClockMode mode = context.options.clock;
    std::string body;
    JsonWriter json{body};
    json.begin_object().member(
        "mode", mode.kind == Kind::real ? std::string{"real"} : text_of(mode)
    );
    if (mode.kind == Kind::real) json.member("speed", mode.speed);
    append_time(json, "now", context.org.now());
    append_time(json, "nextDeadline", context.org.next_deadline());
    json.end_object();
    call.respond(json_response(200, std::move(body)));
}

void health(ApiContext&, Call call) {
    call.respond(json_response(200, R"({"status":"ok"})"));
}

void version(ApiContext& context, Call call) {
    const OrgConfig& config = context.org.config();
    std::string body;
    JsonWriter json{body};
    json.begin_object()
        .member("name", "rowlock")
        .member("version", ROWLOCK_VERSION)
        .member("organizationId", context.org.organization_id().text())
        .member("userId", context.org.user_id().text())
        .member("clock", text_of(context.options.clock))
        .member("profile", config.profile.name)
        .member("seed", config.seed)
        .end_object();
    call.respond(json_response(200, std::move(body)));
}

void clock(ApiContext& context, Call call) {
    answer_clock(context, call);
}

Failure bad_step(const std::string& message) {
    return fail(ErrorCode::client_input_error, message);
}

Result<TimePoint> after_seconds(const Json& value, TimePoint now) {
    const double step = value.is_number() ? value.get<double>() : -1.0;
    if (!(step >= 0.0 && step <= k_advance_max_seconds)) {
        return bad_step("'seconds' must be a number from 0 to 1000000000");
    }
    return now + seconds(step);
}

Result<TimePoint> at_moment(const Json& value, TimePoint now) {
    std::optional<TimePoint> to;
    if (value.is_number_integer()) {
        to = TimePoint{Duration{value.get<std::int64_t>()}};
    } else if (const auto* text = value.get_ptr<const std::string*>()) {
        if (const auto milliseconds = parse_datetime(*text)) {
            to = TimePoint{std::chrono::milliseconds{*milliseconds}};
        }
    }
    if (!to) return bad_step("'to' must be a date and time, or microseconds since 1970");
    if (*to < now) return bad_step("'to' lies before the org's time, " + json_datetime(now));
    if (*to - now > seconds(k_advance_max_seconds)) {
        return bad_step("'to' lies more than 1000000000 seconds ahead");
    }
    return *to;
}

Result<TimePoint> read_step(const std::string& text, TimePoint now) {
    const Result<Json> body = parse_json_object(text);
    if (!body) return Failure{body.error()};
    const auto by = body->find("seconds");
    const auto to = body->find("to");
    if ((by == body->end()) == (to == body->end())) {
        return bad_step("Give either 'seconds' or 'to'");
    }
    return by != body->end() ? after_seconds(*by, now) : at_moment(*to, now);
}

void advance(ApiContext& context, Call call) {
    const Result<TimePoint> to = read_step(call.request.body, context.org.now());
    if (!to) return refuse(call, to.error());
    context.org.advance_to(*to);
    answer_clock(context, call);
}

void run_idle(ApiContext& context, Call call) {
    run_until_idle(context.org);
    answer_clock(context, call);
}

/// Sessions live on; the time they have left is told by a clock that was set.
void restore(ApiContext& context, const OrgSnapshot& snapshot) {
    const TimePoint before = context.org.now();
    context.org.restore(snapshot);
    context.sessions.move_clock(before, context.org.now());
}

void reset(ApiContext& context, Call call) {
    restore(context, *context.initial);
    answer_clock(context, call);
}

bool is_snapshot_name(std::string_view name) {
    return name.size() <= k_snapshot_name_max && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '_' || c == '-';
           });
}

void list_snapshots(ApiContext& context, Call call) {
    std::string body;
    JsonWriter json{body};
    json.begin_object().key("snapshots").begin_array();
    for (const auto& [name, snapshot] : context.snapshots) json.value(name);
    json.end_array().end_object();
    call.respond(json_response(200, std::move(body)));
}

void take_snapshot(ApiContext& context, Call call) {
    const std::string& name = call.arguments.at(0);
    if (!is_snapshot_name(name)) {
        return refuse(
            call,
            {ErrorCode::client_input_error,
             "A snapshot's name has 1 to 100 letters, digits, '.', '_' and '-'",
             {}}
        );
    }
    const bool is_new = !context.snapshots.contains(name);
    if (is_new && context.snapshots.size() >= k_snapshots_max) {
        return refuse(
            call, {ErrorCode::exceeded_quota, "There are 1000 snapshots already; delete one", {}}
        );
    }
    context.snapshots[name] = context.org.snapshot();
    call.respond(empty_response(is_new ? 201 : 200));
}

/// Finds the snapshot the path names, or refuses the call.
auto find_snapshot(ApiContext& context, const Call& call) {
    const auto found = context.snapshots.find(call.arguments.at(0));
    if (found == context.snapshots.end()) {
        refuse(
            call, {ErrorCode::not_found, "There is no snapshot '" + call.arguments.at(0) + "'", {}}
        );
    }
    return found;
}

void restore_snapshot(ApiContext& context, Call call) {
    const auto found = find_snapshot(context, call);
    if (found == context.snapshots.end()) return;
    restore(context, *found->second);
    answer_clock(context, call);
}

void delete_snapshot(ApiContext& context, Call call) {
    const auto found = find_snapshot(context, call);
    if (found == context.snapshots.end()) return;
    context.snapshots.erase(found);
    call.respond(empty_response(204));
}

constexpr std::string_view k_snapshot = "/rowlock/snapshots/{name}";

constexpr Route k_control_routes[] = {
    {"GET", "/rowlock/health", health, ErrorShape::rest, Access::everybody},
    {"GET", "/rowlock/version", version},
    {"GET", "/rowlock/clock", clock},
    {"POST", "/rowlock/clock/advance", advance},
    {"POST", "/rowlock/clock/run-until-idle", run_idle},
    {"POST", "/rowlock/reset", reset},
    {"GET", "/rowlock/snapshots", list_snapshots},
    {"PUT", k_snapshot, take_snapshot},
    {"DELETE", k_snapshot, delete_snapshot},
    {"POST", "/rowlock/snapshots/{name}/restore", restore_snapshot},
};

}  // namespace

std::span<const Route> control_routes() {
    return k_control_routes;
}

}  // namespace rowlock
