#include "harness/client/sf_org.hpp"

#include "harness/process/subprocess.hpp"
#include "mockorg/codec/json.hpp"

#include <nlohmann/json.hpp>

#include <chrono>

namespace rowlock {
namespace {

/// It starts slowly, and asks the org about itself.
constexpr std::chrono::seconds k_patience{120};
constexpr std::size_t k_output_max = std::size_t{1} << 20;

std::string member(const Json& object, const char* name) {
    if (!object.is_object()) return {};
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace

Result<OrgSession> read_sf_org(const std::string& alias) {
    ProgramStart start;
    start.arguments = {"sf", "org", "display", "--json", "--target-org", alias};
    // Newer ones hide the token otherwise.
    start.environment = {{"SF_TEMP_SHOW_SECRETS", "true"}};
    auto program = Subprocess::start(start);
    if (!program) return Failure{std::move(program.error())};
    std::string output;
    const auto end =
        program->exchange_all("", Subprocess::Clock::now() + k_patience, k_output_max, output);
    if (end != ReadEnd::done)
        return fail(ErrorCode::bad_configuration, "`sf org display` gives no answer");
    const auto answer = parse_json(output);
    if (!answer || !answer->is_object())
        return fail(ErrorCode::protocol_broken, "`sf org display --json` prints no JSON");
    const auto result = answer->find("result");
    const std::string message = member(*answer, "message");
    if (result == answer->end() || !result->is_object()) {
        return fail(
            ErrorCode::bad_configuration,
            "`sf org display` knows no org '" + alias + "'" +
                (message.empty() ? std::string{} : ": " + message)
        );
    }
    OrgSession session{member(*result, "instanceUrl"), member(*result, "accessToken")};
    // Where it hides the token, a sentence with blanks stands in its place.
    const bool shown = !session.token.empty() && session.token.find(' ') == std::string::npos;
    if (shown && !session.base_url.empty()) return session;
    return fail(
        ErrorCode::protocol_broken,
        "`sf org display` does not tell the token of '" + alias +
            "'; log in to the org with sf again, or give --target and --token"
    );
}

}  // namespace rowlock
