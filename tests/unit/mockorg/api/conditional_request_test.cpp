#include "mockorg/api/conditional_request.hpp"

#include "mockorg/api/http_date.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/in_process_api.hpp"

namespace rowlock {
namespace {

constexpr TimePoint k_changed = k_org_epoch + std::chrono::hours{1};
const ResourceState k_state{"\"abc\"", k_changed};

HttpHeaders with(const std::string& name, const std::string& value) {
    HttpHeaders headers;
    headers.add(name, value);
    return headers;
}

Condition reading(const std::string& name, const std::string& value) {
    return condition_of(with(name, value), k_state, true);
}

Condition writing(const std::string& name, const std::string& value) {
    return condition_of(with(name, value), k_state, false);
}

TEST_CASE("tags are compared as a list, packed or not") {
    CHECK(reading("If-Match", "\"x\", \"abc\"") == Condition::met);
    CHECK(reading("If-Match", "\"abc-gzip\"") == Condition::met);
    CHECK(reading("If-Match", "\"abc--gzip\"") == Condition::met);
    CHECK(reading("If-Match", "*") == Condition::met);
    CHECK(reading("If-Match", "\"x\"") == Condition::failed);
    CHECK(reading("If-None-Match", "\"abc\"") == Condition::not_modified);
    CHECK(reading("If-None-Match", "W/\"abc\"") == Condition::not_modified);
    CHECK(reading("If-None-Match", "\"x\"") == Condition::met);
    CHECK(writing("If-None-Match", "\"abc\"") == Condition::failed);
    CHECK(condition_of(with("If-Match", "\"x\""), {"", k_changed}, true) == Condition::met);
}

TEST_CASE("dates count in whole seconds") {
    const std::string before = http_date(k_changed - std::chrono::seconds{1});
    const std::string at = http_date(k_changed);
    CHECK(reading("If-Modified-Since", before) == Condition::met);
    CHECK(reading("If-Modified-Since", at) == Condition::not_modified);
    CHECK(writing("If-Modified-Since", at) == Condition::met);
    CHECK(reading("If-Modified-Since", "yesterday") == Condition::met);
    CHECK(reading("If-Unmodified-Since", before) == Condition::failed);
    CHECK(writing("If-Unmodified-Since", before) == Condition::failed);
    CHECK(writing("If-Unmodified-Since", at) == Condition::met);
    const ResourceState later{"", k_changed + std::chrono::milliseconds{999}};
    CHECK(condition_of(with("If-Unmodified-Since", at), later, false) == Condition::met);
}

TEST_CASE("a tag outweighs a date") {
    HttpHeaders headers = with("If-None-Match", "\"x\"");
    headers.add("If-Modified-Since", http_date(k_changed));
    CHECK(condition_of(headers, k_state, true) == Condition::met);
}

TEST_CASE("headers that mean nothing are refused") {
    CHECK(check_condition_headers(with("If-Match", "\"a\", \"b\"")));
    CHECK(check_condition_headers(with("If-None-Match", "*")));
    CHECK_FALSE(check_condition_headers(with("If-Match", "abc")));
    CHECK_FALSE(check_condition_headers(with("If-Unmodified-Since", "yesterday")));
    CHECK(check_condition_headers(with("If-Modified-Since", "yesterday")));
}

struct Account {
    InProcessApi org;
    std::string path =
        "/services/data/v60.0/sobjects/Account/" + org.create("Account", R"({"Name":"A"})");

    Answer get(const std::string& name, const std::string& value) {
        return org.send("GET", path, {}, {{name, value}});
    }

    Answer patch(const std::string& name, const std::string& value) {
        return org.send("PATCH", path, R"({"Name":"B"})", {{name, value}});
    }
};

TEST_CASE("an account is not sent to who has it, and not changed by who has another one") {
    Account account;
    const Answer first = account.org.send("GET", account.path);
    const std::string tag{first.headers.get("ETag")};
    const std::string modified{first.headers.get("Last-Modified")};
    REQUIRE_FALSE(tag.empty());
    REQUIRE_FALSE(modified.empty());
    CHECK(account.org.send("GET", account.path + "?fields=Name").headers.get("ETag") == tag);

    const Answer same = account.get("If-None-Match", tag);
    CHECK(same.status == 304);
    CHECK(same.body.empty());
    CHECK(account.get("If-Modified-Since", modified).status == 304);
    CHECK(account.get("If-Match", "\"other\"").status == 412);
    CHECK(account.patch("If-Match", "\"other\"").status == 412);
    CHECK(account.patch("If-None-Match", tag).status == 412);
    CHECK(account.patch("If-Match", "no tag").status == 400);
    CHECK(account.org.send("GET", account.path).headers.get("ETag") == tag);

    const Answer changed = account.patch("If-Match", tag);
    CHECK(changed.status == 204);
    CHECK(changed.headers.get("ETag") != tag);
    CHECK(account.org.send("GET", account.path).headers.get("ETag") == changed.headers.get("ETag"));
    CHECK(account.get("If-None-Match", tag).status == 200);
}

TEST_CASE("a record changed since is not changed again") {
    Account account;
    const std::string long_ago = "Thu, 01 Jan 2015 00:00:00 GMT";
    const Answer refused = account.patch("If-Unmodified-Since", long_ago);
    CHECK(refused.status == 412);
    CHECK(refused.body.find("PRECONDITION_FAILED") != std::string::npos);
    CHECK(member(account.org.send("GET", account.path).body, "Name") == "A");
    CHECK(account.patch("If-Unmodified-Since", "Thu, 01 Jan 2099 00:00:00 GMT").status == 204);
}

TEST_CASE("only accounts have tags") {
    InProcessApi org;
    const std::string path =
        "/services/data/v60.0/sobjects/Contact/" + org.create("Contact", R"({"LastName":"A"})");
    const Answer contact = org.send("GET", path);
    CHECK_FALSE(contact.headers.has("ETag"));
    CHECK(contact.headers.has("Last-Modified"));
    CHECK(org.send("GET", path, {}, {{"If-Match", "\"x\""}}).status == 200);
}

}  // namespace
}  // namespace rowlock
