#include "harness/client/sf_org.hpp"

#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <cstdlib>
#include <filesystem>

namespace rowlock {
namespace {

/// A program named sf in front of the PATH, which prints what it is told to.
class StandInCli {
public:
    explicit StandInCli(const std::string& script) {
        const std::string file = folder_.write("sf", "#!/bin/sh\n" + script);
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        ::setenv("PATH", (folder_.path("") + ":" + path_).c_str(), 1);
    }

    ~StandInCli() { ::setenv("PATH", path_.c_str(), 1); }

    StandInCli(const StandInCli&) = delete;
    StandInCli& operator=(const StandInCli&) = delete;

private:
    test::Folder folder_;
    std::string path_ = std::getenv("PATH");
};

TEST_CASE("the sf CLI tells where an org is, and its token") {
    const StandInCli cli{
        "test \"$*\" = 'org display --json --target-org my org' || exit 9\n"
        "test \"$SF_TEMP_SHOW_SECRETS\" = true || exit 9\n"
        "echo '{\"status\":0,\"result\":{\"accessToken\":\"00D!x\",'\n"
        "echo '\"instanceUrl\":\"https://acme.example\"}}'"};
    const auto session = read_sf_org("my org");
    REQUIRE(session);
    CHECK(session->token == "00D!x");
    CHECK(session->base_url == "https://acme.example");
    TargetOptions options;
    options.sf_org = "my org";
    CHECK(log_in(options)->token == "00D!x");
    CHECK(can_log_in_again(options));
}

TEST_CASE("an org it does not know, and answers that help nobody") {
    const auto [output, code, word] = GENERATE(table<std::string, ErrorCode, std::string>({
        {R"({"status":1,"message":"No authorization found for x"})",
         ErrorCode::bad_configuration,
         "No authorization"},
        {R"({"result":{"accessToken":"[REDACTED] use show-access-token","instanceUrl":"https://a"}})",
         ErrorCode::protocol_broken,
         "--token"},
        {R"({"result":{"instanceUrl":"https://a"}})", ErrorCode::protocol_broken, "--token"},
        {"Error", ErrorCode::protocol_broken, "no JSON"},
        {"", ErrorCode::protocol_broken, "no JSON"},
    }));
    const StandInCli cli{"cat <<'END'\n" + output + "\nEND\nexit 1"};
    const auto session = read_sf_org("x");
    REQUIRE_FALSE(session);
    CHECK(session.error().code == code);
    CHECK(session.error().message.find(word) != std::string::npos);
}

}  // namespace
}  // namespace rowlock
