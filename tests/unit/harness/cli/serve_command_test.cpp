#include "harness/cli/serve_command.hpp"

#include "harness/cli/command_line.hpp"
#include "harness/client/http_client.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/program.hpp"
#include "tests/unit/harness/replay/temporary_file.hpp"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace rowlock {
namespace {

/// The number in the port file, once it is there; 0 after ten seconds.
int await_port(const std::string& path) {
    for (int i = 0; i < 1000; ++i) {
        int port = 0;
        if (std::ifstream{path} >> port) return port;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return 0;
}

TEST_CASE("serve listens, writes its port, says where it is and ends with a signal") {
    const int signal = GENERATE(SIGTERM, SIGINT);
    const test::TemporaryFile port_file;
    const test::TemporaryFile rules{"[]"};
    test::ProgramResult result;
    std::thread server{[&] {
        result = test::run_program(
            {"serve",
             "--port-file",
             port_file.path,
             "--token",
             "T",
             "--clock",
             "manual",
             "--seed",
             "9",
             "--schema",
             "fixtures/schemas/external-id.json",
             "--profile",
             "lean",
             "--io-threads",
             "2"}
        );
    }};
    const int port = await_port(port_file.path);
    REQUIRE(port != 0);
    const std::string url = "http://127.0.0.1:" + std::to_string(port);
    HttpClientOptions options;
    options.base_url = url;
    options.token = "T";
    HttpRequest request;
    request.method = "GET";
    request.target = "/rowlock/version";
    const auto answer = HttpClient::create(options)->perform(request);
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK_THAT(
        answer->body, Catch::Contains(R"("profile":"lean")") && Catch::Contains(R"("seed":9)")
    );
    std::raise(signal);
    server.join();
    CHECK(result.code == 0);
    CHECK_THAT(result.out, Catch::StartsWith("rowlock serve: " + url + " token=T org=00D"));
}

TEST_CASE("serve says that a user is not there who is denied a right") {
    const auto told = [](const std::string& user) {
        return test::run_program({"serve", "--deny", "api:" + user, "--orgs", "nowhere.json"}).err;
    };
    CHECK_THAT(told("Nobody@x.example"), Catch::Contains("the org has no user nobody@x.example"));
    CHECK_THAT(told("admin@rowlock.example"), !Catch::Contains("has no user"));
}

TEST_CASE("serve takes a folder of metadata for a schema") {
    const test::TemporaryFile port_file;
    test::ProgramResult result;
    std::thread server{[&] {
        result = test::run_program(
            {"serve",
             "--port-file",
             port_file.path,
             "--token",
             "T",
             "--clock",
             "manual",
             "--schema",
             "fixtures/schemas/project/force-app"}
        );
    }};
    HttpClientOptions options;
    options.base_url = "http://127.0.0.1:" + std::to_string(await_port(port_file.path));
    options.token = "T";
    HttpRequest request;
    request.method = "GET";
    request.target = "/services/data/v60.0/sobjects/Visit__c/describe";
    const auto answer = HttpClient::create(options)->perform(request);
    std::raise(SIGTERM);
    server.join();
    CHECK(result.code == 0);
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK_THAT(answer->body, Catch::Contains(R"("referenceTo":["Site__c"])"));
    CHECK_THAT(result.err, Catch::StartsWith("note: unknown: fixtures/schemas/project/force-app"));
}

TEST_CASE("JSON for programs, and advice for people when a serial job is asked for") {
    const test::TemporaryFile port_file;
    test::ProgramResult result;
    std::thread server{[&] {
        result = test::run_program(
            {"serve", "--json", "--port-file", port_file.path, "--token", "T", "--clock", "manual"}
        );
    }};
    const std::string url = "http://127.0.0.1:" + std::to_string(await_port(port_file.path));
    HttpClientOptions options;
    options.base_url = url;
    options.token = "T";
    HttpRequest request;
    request.method = "POST";
    request.target = "/services/data/v60.0/jobs/ingest";
    request.headers.add("Content-Type", "application/json");
    request.body = R"({"object":"Account","operation":"insert","concurrencyMode":"Serial"})";
    const auto answer = HttpClient::create(options)->perform(request);
    std::raise(SIGTERM);
    server.join();
    REQUIRE(answer);
    CHECK(answer->status == 400);
    CHECK_THAT(
        result.out,
        Catch::StartsWith(
            R"({"schemaVersion":1,"command":"serve","url":")" + url + R"(","token":"T")"
        )
    );
    CHECK_THAT(result.err, Catch::Contains("refused, as a real org does"));
}

TEST_CASE("a stop answers whoever waits for a commit") {
    const test::TemporaryFile port_file;
    test::ProgramResult result;
    std::thread server{[&] {
        result = test::run_program(
            {"serve",
             "--port-file",
             port_file.path,
             "--token",
             "T",
             "--clock",
             "manual",
             "--io-threads",
             "2"}
        );
    }};
    const int port = await_port(port_file.path);
    std::optional<int> status;
    std::thread client{[&] {
        HttpClientOptions options;
        options.base_url = "http://127.0.0.1:" + std::to_string(port);
        options.token = "T";
        HttpRequest request;
        request.method = "POST";
        request.target = "/services/data/v60.0/sobjects/Account";
        request.headers.add("Content-Type", "application/json");
        request.body = R"({"Name":"A"})";
        const auto answer = HttpClient::create(options)->perform(request);
        if (answer) status = answer->status;
    }};
    // Its clock stands still, so the write is never done; give it time to arrive.
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    const auto asked = std::chrono::steady_clock::now();
    std::raise(SIGTERM);
    server.join();
    client.join();
    CHECK(status == 503);
    CHECK(std::chrono::steady_clock::now() - asked < std::chrono::seconds{4});
}

TEST_CASE("https with a certificate made for it, which clients trust by its file") {
    const test::TemporaryFile port_file;
    const test::TemporaryFile trust;
    test::ProgramResult result;
    std::thread server{[&] {
        result = test::run_program(
            {"serve", "--tls-trust", trust.path, "--port-file", port_file.path, "--token", "T"}
        );
    }};
    HttpClientOptions options;
    options.base_url = "https://localhost:" + std::to_string(await_port(port_file.path));
    options.token = "T";
    HttpRequest request;
    request.method = "GET";
    request.target = "/rowlock/version";
    const auto distrusted = HttpClient::create(options)->perform(request);
    options.ca_file = trust.path;
    const auto trusted = HttpClient::create(options)->perform(request);
    options.ca_file = port_file.path;
    const auto no_certificate = HttpClient::create(options)->perform(request);
    std::raise(SIGTERM);
    server.join();
    REQUIRE_FALSE(distrusted.has_value());
    CHECK_THAT(distrusted.error().message, Catch::Contains("--ca-file"));
    REQUIRE(trusted);
    CHECK(trusted->status == 200);
    CHECK_FALSE(no_certificate.has_value());
    CHECK_THAT(result.out, Catch::StartsWith("rowlock serve: https://127.0.0.1:"));
}

TEST_CASE("several orgs are named one a line, or all in one object") {
    const bool json = GENERATE(false, true);
    const test::TemporaryFile port_file;
    const test::TemporaryFile orgs{R"([{"name":"us","token":"US","seed":9}])"};
    std::vector<std::string> arguments{
        "serve", "--port-file", port_file.path, "--token", "T", "--org", "eu", "--orgs", orgs.path};
    if (json) arguments.emplace_back("--json");
    test::ProgramResult result;
    std::thread server{[&] { result = test::run_program(arguments); }};
    REQUIRE(await_port(port_file.path) != 0);
    std::raise(SIGTERM);
    server.join();
    CHECK(result.code == 0);
    if (json) {
        CHECK_THAT(
            result.out,
            Catch::Contains(R"("moreOrgs":[{"name":"eu","url":"http://127.0.0.1:)") &&
                Catch::Contains(R"({"name":"us","url":"http://127.0.0.1:)") &&
                Catch::Contains(R"("token":"US")")
        );
    } else {
        CHECK_THAT(
            result.out,
            Catch::Contains(" name=eu\nrowlock serve: ") && Catch::EndsWith(" name=us\n")
        );
    }
}

TEST_CASE("what is wrong with TLS or with more orgs is said before anything is served") {
    const test::TemporaryFile nothing;
    const test::TemporaryFile orgs{R"([{"name":"us","port":-1}])"};

    struct Mistake {
        std::vector<std::string> arguments;
        int code;
        std::string said;
    };

    const std::vector<Mistake> mistakes{
        {{"--tls-key", nothing.path}, 2, "go together"},
        {{"--tls-key", nothing.path, "--tls-certificate", nothing.path}, 2, "certificate"},
        {{"--tls-trust", "/nowhere/trust.pem"}, 2, "--tls-trust"},
        {{"--org", "a b"}, 2, "--org"},
        {{"--org", "main"}, 2, "--org"},
        {{"--orgs", "/nowhere/orgs.json"}, 3, "/nowhere/orgs.json"},
        {{"--orgs", orgs.path}, 3, "org 1: 'port'"},
    };
    for (const Mistake& mistake : mistakes) {
        std::vector<std::string> arguments{"serve"};
        arguments.insert(arguments.end(), mistake.arguments.begin(), mistake.arguments.end());
        const test::ProgramResult result = test::run_program(arguments);
        INFO(mistake.said);
        CHECK(result.code == mistake.code);
        CHECK_THAT(result.err, Catch::Contains(mistake.said));
    }
}

TEST_CASE("a limit that is none is named") {
    const test::ProgramResult result =
        test::run_program({"serve", "--port", "0", "--limit", "batches=3"});
    CHECK(result.code == 2);
    CHECK_THAT(result.err, Catch::Contains("--limit") && Catch::Contains("batches=3"));
}

TEST_CASE("a port in use is a matter of configuration") {
    const test::TemporaryFile port_file;
    test::ProgramResult first;
    std::thread server{[&] {
        first = test::run_program({"serve", "--port-file", port_file.path});
    }};
    const int port = await_port(port_file.path);
    const test::ProgramResult second = test::run_program({"serve", "--port", std::to_string(port)});
    CHECK(second.code == 2);
    CHECK_FALSE(second.err.empty());
    std::raise(SIGTERM);
    server.join();
    CHECK(first.code == 0);
}

TEST_CASE("serve ends where its address would be lost") {
    std::FILE* full = std::fopen("/dev/full", "w");
    REQUIRE(full != nullptr);
    std::string err;
    Io io{TextSink{full}, TextSink{err}, false};
    CHECK(run_command_line({"serve", "--clock", "manual"}, io) == 2);
    CHECK_THAT(err, Catch::Contains("cannot be written to standard output"));
    std::fclose(full);
}

}  // namespace
}  // namespace rowlock
