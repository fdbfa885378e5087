#include "harness/client/login.hpp"

#include "harness/client/jwt_assertion.hpp"
#include "mockorg/codec/signatures.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/client/tiny_server.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <atomic>
#include <memory>

namespace rowlock {
namespace {

using test::ok_answer;
using test::TinyServer;

std::string answer(int status, const std::string& body) {
    return "HTTP/1.1 " + std::to_string(status) +
           " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

TargetOptions target_of(const TinyServer& server) {
    TargetOptions options;
    options.url = server.url();
    return options;
}

struct KeyPair {
    std::string secret;
    std::string open;
};

KeyPair make_keys() {
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key{EVP_RSA_gen(2048), EVP_PKEY_free};
    const auto pem = [&](bool secret) {
        const std::unique_ptr<BIO, void (*)(BIO*)> text{BIO_new(BIO_s_mem()), BIO_free_all};
        if (secret) {
            PEM_write_bio_PrivateKey(text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        } else {
            PEM_write_bio_PUBKEY(text.get(), key.get());
        }
        char* bytes = nullptr;
        const long length = BIO_get_mem_data(text.get(), &bytes);
        return std::string{bytes, static_cast<std::size_t>(length)};
    };
    return {pem(true), pem(false)};
}

TEST_CASE("a token is taken as it is") {
    TargetOptions options;
    options.url = "http://127.0.0.1:1";
    options.token = "T";
    const auto session = log_in(options);
    REQUIRE(session);
    CHECK(session->token == "T");
    CHECK(session->base_url == options.url);
    CHECK_FALSE(can_log_in_again(options));
}

TEST_CASE("client credentials and passwords go into the form, and only there") {
    TinyServer server{[](const std::string&) {
        return ok_answer(R"({"access_token":"T!1","instance_url":"https://acme.example"})");
    }};
    TargetOptions options = target_of(server);
    options.client_id = "app";
    options.client_secret = "s&cret";
    const auto session = log_in(options);
    REQUIRE(session);
    CHECK(session->token == "T!1");
    CHECK(session->base_url == "https://acme.example");
    CHECK(can_log_in_again(options));
    options.username = "ann@acme.example";
    options.password = "word";
    REQUIRE(log_in(options));
    const auto seen = server.requests();
    CHECK_THAT(seen.at(0), Catch::StartsWith("POST /services/oauth2/token HTTP/1.1\r\n"));
    CHECK_THAT(
        seen.at(0),
        Catch::EndsWith("client_id=app&client_secret=s%26cret&grant_type=client_credentials")
    );
    CHECK_THAT(
        seen.at(1), Catch::EndsWith("grant_type=password&username=ann%40acme.example&password=word")
    );
}

TEST_CASE("a JWT is signed with the key, for the login host of the org") {
    const KeyPair keys = make_keys();
    const test::Folder folder;
    TinyServer server{[](const std::string&) { return ok_answer(R"({"access_token":"T"})"); }};
    TargetOptions options = target_of(server);
    options.client_id = "app";
    options.username = "ann@acme.example";
    options.key_file = folder.write("key.pem", keys.secret);
    const auto session = log_in(options);
    REQUIRE(session);
    CHECK(session->base_url == server.url());
    const std::string seen = server.requests().at(0);
    const std::string assertion = seen.substr(seen.rfind("assertion=") + 10);
    const std::size_t end = assertion.rfind('.');
    REQUIRE(end != std::string::npos);
    const auto signature = parse_base64url(assertion.substr(end + 1));
    REQUIRE(signature);
    CHECK(is_signed_by(keys.open, assertion.substr(0, end), *signature));
    const std::size_t begin = assertion.find('.') + 1;
    const auto claims = parse_base64url(assertion.substr(begin, end - begin));
    REQUIRE(claims);
    CHECK_THAT(*claims, Catch::StartsWith(R"({"iss":"app","sub":"ann@acme.example","aud":")"));
    CHECK(
        audience_of("https://acme--uat.sandbox.my.salesforce.com") == "https://test.salesforce.com"
    );
    CHECK(audience_of("https://acme.my.salesforce.com") == "https://login.salesforce.com");

    options.key_file = folder.write("none.pem", keys.open);
    const auto refused = log_in(options);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::bad_configuration);
}

TEST_CASE("user and password log in by SOAP") {
    TinyServer server{[](const std::string& request) {
        if (request.find("wrong") != std::string::npos) {
            return answer(
                500,
                R"(<e:Envelope xmlns:e="x"><e:Body><e:Fault><faultstring>INVALID_LOGIN: Invalid)"
                "</faultstring></e:Fault></e:Body></e:Envelope>"
            );
        }
        return ok_answer(R"(<e:Envelope xmlns:e="x"><e:Body><loginResponse><result><serverUrl>)"
                         "https://acme.example/services/Soap/u/60.0/00D</serverUrl><sessionId>T"
                         "</sessionId></result></loginResponse></e:Body></e:Envelope>");
    }};
    TargetOptions options = target_of(server);
    options.username = "ann@acme.example";
    options.password = "<&>";
    const auto session = log_in(options);
    REQUIRE(session);
    CHECK(session->base_url == "https://acme.example");
    CHECK(session->token == "T");
    CHECK(server.requests().at(0).find("<password>&lt;&amp;&gt;</password>") != std::string::npos);
    options.password = "wrong";
    const auto refused = log_in(options);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::invalid_session_id);
    CHECK(refused.error().message.find("INVALID_LOGIN: Invalid") != std::string::npos);
    CHECK(refused.error().message.find("wrong") == std::string::npos);
}

TEST_CASE("refusals and answers of who is no org") {
    const auto [given, code] = GENERATE(table<std::string, ErrorCode>({
        {answer(400, R"({"error":"invalid_grant","error_description":"authentication failure"})"),
         ErrorCode::invalid_session_id},
        {answer(200, "<html>"), ErrorCode::protocol_broken},
        {answer(200, "{}"), ErrorCode::protocol_broken},
        {answer(200, "[1]"), ErrorCode::protocol_broken},
        {answer(200, R"({"access_token":5})"), ErrorCode::protocol_broken},
    }));
    const std::string text = given;
    TinyServer server{[text](const std::string&) { return text; }};
    TargetOptions options = target_of(server);
    options.client_id = "app";
    options.client_secret = "secret";
    const auto session = log_in(options);
    REQUIRE_FALSE(session);
    CHECK(session.error().code == code);
    CHECK(session.error().message.find("secret") == std::string::npos);
}

TEST_CASE("a refusal for now is not the last word, any other one is") {
    const auto [refusal, passes] = GENERATE(table<std::string, bool>({
        {R"({"error":"temporarily_unavailable","error_description":"busy"})", true},
        {R"([{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}])",
         true},
        {R"({"error":"invalid_grant","error_description":"authentication failure"})", false},
    }));
    std::atomic<int> asked{0};
    const std::string text = answer(403, refusal);
    TinyServer server{[text, &asked](const std::string&) {
        return ++asked == 1 ? text : ok_answer(R"({"access_token":"T"})");
    }};
    TargetOptions options = target_of(server);
    options.client_id = "app";
    options.client_secret = "secret";
    const auto session = log_in(options);
    CHECK(session.has_value() == passes);
    CHECK(asked == (passes ? 2 : 1));
}

TEST_CASE("trouble of the server is not the last word, a refused password is") {
    const auto [status, fault, passes] = GENERATE(table<int, std::string, bool>({
        {500, "<html>broken</html>", true},
        {502, "", true},
        {503, "", true},
        {500, "<f><faultstring>UNKNOWN_EXCEPTION: An unexpected error</faultstring></f>", true},
        {500, "<f><faultstring>INVALID_LOGIN: Invalid password</faultstring></f>", false},
        {500, "<f><faultstring>LOGIN_DURING_RESTRICTED_DOMAIN: no</faultstring></f>", false},
    }));
    CAPTURE(status, fault);
    std::atomic<int> asked{0};
    const std::string text = answer(status, fault);
    TinyServer server{[text, &asked](const std::string&) {
        return ++asked == 1 ? text
                            : ok_answer(
                                  "<r><serverUrl>https://acme.example/services/Soap"
                                  "</serverUrl><sessionId>T</sessionId></r>"
                              );
    }};
    TargetOptions options = target_of(server);
    options.username = "ann@acme.example";
    options.password = "word";
    CHECK(log_in(options).has_value() == passes);
    CHECK(asked == (passes ? 2 : 1));
}

TEST_CASE("where nobody listens, a log-in gives up soon") {
    TargetOptions options;
    {
        TinyServer server{[](const std::string&) { return std::string{}; }};
        options = target_of(server);
    }
    options.client_id = "app";
    options.client_secret = "secret";
    const auto begin = std::chrono::steady_clock::now();
    CHECK(log_in(options).error().code == ErrorCode::unreachable);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{8});
}

TEST_CASE("what is missing is named") {
    TargetOptions options;
    const auto message = [&] { return log_in(options).error().message; };
    CHECK(message().find("--target") != std::string::npos);
    options.url = "http://ann:word@127.0.0.1:1";
    CHECK(message().find("--username") != std::string::npos);
    options.url = "http://127.0.0.1:1";
    CHECK(message().find("how to log in") != std::string::npos);
    options.client_id = "app";
    CHECK(message().find("--client-secret") != std::string::npos);
    options.key_file = "/nowhere/key.pem";
    CHECK(message().find("--username") != std::string::npos);
    options.username = "ann";
    CHECK(message().find("/nowhere/key.pem") != std::string::npos);
    options = {};
    options.url = "http://127.0.0.1:1";
    options.username = "ann";
    CHECK(message().find("--password") != std::string::npos);
}

}  // namespace
}  // namespace rowlock
