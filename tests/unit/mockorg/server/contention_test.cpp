#include "mockorg/api/api.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/server/raw_client.hpp"
#include "tests/unit/mockorg/server/running_server.hpp"
#include "tests/unit/mockorg/server/wire_text.hpp"

#include <fmt/core.h>

#include <deque>
#include <string>
#include <vector>

namespace rowlock {
namespace {

using namespace std::chrono_literals;

/// Of the org's time in one second of ours.
constexpr double k_speed = 12.0;
constexpr const char* k_collection = "/services/data/v60.0/composite/sobjects";

/// A write keeps its records for nine seconds of the org: the second in the queue gets them before
/// its wait of ten is over, the third does not, even if it comes most of a second late by our
/// clock.
OrgConfig slow_writes() {
    OrgConfig config;
    config.profile.rest_hold = {9.0, 0.0};
    config.profile.hold = {9.0, 0.0};
    config.profile.pre_lock = Duration{0};
    config.profile.batch_overhead = Duration{0};
    return config;
}

/// A mock org on a real clock, and clients with a connection each.
class LiveOrg {
public:
    LiveOrg()
        : server_(
              {}, Api{Org::create(slow_writes()).value(), {"T", {ClockMode::Kind::real, k_speed}}}
          ) {}

    RawClient& connect() { return clients_.emplace_back(server_.port()); }

    static void ask(
        RawClient& client,
        const std::string& method,
        const std::string& target,
        const std::string& body
    ) {
        client.send(fmt::format(
            "{} {} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer T\r\nContent-Type: "
            "application/json\r\n"
            "Content-Length: {}\r\n\r\n{}",
            method,
            target,
            body.size(),
            body
        ));
    }

    std::string answer_to(
        const std::string& method, const std::string& target, const std::string& body = {}
    ) {
        RawClient client{server_.port()};
        ask(client, method, target, body);
        return client.read_response();
    }

    /// The ids of new accounts, made in one request.
    std::vector<std::string> accounts(const std::vector<std::string>& names) {
        std::string records;
        for (const std::string& name : names) {
            if (!records.empty()) records += ',';
            records += R"({"attributes":{"type":"Account"},"Name":")" + name + "\"}";
        }
        const std::string body =
            body_of(answer_to("POST", k_collection, R"({"records":[)" + records + "]}"));
        std::vector<std::string> ids;
        for (std::size_t at = body.find("\"001"); at != std::string::npos;
             at = body.find("\"001", at + 1))
            ids.push_back(body.substr(at + 1, 18));
        REQUIRE(ids.size() == names.size());
        return ids;
    }

    std::string name_of(const std::string& account) {
        const std::string record =
            body_of(answer_to("GET", "/services/data/v60.0/sobjects/Account/" + account));
        const std::size_t begin = record.find("\"Name\":\"") + 8;
        return record.substr(begin, record.find('"', begin) - begin);
    }

private:
    RunningServer server_;
    std::deque<RawClient> clients_;
};

std::string update_of(const std::string& id, const std::string& name) {
    return fmt::format(R"({{"attributes":{{"type":"Account"}},"id":"{}","Name":"{}"}})", id, name);
}

bool is_locked_out(const std::string& answer) {
    return contains(answer, "UNABLE_TO_LOCK_ROW") &&
           contains(answer, "unable to obtain exclusive access to this record");
}

TEST_CASE("single writes from several connections wait for each other, and fail") {
    LiveOrg org;
    const std::string acme = org.accounts({"Acme"}).front();
    std::vector<RawClient*> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(&org.connect());
        LiveOrg::ask(
            *clients.back(),
            "PATCH",
            "/services/data/v60.0/sobjects/Account/" + acme,
            fmt::format(R"({{"Name":"Writer {}"}})", i)
        );
    }
    int saved = 0;
    int locked_out = 0;
    for (RawClient* client : clients) {
        const std::string answer = client->read_response();
        INFO(answer);
        if (starts_with(answer, "HTTP/1.1 204 ")) {
            ++saved;
        } else {
            CHECK(starts_with(answer, "HTTP/1.1 400 "));
            CHECK(is_locked_out(answer));
            ++locked_out;
        }
    }
    CHECK(saved == 2);
    CHECK(locked_out == 3);
}

TEST_CASE("a collection that waited in vain writes none of its records") {
    LiveOrg org;
    const auto ids = org.accounts({"Busy", "Free"});
    RawClient& first = org.connect();
    LiveOrg::ask(
        first, "PATCH", "/services/data/v60.0/sobjects/Account/" + ids[0], R"({"Name":"First"})"
    );
    RawClient& second = org.connect();
    LiveOrg::ask(
        second, "PATCH", "/services/data/v60.0/sobjects/Account/" + ids[0], R"({"Name":"Second"})"
    );
    // Both hold the busy account longer than the third waits.
    std::this_thread::sleep_for(50ms);
    const bool all_or_none = GENERATE(true, false);
    const std::string answer = org.answer_to(
        "PATCH",
        k_collection,
        fmt::format(
            R"({{"allOrNone":{},"records":[{},{}]}})",
            all_or_none,
            update_of(ids[1], "Third"),
            update_of(ids[0], "Third")
        )
    );
    INFO(answer);
    CHECK(starts_with(answer, "HTTP/1.1 200 "));
    CHECK(is_locked_out(answer));
    CHECK_FALSE(contains(answer, "\"success\":true"));
    CHECK(org.name_of(ids[1]) == "Free");
    CHECK(starts_with(second.read_response(), "HTTP/1.1 204 "));
    CHECK(org.name_of(ids[0]) == "Second");
}

TEST_CASE("a collection that waited and has a bad record takes the good ones back") {
    LiveOrg org;
    const auto ids = org.accounts({"One", "Two"});
    RawClient& first = org.connect();
    LiveOrg::ask(
        first, "PATCH", "/services/data/v60.0/sobjects/Account/" + ids[0], R"({"Name":"First"})"
    );
    std::this_thread::sleep_for(50ms);
    const std::string bad =
        R"({"attributes":{"type":"Account"},"id":")" + ids[1] + R"(","Nmae":"x"})";
    const std::string answer = org.answer_to(
        "PATCH",
        k_collection,
        R"({"allOrNone":true,"records":[)" + update_of(ids[0], "Second") + ',' + bad + "]}"
    );
    INFO(answer);
    CHECK(contains(answer, "ALL_OR_NONE_OPERATION_ROLLED_BACK"));
    CHECK(starts_with(first.read_response(), "HTTP/1.1 204 "));
    CHECK(org.name_of(ids[0]) == "First");
    CHECK(org.name_of(ids[1]) == "Two");
}

TEST_CASE("a foreign writer keeps clients waiting on a real clock, too") {
    LiveOrg org;
    const std::string acme = org.accounts({"Acme"}).front();
    const std::string set = org.answer_to(
        "PUT",
        "/rowlock/foreign-writers/Ann",
        R"({"kind":"user","object":"Account","where":"Name = 'Acme'","hold":"15s"})"
    );
    CHECK(starts_with(set, "HTTP/1.1 201 "));
    const std::string answer = org.answer_to(
        "PATCH", "/services/data/v60.0/sobjects/Account/" + acme, R"({"Name":"Late"})"
    );
    CHECK(starts_with(answer, "HTTP/1.1 400 "));
    CHECK(is_locked_out(answer));
    const std::string ledger = body_of(org.answer_to("GET", "/rowlock/ledger"));
    CHECK(contains(ledger, R"("holder":{"kind":"foreign","name":"Ann"})"));
}

TEST_CASE("writers without an order are in each other's way on a real clock, and one gives way") {
    LiveOrg org;
    org.accounts(std::vector<std::string>(20, "Acme"));
    for (const char* name : {"left", "right"}) {
        const std::string set = org.answer_to(
            "PUT",
            std::string{"/rowlock/foreign-writers/"} + name,
            R"({"kind":"integration","object":"Account","where":"Name = 'Acme'","records":20,
                "keys":"unordered","hold":"1s","every":"1s"})"
        );
        REQUIRE(starts_with(set, "HTTP/1.1 201 "));
    }
    // A minute of the org.
    std::this_thread::sleep_for(std::chrono::duration<double>{60.0 / k_speed});
    const std::string ledger = body_of(org.answer_to("GET", "/rowlock/ledger"));
    const std::size_t victim = ledger.find(R"("deadlock":true)");
    REQUIRE(victim != std::string::npos);
    CHECK(contains(ledger, R"("kind":"foreign","name":"left")"));
    CHECK(contains(ledger, R"("kind":"foreign","name":"right")"));
    // Whoever is not the victim goes on, and so do clients.
    const std::string writers = body_of(org.answer_to("GET", "/rowlock/foreign-writers"));
    CHECK_FALSE(contains(writers, R"("committed":0)"));
    for (const char* name : {"left", "right"})
        org.answer_to("DELETE", std::string{"/rowlock/foreign-writers/"} + name);
    const std::string id = org.accounts({"Late"}).front();
    CHECK(org.name_of(id) == "Late");
}

}  // namespace
}  // namespace rowlock
