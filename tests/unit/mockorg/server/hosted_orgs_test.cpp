#include "mockorg/server/hosted_orgs.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"
#include "tests/unit/mockorg/server/raw_client.hpp"
#include "tests/unit/mockorg/server/wire_text.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <set>
#include <string>
#include <thread>

namespace rowlock {
namespace {

/// Orgs that are served until it goes out of scope.
class Served {
public:
    Served() {
        OrgSettings first;
        first.token = "T";
        first.config = steady_config();
        orgs_ = HostedOrgs::start({}, first, [](std::string_view, std::string_view) {}).value();
        runner_ = std::thread{[this] { orgs_->server().run(); }};
    }

    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;

    ~Served() {
        orgs_->server().stop();
        runner_.join();
    }

    HostedOrgs& orgs() { return *orgs_; }

    NamedOrg named(const std::string& name) const {
        for (const NamedOrg& org : orgs_->list()) {
            if (org.name == name) return org;
        }
        return {};
    }

    /// Asks the org of that name, with its own token unless there is another.
    std::string ask(
        const std::string& name,
        const std::string& method,
        const std::string& target,
        const std::string& body = {},
        const std::string& token = {}
    ) const {
        const NamedOrg org = named(name);
        const auto port = std::stoi(org.url.substr(org.url.find_last_of(':') + 1));
        RawClient client{static_cast<std::uint16_t>(port)};
        client.send(
            method + " " + target + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " +
            (token.empty() ? org.token : token) + "\r\nConnection: close\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body
        );
        return client.read_to_end();
    }

private:
    std::unique_ptr<HostedOrgs> orgs_;
    std::thread runner_;
};

TEST_CASE("orgs are made, listed, looked at and ended by the control API") {
    Served served;
    const std::string made =
        served.ask("main", "POST", "/rowlock/orgs", R"({"name":"eu","seed":7})");
    CHECK(starts_with(made, "HTTP/1.1 201 "));
    CHECK(contains(made, R"("name":"eu","url":"http://127.0.0.1:)"));
    CHECK(contains(served.ask("eu", "GET", "/rowlock/version"), R"("seed":7)"));
    CHECK(contains(served.ask("main", "GET", "/rowlock/orgs"), R"({"orgs":[{"name":"main")"));
    CHECK(contains(served.ask("main", "GET", "/rowlock/orgs/eu"), R"("seed":7)"));

    const std::string again = served.ask("main", "POST", "/rowlock/orgs", R"({"name":"eu"})");
    CHECK(starts_with(again, "HTTP/1.1 400 "));
    CHECK(contains(again, "DUPLICATE_VALUE"));
    CHECK(contains(served.ask("main", "POST", "/rowlock/orgs", "{"), "JSON_PARSER_ERROR"));
    CHECK(contains(served.ask("main", "POST", "/rowlock/orgs", R"({"port":1})"), "'name'"));

    CHECK(starts_with(served.ask("main", "DELETE", "/rowlock/orgs/eu"), "HTTP/1.1 204 "));
    CHECK(starts_with(served.ask("main", "DELETE", "/rowlock/orgs/eu"), "HTTP/1.1 404 "));
    CHECK(starts_with(served.ask("main", "GET", "/rowlock/orgs/eu"), "HTTP/1.1 404 "));
    CHECK(starts_with(served.ask("main", "DELETE", "/rowlock/orgs/main"), "HTTP/1.1 400 "));
    CHECK(served.orgs().list().size() == 1);
}

TEST_CASE("each org has its own id, seed and token; ids of one are unknown to the others") {
    Served served;
    std::set<std::string> ids;
    std::set<std::string> tokens;
    for (int i = 0; i < 70; ++i) {
        Json settings;
        settings["name"] = "org" + std::to_string(i);
        REQUIRE(served.orgs().add(settings));
    }
    for (const NamedOrg& org : served.orgs().list()) {
        ids.insert(org.organization_id);
        tokens.insert(org.token);
    }
    CHECK(ids.size() == 71);
    CHECK(tokens.size() == 71);

    const std::string record =
        served.ask("org1", "POST", "/services/data/v60.0/sobjects/Account", R"({"Name":"A"})");
    const std::string id = record.substr(record.find(R"("id":")") + 6, 18);
    const std::string path = "/services/data/v60.0/sobjects/Account/" + id;
    CHECK(starts_with(served.ask("org1", "GET", path), "HTTP/1.1 200 "));
    CHECK(starts_with(served.ask("org2", "GET", path), "HTTP/1.1 404 "));
    CHECK(starts_with(served.ask("org69", "GET", path), "HTTP/1.1 404 "));
}

TEST_CASE("the others know nothing of each other, and neither do clients of the first") {
    Served served;
    served.ask("main", "POST", "/rowlock/orgs", R"({"name":"eu"})");
    CHECK(starts_with(served.ask("eu", "GET", "/rowlock/orgs"), "HTTP/1.1 404 "));
    CHECK(starts_with(served.ask("eu", "DELETE", "/rowlock/orgs/main"), "HTTP/1.1 404 "));
    const std::string login = served.ask(
        "main",
        "POST",
        "/services/oauth2/token",
        "grant_type=client_credentials&client_id=a&client_secret=b"
    );
    const std::string member = R"("access_token":")";
    const std::size_t begin = login.find(member) + member.size();
    const std::string session = login.substr(begin, login.find('"', begin) - begin);
    CHECK(starts_with(
        served.ask("main", "GET", "/services/data/v60.0/limits", "", session), "HTTP/1.1 200 "
    ));
    CHECK(starts_with(served.ask("main", "GET", "/rowlock/orgs", "", session), "HTTP/1.1 401 "));
}

TEST_CASE("an org alone knows no others") {
    InProcessApi org;
    CHECK(org.send("GET", "/rowlock/orgs").status == 404);
    CHECK(org.send("POST", "/rowlock/orgs", R"({"name":"eu"})").status == 404);
}

}  // namespace
}  // namespace rowlock
