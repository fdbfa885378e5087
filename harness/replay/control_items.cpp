#include "harness/replay/control_items.hpp"

#include "harness/replay/wire_error.hpp"
#include "mockorg/codec/json.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace rowlock {
namespace {

/// The names of what there is; nothing if the answer is no mock's.
std::optional<std::set<std::string>> names_in(
    const HttpResponse& answer, const std::string& member
) {
    if (answer.status != 200) return std::nullopt;
    const auto json = parse_json(answer.body);
    const bool is_list =
        json && json->is_object() && json->contains(member) && json->at(member).is_array();
    if (!is_list) return std::nullopt;
    std::set<std::string> names;
    for (const Json& item : json->at(member)) {
        const auto name = item.is_object() ? item.find("name") : item.end();
        if (name != item.end() && name->is_string()) names.insert(name->get<std::string>());
    }
    return names;
}

}  // namespace

HttpRequest ControlItems::request_of(std::string method, const std::string& name) const {
    HttpRequest request;
    request.method = std::move(method);
    request.target = list_.path;
    if (!name.empty()) request.target += "/" + name;
    return request;
}

Result<std::optional<std::vector<std::string>>> ControlItems::take_away_left() {
    std::vector<std::string> left;
    if (items_.empty()) return left;
    const auto answer = target_.ask(request_of("GET"));
    if (!answer) return Failure{answer.error()};
    const auto names = names_in(*answer, list_.member);
    if (!names) return std::nullopt;
    for (const ControlItem& item : items_) {
        if (names->count(item.name) == 0) continue;
        const HttpRequest request = request_of("DELETE", item.name);
        const auto gone = target_.ask(request);
        if (!gone) return Failure{gone.error()};
        if (gone->status >= 400 && gone->status != 404)
            return Failure{refusal(RequestLine::of(request), *gone)};
        left.push_back(item.name);
    }
    return left;
}

Result<void> ControlItems::set() {
    for (; set_ < items_.size(); ++set_) {
        const ControlItem& item = items_[set_];
        HttpRequest request = request_of("PUT", item.name);
        request.headers.add("Content-Type", "application/json");
        request.body = item.body;
        const auto answer = target_.ask(request);
        if (!answer) return Failure{answer.error()};
        if (answer->status >= 400) {
            const Error error = refusal(RequestLine::of(request), *answer);
            return fail(ErrorCode::bad_configuration, item.where + ": " + error.message);
        }
    }
    return {};
}

Result<std::vector<std::pair<std::string, HttpResponse>>> ControlItems::remove(
    RemoteTarget& connection
) {
    std::vector<std::pair<std::string, HttpResponse>> shown;
    for (; set_ > 0; --set_) {
        const std::string& name = items_[set_ - 1].name;
        auto last = connection.ask(request_of("GET", name));
        if (!last) return Failure{last.error()};
        const HttpRequest request = request_of("DELETE", name);
        const auto answer = connection.ask(request);
        if (!answer) return Failure{answer.error()};
        if (answer->status >= 400 && answer->status != 404)
            return Failure{refusal(RequestLine::of(request), *answer)};
        if (answer->status != 404) shown.emplace(shown.begin(), name, std::move(*last));
    }
    return shown;
}

}  // namespace rowlock
