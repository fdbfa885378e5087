#pragma once

#include "harness/client/http_client.hpp"
#include "mockorg/codec/json.hpp"
#include "tests/unit/harness/cli/live_server.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace rowlock::test {

/// One request to the server, as any client of the org would make it; the answer's JSON, null if
/// it has no body.
inline Json ask(
    const LiveServer& server, std::string method, std::string path, std::string body = ""
) {
    HttpClientOptions options;
    options.base_url = server.url();
    options.token = LiveServer::k_token;
    HttpRequest request;
    request.method = std::move(method);
    request.target = std::move(path);
    if (!body.empty()) request.headers.add("Content-Type", "application/json");
    request.body = std::move(body);
    auto client = HttpClient::create(options);
    REQUIRE(client);
    const auto answer = client->perform(request);
    REQUIRE(answer);
    INFO(answer->body);
    REQUIRE(answer->status < 400);
    if (answer->body.empty()) return {};
    auto json = parse_json(answer->body);
    REQUIRE(json);
    return std::move(*json);
}

/// How many records a SELECT COUNT() finds; `+` for spaces.
inline std::uint64_t count(const LiveServer& server, const std::string& from) {
    return ask(server, "GET", "/services/data/v60.0/query?q=SELECT+COUNT()+FROM+" + from)
        .at("totalSize");
}

}  // namespace rowlock::test
