#include "mockorg/testing/wire_runner.hpp"

#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

/// What is wrong with the answers, one text each.
std::vector<std::string> failures_of(const std::string& text) {
    const auto transcript = parse_wire_transcript(text, "f.wire", [](std::string_view) {
        return Result<std::string>{"{}"};
    });
    std::vector<std::string> texts;
    for (const auto& failure : require_value(run_wire_transcript(require_value(transcript)))) {
        texts.push_back(text_of(failure));
    }
    return texts;
}

using Texts = std::vector<std::string>;

TEST_CASE("an answer as written is no failure") {
    CHECK(failures_of("> GET /rowlock/health\n"
                      "< 200\n"
                      "< Content-Type: application/json;charset=UTF-8\n"
                      "< !Location\n"
                      "<\n"
                      "< { \"status\": \"ok\" }\n")
              .empty());
}

TEST_CASE("whatever is not as written is told with its line") {
    CHECK(
        failures_of("> GET /rowlock/health\n< 204\n") ==
        Texts{"f.wire:2: expected status 204, got 200 {\"status\":\"ok\"} (seed 1)"}
    );
    CHECK(
        failures_of("> GET /rowlock/health\n"
                    "< 200\n"
                    "< !Content-Type\n"
                    "< Location: x\n"
                    "< Content-Type: application/json\n"
                    "<\n"
                    "< {\"status\":\n"
                    "< \"bad\"}\n") ==
        Texts{
            "f.wire:3: expected no header Content-Type, got 'application/json;charset=UTF-8' "
            "(seed 1)",
            "f.wire:4: expected header Location, got none (seed 1)",
            "f.wire:5: expected Content-Type: ...the end, got ';charset=UTF-8' (seed 1)",
            "f.wire:8: expected 'bad\"}', got 'ok\"}' (seed 1)"}
    );
    CHECK(failures_of("> GET /rowlock/health\n< 200\n").size() == 1);
}

TEST_CASE("a request that cannot be filled in ends the run") {
    CHECK(
        failures_of("> GET /{job}\n< 200\n> GET /rowlock/health\n< 204\n") ==
        Texts{"f.wire:1: expected a step that can be taken, got nothing was captured as 'job' "
              "(seed 1)"}
    );
}

TEST_CASE("requests carry the token unless they say who they are") {
    const std::string list = "/services/data/v60.0/limits\n";
    const std::string refused =
        "< 401\n<\n< [{\"message\":\"Session expired or invalid\","
        "\"errorCode\":\"INVALID_SESSION_ID\"}]\n";
    CHECK(failures_of("> GET " + list + "< 200\n<\n< {any}\n").empty());
    CHECK(failures_of("> GET " + list + "> !Authorization\n" + refused).empty());
    CHECK(failures_of("> GET " + list + "> Authorization: Bearer x\n" + refused).empty());
    CHECK(failures_of("> GET " + list + "> Authorization: Bearer {token}\n< 200\n<\n< {any}\n")
              .empty());
}

TEST_CASE("an answer may come after time has passed") {
    const std::string write =
        "clock manual\n"
        "> POST /services/data/v60.0/sobjects/Account\n"
        "> Content-Type: application/json\n"
        ">\n"
        "> {\"Name\":\"Acme\"}\n";
    const std::string answer = "< 201\n<\n< {\"id\":\"{id 001}\",\"success\":true,\"errors\":[]}\n";
    CHECK(failures_of(write + "run\n" + answer).empty());
    CHECK(failures_of(write + "advance 1h\n" + answer).empty());
    CHECK(
        failures_of(write + answer) ==
        Texts{"f.wire:6: expected status 201, got no answer yet (seed 1)"}
    );
}

TEST_CASE("every seed gets an org of its own") {
    CHECK(failures_of("seeds 1 2\n> GET /rowlock/version\n< 200\n<\n< {}\n").size() == 2);
}

}  // namespace
}  // namespace rowlock
