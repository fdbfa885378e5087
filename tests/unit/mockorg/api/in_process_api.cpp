#include "tests/unit/mockorg/api/in_process_api.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace rowlock {
namespace {

constexpr const char* k_api_token = "00DTEST!token";
constexpr const char* k_ingest_jobs = "/services/data/v60.0/jobs/ingest";

Answer answer_of(HttpResponse response) {
    if (response.stream) {
        while (response.stream(response.body)) {
        }
    }
    return {response.status, std::move(response.headers), std::move(response.body)};
}

Api make_api(ClockMode::Kind clock, OrgConfig config) {
    return Api{Org::create(std::move(config)).value(), {k_api_token, {clock, 1.0, seconds(1)}}};
}

}  // namespace

OrgConfig steady_config() {
    OrgConfig config;
    config.profile.name = "steady";
    config.profile.hold = {1.0, 0.0};
    config.profile.rest_hold = {0.5, 0.0};
    config.profile.pre_lock = seconds(0.0);
    config.profile.batch_overhead = seconds(1.0);
    return config;
}

InProcessApi::InProcessApi(ClockMode::Kind clock, OrgConfig config)
    : api_(make_api(clock, std::move(config))) {}

std::shared_ptr<std::optional<Answer>> InProcessApi::begin(
    const std::string& method,
    const std::string& target,
    const std::string& body,
    const Fields& fields
) {
    HttpRequest request{method, target, {}, body};
    request.headers.add("Authorization", std::string{"Bearer "} + k_api_token);
    for (const auto& [name, value] : fields) request.headers.add(name, value);
    auto place = std::make_shared<std::optional<Answer>>();
    api_.handle(api_.org().now(), std::move(request), [place](HttpResponse response) {
        *place = answer_of(std::move(response));
    });
    return place;
}

Answer InProcessApi::send(
    const std::string& method,
    const std::string& target,
    const std::string& body,
    const Fields& fields
) {
    const auto place = begin(method, target, body, fields);
    if (!place->has_value()) throw std::runtime_error("no answer to " + method + " " + target);
    return **place;
}

Answer InProcessApi::send_anonymous(HttpRequest request) {
    std::optional<Answer> answer;
    api_.handle(api_.org().now(), std::move(request), [&](HttpResponse response) {
        answer = answer_of(std::move(response));
    });
    return answer.value();
}

std::string InProcessApi::create(const std::string& object, const std::string& json) {
    const Answer answer = send("POST", "/services/data/v60.0/sobjects/" + object, json);
    if (answer.status != 201) throw std::runtime_error(answer.body);
    return member(answer.body, "id");
}

std::string InProcessApi::create_job(const std::string& json) {
    const Answer answer = send("POST", k_ingest_jobs, json);
    if (answer.status != 200) throw std::runtime_error(answer.body);
    return member(answer.body, "id");
}

void InProcessApi::run_job(const std::string& id, const std::string& csv) {
    const std::string job = std::string{k_ingest_jobs} + "/" + id;
    if (send("PUT", job + "/batches", csv).status != 201) throw std::runtime_error("PUT");
    if (send("PATCH", job, R"({"state":"UploadComplete"})").status != 200) {
        throw std::runtime_error("PATCH");
    }
}

std::string member(const std::string& json, const std::string& name) {
    const auto object = nlohmann::json::parse(json);
    if (!object.contains(name)) return {};
    return object[name].is_string() ? object[name].get<std::string>() : object[name].dump();
}

}  // namespace rowlock
