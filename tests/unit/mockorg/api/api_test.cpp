#include "mockorg/api/api.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

namespace rowlock {
namespace {

constexpr const char* k_unauthorized =
    R"([{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}])";

HttpRequest get_with(const std::string& target, const std::string& authorization) {
    HttpRequest request{"GET", target, {}, {}};
    if (!authorization.empty()) request.headers.add("authorization", authorization);
    return request;
}

/// The id of the org's only profile.
std::string profile_id(InProcessApi& org) {
    const std::string body =
        org.send("GET", "/services/data/v60.0/query?q=SELECT+Id+FROM+Profile").body;
    return body.substr(body.find(R"("Id":")") + 6, 18);
}

TEST_CASE("the token opens everything, in either spelling of the scheme") {
    InProcessApi org;
    const auto value = GENERATE(
        as<std::string>{}, "Bearer 00DTEST!token", "bearer  00DTEST!token", "OAuth 00DTEST!token"
    );
    CHECK(org.send_anonymous(get_with("/services/data/v60.0", value)).status == 200);
}

TEST_CASE("without it there is a 401, even where there is nothing") {
    InProcessApi org;
    const auto value = GENERATE(
        as<std::string>{},
        "",
        "00DTEST!token",
        "Bearer",
        "Bearer ",
        "Bearer 00DTEST!toke",
        "Bearer 00DTEST!tokens",
        "Basic 00DTEST!token"
    );
    const auto target = GENERATE(
        as<std::string>{},
        "/services/data/v60.0",
        "/services/data/v60.0/jobs/ingest",
        "/rowlock/clock",
        "/nowhere"
    );
    CAPTURE(value, target);
    const Answer answer = org.send_anonymous(get_with(target, value));
    CHECK(answer.status == 401);
    CHECK(answer.body == k_unauthorized);
    CHECK(answer.headers.get("Content-Type") == "application/json;charset=UTF-8");
}

TEST_CASE("logins that do not exist are not found, whoever asks") {
    InProcessApi org;
    for (const std::string target :
         {"/services/oauth2/introspect", "/.well-known/openid-configuration"}) {
        CAPTURE(target);
        CHECK(org.send_anonymous(get_with(target, "")).status == 404);
    }
}

TEST_CASE("logins asked for with another method are told so, whoever asks") {
    InProcessApi org;
    for (const std::string target : {"/services/oauth2/token", "/services/Soap/u/60.0"}) {
        CAPTURE(target);
        CHECK(org.send_anonymous(get_with(target, "")).status == 405);
    }
    CHECK(org.send_anonymous({"PUT", "/services/data", {}, {}}).status == 401);
}

/// Its user name is eve@x.example; gives its id.
std::string create_eve(InProcessApi& org) {
    return org.create(
        "User",
        R"({"Username":"eve@x.example","LastName":"Eve","Email":"eve@x.example","Alias":"eve",)"
        R"("TimeZoneSidKey":"GMT","LocaleSidKey":"en_US","EmailEncodingKey":"UTF-8",)"
        R"("LanguageLocaleKey":"en_US","ProfileId":")" +
            profile_id(org) + R"("})"
    );
}

HttpRequest token_request(const std::string& form) {
    HttpRequest request{"POST", "/services/oauth2/token", {}, {}};
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    request.body = "client_id=a&client_secret=b&" + form;
    return request;
}

HttpRequest eves_login() {
    return token_request("grant_type=password&username=eve@x.example&password=c");
}

TEST_CASE("a code is sent to an address, and never to a program") {
    InProcessApi org;
    const auto status_for = [&](const std::string& uri) {
        const std::string authorize =
            "/services/oauth2/authorize?response_type=code&client_id=a&redirect_uri=";
        return org.send_anonymous(get_with(authorize + uri, "")).status;
    };
    CHECK(status_for("http://localhost:1717/OauthRedirect") == 302);
    CHECK(status_for("my-app:/done") == 302);
    CHECK(status_for("javascript:alert(1)") == 400);
    CHECK(status_for("JavaScript:alert(1)") == 400);
    CHECK(status_for("data:text/html,x") == 400);
    CHECK(status_for("vbscript:x") == 400);
    CHECK(status_for("nowhere") == 400);
}

TEST_CASE("what a user logged in with is gone for good once he is set inactive") {
    InProcessApi org;
    const std::string user = "/services/data/v60.0/sobjects/User/" + create_eve(org);
    const Answer sent = org.send_anonymous(get_with(
        "/services/oauth2/authorize?response_type=code&client_id=a&redirect_uri=x:y"
        "&login_hint=eve@x.example",
        ""
    ));
    const std::string location{sent.headers.get("Location")};
    REQUIRE(location.starts_with("x:y?code="));
    const Answer by_code = org.send_anonymous(token_request(
        "grant_type=authorization_code&redirect_uri=x:y&" + location.substr(location.find("code="))
    ));
    const std::string refresh = member(by_code.body, "refresh_token");
    const auto look = [](const std::string& token) {
        return get_with("/services/data/v60.0/limits", "Bearer " + token);
    };
    const HttpRequest first = look(member(by_code.body, "access_token"));
    const HttpRequest second = look(member(org.send_anonymous(eves_login()).body, "access_token"));
    REQUIRE(org.send_anonymous(first).status == 200);
    REQUIRE(org.send_anonymous(second).status == 200);
    const bool used_between = GENERATE(false, true);
    CAPTURE(used_between);
    CHECK(org.send("PATCH", user, R"({"IsActive":false})").status == 204);
    if (used_between) CHECK(org.send_anonymous(first).status == 401);
    CHECK(org.send("PATCH", user, R"({"IsActive":true})").status == 204);
    CHECK(org.send_anonymous(first).status == 401);
    CHECK(org.send_anonymous(second).status == 401);
    const std::string again = "grant_type=refresh_token&refresh_token=" + refresh;
    CHECK(org.send_anonymous(token_request(again)).status == 400);
    const Answer anew = org.send_anonymous(eves_login());
    CHECK(org.send_anonymous(look(member(anew.body, "access_token"))).status == 200);
}

TEST_CASE("a new user may log in, and is out once he may not any more") {
    InProcessApi org;
    const std::string users = "/services/data/v60.0/sobjects/User";
    const std::string id = create_eve(org);
    const HttpRequest login = eves_login();
    const std::string token = member(org.send_anonymous(login).body, "access_token");
    REQUIRE_FALSE(token.empty());
    const HttpRequest request = get_with("/services/data/v60.0/limits", "Bearer " + token);
    CHECK(org.send_anonymous(request).status == 200);
    CHECK(org.send("PATCH", users + "/" + id, R"({"IsActive":false})").status == 204);
    CHECK(org.send_anonymous(request).status == 401);
    CHECK(org.send_anonymous(login).status == 400);
}

TEST_CASE("the list of versions and the health check need no token") {
    InProcessApi org;
    CHECK(org.send_anonymous(get_with("/services/data/", "")).status == 200);
    CHECK(org.send_anonymous(get_with("/rowlock/health", "")).body == R"({"status":"ok"})");
}

TEST_CASE("unknown paths, methods and versions") {
    InProcessApi org;
    const Answer nowhere = org.send("GET", "/services/data/v60.0/nowhere");
    CHECK(nowhere.status == 404);
    CHECK(
        nowhere.body ==
        R"([{"message":"The requested resource does not exist","errorCode":"NOT_FOUND"}])"
    );
    const Answer wrong = org.send("PUT", "/services/data/v60.0/jobs/ingest/750RL0000000001");
    CHECK(wrong.status == 405);
    CHECK(wrong.headers.get("Allow") == "HEAD, GET, PATCH, DELETE");
    CHECK(
        wrong.body ==
        R"([{"message":"HTTP Method 'PUT' not allowed. Allowed are HEAD,GET,PATCH,DELETE",)"
        R"("errorCode":"METHOD_NOT_ALLOWED"}])"
    );
    CHECK(org.send("GET", "/services/data/v30.0/jobs/ingest").status == 410);
    CHECK(org.send("GET", "/services/data/v30.0/nowhere").status == 410);
    CHECK(org.send("GET", "/services/data/v31.0").status == 200);
    for (const std::string version : {"v67.0", "v68.0", "v99.0"})
        CHECK(org.send("GET", "/services/data/" + version + "/limits").status == 200);
    for (const std::string version : {"v100.0", "v60.5", "v60", "v060.0"}) {
        CAPTURE(version);
        CHECK(org.send("GET", "/services/data/" + version).status == 404);
        CHECK(org.send("GET", "/services/data/" + version + "/limits").status == 404);
        CHECK(org.send("GET", "/services/data/" + version + "/jobs/ingest").status == 404);
    }
}

TEST_CASE("a request is admitted with its session, or where none is needed") {
    InProcessApi org;
    const auto admits = [&](const std::string& method,
                            const std::string& target,
                            const std::string& name = "",
                            const std::string& value = "") {
        HttpRequest request{method, target, {}, {}};
        if (!name.empty()) request.headers.add(name, value);
        return org.api().admits(request);
    };
    const std::string jobs = "/services/data/v60.0/jobs/ingest";
    CHECK(admits("GET", "/services/data"));
    CHECK_FALSE(admits("POST", jobs));
    CHECK_FALSE(admits("POST", jobs, "Authorization", "Bearer wrong"));
    CHECK(admits("POST", jobs, "Authorization", "Bearer 00DTEST!token"));
    CHECK_FALSE(admits("POST", "/services/async/60.0/job"));
    CHECK(admits("POST", "/services/async/60.0/job", "X-SFDC-Session", "00DTEST!token"));
    CHECK_FALSE(admits("POST", "/nowhere"));
}

TEST_CASE("a POST may mean another method") {
    InProcessApi org;
    const std::string id = org.create("Account", R"({"Name":"A"})");
    const std::string record = "/services/data/v60.0/sobjects/Account/" + id;
    CHECK(org.send("POST", record + "?_HttpMethod=PATCH", R"({"Name":"B"})").status == 204);
    CHECK(member(org.send("GET", record).body, "Name") == "B");
    CHECK(org.send("GET", record + "?_HttpMethod=DELETE").status == 200);
}

TEST_CASE("answers of the org tell how many requests were made") {
    InProcessApi org;
    CHECK(
        org.send("GET", "/services/data/v60.0").headers.get("sforce-limit-info") ==
        "api-usage=1/15000"
    );
    CHECK(
        org.send("GET", "/services/data/v60.0/nowhere").headers.get("Sforce-Limit-Info") ==
        "api-usage=2/15000"
    );
    CHECK_FALSE(org.send("GET", "/rowlock/clock").headers.has("Sforce-Limit-Info"));
}

TEST_CASE("JSON is printed prettily on request") {
    InProcessApi org;
    const Answer plain =
        org.send("GET", "/services/data/v60.0/query?q=SELECT+COUNT()+FROM+Account");
    CHECK(plain.body == R"({"totalSize":0,"done":true,"records":[]})");
    const Answer pretty = org.send(
        "GET",
        "/services/data/v60.0/query?q=SELECT+COUNT()+FROM+Account",
        {},
        {{"X-PrettyPrint", "1"}}
    );
    CHECK(pretty.body == "{\n  \"totalSize\" : 0,\n  \"done\" : true,\n  \"records\" : [ ]\n}");
}

TEST_CASE("with a manual clock a write is answered when its time has come") {
    InProcessApi org{ClockMode::Kind::manual};
    const auto answer =
        org.begin("POST", "/services/data/v60.0/sobjects/Account", R"({"Name":"A"})");
    CHECK_FALSE(answer->has_value());
    org.api().org().advance_to(org.api().org().now() + seconds(10.0));
    REQUIRE(answer->has_value());
    CHECK((*answer)->status == 201);
}

TEST_CASE("with a real clock the org goes on to the time that is passed in") {
    InProcessApi org{ClockMode::Kind::real};
    const TimePoint later = k_org_epoch + seconds(100.0);
    HttpRequest request{"GET", "/rowlock/health", {}, {}};
    org.api().handle(later, request, [](const HttpResponse&) {});
    CHECK(org.api().org().now() == later);
    org.api().handle(k_org_epoch, request, [](const HttpResponse&) {});
    CHECK(org.api().org().now() == later);
}

TEST_CASE("a polled clock goes on when somebody with a session looks at jobs that run") {
    InProcessApi org{ClockMode::Kind::poll};
    const std::string jobs = "/services/data/v60.0/jobs/ingest";
    const std::string id = org.create_job(R"({"object":"Account","operation":"insert"})");
    org.run_job(id, "Name\nA\n");
    const TimePoint closed = org.api().org().now();
    org.send_anonymous({"GET", jobs + "/" + id, {}, {}});
    CHECK(org.api().org().now() == closed);
    org.send("GET", jobs);
    const TimePoint listed = org.api().org().now();
    CHECK(listed > closed);
    org.send("GET", jobs + "/" + id);
    CHECK(org.api().org().now() > listed);
}

TEST_CASE("no request upsets the org") {
    InProcessApi org;
    const std::string job = org.create_job(R"({"object":"Account","operation":"insert"})");
    const std::vector<std::string> methods = {
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "", "get"};
    const std::vector<std::string> words = {
        "services",
        "data",
        "v60.0",
        "jobs",
        "ingest",
        job,
        "batches",
        "successfulResults",
        "sobjects",
        "Account",
        "query",
        "limits",
        "recordCount",
        "rowlock",
        "clock",
        "advance",
        "snapshots",
        "a",
        "restore",
        "ledger",
        "%",
        "%2f",
        "%00",
        "?",
        "?q=SELECT",
        "?limit=-1",
        "?queryLocator=x",
        "&q=SELECT Id FROM Account",
        "\xff",
        ""};
    const std::vector<std::string> bodies = {
        "",
        "{}",
        "[]",
        "null",
        R"({"seconds":1e300})",
        R"({"seconds":-1})",
        R"({"to":1e300})",
        R"({"to":""})",
        R"({"state":"Aborted"})",
        R"({"object":"Account","operation":"insert"})",
        "Name\nA\n",
        R"({"Name":{"a":[]}})"};
    rc::prop("each is answered", [&] {
        std::string target;
        for (const auto& word :
             *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(words))) {
            target += "/" + word;
        }
        const auto answer =
            org.send(*rc::gen::elementOf(methods), target, *rc::gen::elementOf(bodies));
        RC_ASSERT(answer.status >= 200);
        RC_ASSERT(answer.status < 500);
    });
}

}  // namespace
}  // namespace rowlock
