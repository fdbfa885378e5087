#include "mockorg/api/faults.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

namespace rowlock {
namespace {

constexpr const char* k_token = "00DTEST!token";
constexpr const char* k_accounts = "/services/data/v60.0/query?q=SELECT+COUNT()+FROM+Account";
constexpr const char* k_new_account = "/services/data/v60.0/sobjects/Account";

struct Fixture {
    InProcessApi org;

    void set(const std::string& name, const std::string& json) {
        const Answer answer = org.send("PUT", "/rowlock/faults/" + name, json);
        INFO(answer.body);
        REQUIRE(answer.status == 201);
    }

    std::string fault(const std::string& name, const std::string& value) {
        return member(org.send("GET", "/rowlock/faults/" + name).body, value);
    }

    std::string accounts() { return member(org.send("GET", k_accounts).body, "totalSize"); }

    /// With how it is delivered.
    HttpResponse deliver(const std::string& method, const std::string& target, std::string body) {
        HttpRequest request{method, target, {}, std::move(body)};
        request.headers.add("Authorization", std::string{"Bearer "} + k_token);
        std::optional<HttpResponse> answer;
        org.api().handle(org.api().org().now(), std::move(request), [&](HttpResponse response) {
            answer = std::move(response);
        });
        REQUIRE(answer);
        return std::move(*answer);
    }
};

TEST_CASE_METHOD(Fixture, "a status, in the form of each family, before or after the deed") {
    set("s", R"({"kind":"status","status":502,"method":"POST","path":"*"})");
    const Answer rest = org.send("POST", k_new_account, R"({"Name":"A"})");
    CHECK(rest.status == 502);
    CHECK_THAT(
        rest.body,
        Catch::StartsWith(R"([{"message":"Service temporarily unavailable (fault )") &&
            Catch::Contains(R"("errorCode":"SERVER_UNAVAILABLE"}])")
    );
    CHECK(accounts() == "0");
    const Answer bulk1 = org.send("POST", "/services/async/60.0/job", "<jobInfo/>");
    CHECK(bulk1.status == 502);
    CHECK_THAT(bulk1.body, Catch::Contains("<exceptionCode>"));
    const Answer soap = org.send("POST", "/services/Soap/u/60.0", "<x/>");
    CHECK(soap.status == 502);
    CHECK_THAT(soap.body, Catch::Contains("faultcode") && Catch::Contains("SERVER_UNAVAILABLE"));
    const Answer login = org.send("POST", "/services/oauth2/token", "grant_type=password");
    CHECK(login.status == 502);
    CHECK_THAT(login.body, Catch::Contains(R"("error":"temporarily_unavailable")"));
    CHECK(fault("s", "struck") == "4");

    org.send("PUT", "/rowlock/faults/s", R"({"kind":"status","status":504,"done":true,"count":1})");
    CHECK(org.send("POST", k_new_account, R"({"Name":"A"})").status == 504);
    CHECK(accounts() == "1");
    CHECK(fault("s", "state") == "used up");
}

TEST_CASE_METHOD(Fixture, "request limit, as the family says it") {
    set("l", R"({"kind":"request-limit"})");
    const Answer rest = org.send("GET", k_accounts);
    CHECK(rest.status == 403);
    CHECK_THAT(rest.body, Catch::Contains("REQUEST_LIMIT_EXCEEDED"));
    const Answer bulk1 = org.send("GET", "/services/async/60.0/job/750RL0000000001");
    CHECK(bulk1.status == 400);
    CHECK_THAT(bulk1.body, Catch::Contains("ExceededQuota"));
    const Answer soap = org.send("POST", "/services/Soap/u/60.0", "<x/>");
    CHECK(soap.status == 500);
    CHECK_THAT(soap.body, Catch::Contains("sf:REQUEST_LIMIT_EXCEEDED"));
}

TEST_CASE_METHOD(Fixture, "a session that has ended stays so until a new one is had") {
    set("e", R"({"kind":"expired-session","count":1,"after":1})");
    CHECK(org.send("GET", k_accounts).status == 200);
    const Answer refused = org.send("GET", k_accounts);
    CHECK(refused.status == 401);
    CHECK_THAT(refused.body, Catch::Contains("INVALID_SESSION_ID"));
    CHECK(org.send("GET", k_accounts).status == 401);
    // Whoever runs the org still gets in.
    CHECK(org.send("POST", "/rowlock/sessions/renew").status == 204);
    CHECK(org.send("GET", k_accounts).status == 200);
}

TEST_CASE_METHOD(Fixture, "a session in a SOAP envelope ends, too") {
    const auto login = org.send_anonymous(HttpRequest{
        "POST",
        "/services/Soap/u/60.0",
        {},
        R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><login><username>)"
        R"(admin@rowlock.example</username><password>x</password></login></e:Body></e:Envelope>)"});
    const auto begin = login.body.find("<sessionId>");
    INFO(login.body);
    REQUIRE(begin != std::string::npos);
    const std::string session =
        login.body.substr(begin + 11, login.body.find('<', begin + 11) - begin - 11);
    set("e", R"({"kind":"expired-session","family":"soap"})");
    const auto answer = org.send_anonymous(HttpRequest{
        "POST",
        "/services/Soap/u/60.0",
        {},
        R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><SessionHeader>)"
        "<sessionId>" +
            session +
            "</sessionId></SessionHeader></e:Header><e:Body><getUserInfo/></e:Body></e:Envelope>"});
    CHECK(answer.status == 500);
    CHECK_THAT(answer.body, Catch::Contains("INVALID_SESSION_ID"));
}

TEST_CASE_METHOD(Fixture, "no answer, before or after the deed") {
    const std::string kind = GENERATE("timeout", "reset");
    const bool done = GENERATE(false, true);
    set("n",
        R"({"kind":")" + kind + R"(","method":"POST","done":)" + (done ? "true" : "false") + "}");
    const HttpResponse answer = deliver("POST", k_new_account, R"({"Name":"A"})");
    const bool silent = kind == "timeout";
    CHECK(answer.delivery.kind == (silent ? Delivery::Kind::silence : Delivery::Kind::reset));
    CHECK(answer.delivery.delay == (silent ? seconds(30) : Duration{}));
    CHECK(accounts() == (done ? "1" : "0"));
}

TEST_CASE_METHOD(Fixture, "an answer that comes late or not whole is the right one") {
    set("w", R"({"kind":"slow","seconds":2.5,"method":"POST"})");
    const HttpResponse late = deliver("POST", k_new_account, R"({"Name":"A"})");
    CHECK(late.status == 201);
    CHECK(late.delivery.kind == Delivery::Kind::whole);
    CHECK(late.delivery.delay == seconds(2.5));
    org.send("PUT", "/rowlock/faults/w", R"({"kind":"reset-in-body"})");
    const HttpResponse cut = deliver("GET", k_accounts, "");
    CHECK(cut.status == 200);
    CHECK(cut.delivery.kind == Delivery::Kind::cut);
}

TEST_CASE_METHOD(Fixture, "the scope: family, path, job") {
    set("s", R"({"kind":"status","family":"bulk2","path":"*/batches"})");
    const std::string job = org.create_job(R"({"object":"Account","operation":"insert"})");
    const std::string path = "/services/data/v60.0/jobs/ingest/" + job;
    CHECK(org.send("PUT", path + "/batches", "Name\nA\n").status == 503);
    CHECK(org.send("GET", path).status == 200);
    CHECK(org.send("DELETE", "/rowlock/faults/s").status == 204);
    set("j", R"({"kind":"status","job":")" + job + "\"}");
    CHECK(org.send("GET", path).status == 503);
    CHECK(org.send("GET", "/services/data/v60.0/jobs/ingest").status == 200);
    CHECK(fault("j", "seen") == "1");
}

TEST_CASE_METHOD(Fixture, "the control API meets no faults") {
    set("all", R"({"kind":"status"})");
    CHECK(org.send("GET", "/rowlock/clock").status == 200);
    CHECK(org.send("GET", "/services/data").status == 503);
    CHECK(org.send("DELETE", "/rowlock/faults").status == 204);
    CHECK(org.send("GET", "/services/data").status == 200);
}

TEST_CASE_METHOD(Fixture, "faults are listed by name, shown, replaced and taken away") {
    CHECK(org.send("GET", "/rowlock/faults").body == R"({"faults":[]})");
    set("b", R"({"kind":"slow","seconds":1,"from":60})");
    set("a", R"({"kind":"lock","object":"Account","where":"Name = 'A'"})");
    CHECK(
        org.send("GET", "/rowlock/faults").body ==
        R"({"faults":[{"name":"a","kind":"lock","object":"Account","where":"Name = 'A'",)"
        R"("state":"no record","seen":0,"struck":0},)"
        R"({"name":"b","kind":"slow","from":60,"seconds":1,"state":"early","seen":0,"struck":0}]})"
    );
    CHECK(org.send("PUT", "/rowlock/faults/b", R"({"kind":"reset"})").status == 200);
    CHECK(fault("b", "kind") == "reset");
    CHECK(org.send("DELETE", "/rowlock/faults/b").status == 204);
    CHECK(org.send("DELETE", "/rowlock/faults/b").status == 404);
    CHECK(org.send("GET", "/rowlock/faults/b").status == 404);
}

TEST_CASE_METHOD(Fixture, "mistakes are 400s that name the member, and set nothing") {
    const auto body = GENERATE(
        as<std::string>{},
        "",
        "[]",
        "{}",
        R"({"kind":"status","status":99})",
        R"({"kind":"status","name":"other"})",
        R"({"kind":"lock","object":"Nothing","where":"Name = 'A'"})"
    );
    CAPTURE(body);
    const Answer answer = org.send("PUT", "/rowlock/faults/x", body);
    CHECK(answer.status == 400);
    CHECK_THAT(answer.body, Catch::Contains("errorCode"));
    CHECK(org.send("GET", "/rowlock/faults").body == R"({"faults":[]})");
    CHECK(org.send("PUT", "/rowlock/faults/a%20b", R"({"kind":"reset"})").status == 400);
}

TEST_CASE_METHOD(Fixture, "a foreign writer is named where locks and the ledger are shown") {
    const std::string account = org.create("Account", R"({"Name":"A"})");
    set("trigger", R"({"kind":"lock","id":")" + account + "\"}");
    CHECK_THAT(
        org.send("GET", "/rowlock/locks").body,
        Catch::Contains(R"("holder":{"kind":"foreign","name":"trigger"})")
    );
    CHECK(fault("trigger", "state") == "holding");
    const std::string path = std::string{k_new_account} + "/" + account;
    CHECK(org.send("PATCH", path, R"({"Name":"B"})").status == 400);
    CHECK_THAT(
        org.send("GET", "/rowlock/ledger").body,
        Catch::Contains(R"("holder":{"kind":"foreign","name":"trigger"})")
    );
}

TEST_CASE_METHOD(Fixture, "reset takes faults away, a snapshot brings them back as they were") {
    set("s", R"({"kind":"status","path":"*/limits"})");
    CHECK(org.send("GET", "/services/data/v60.0/limits").status == 503);
    CHECK(org.send("PUT", "/rowlock/snapshots/bad").status == 201);
    CHECK(org.send("POST", "/rowlock/reset").status == 200);
    CHECK(org.send("GET", "/services/data/v60.0/limits").status == 200);
    CHECK(org.send("POST", "/rowlock/snapshots/bad/restore").status == 200);
    CHECK(fault("s", "struck") == "1");
    CHECK(org.send("GET", "/services/data/v60.0/limits").status == 503);
}

}  // namespace
}  // namespace rowlock
