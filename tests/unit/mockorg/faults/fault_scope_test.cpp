#include "mockorg/faults/fault_scope.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

/// What a pattern means, without thinking about speed.
bool fits_slowly(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern.front() == '*') {
        if (fits_slowly(pattern.substr(1), text)) return true;
        return !text.empty() && fits_slowly(pattern, text.substr(1));
    }
    return !text.empty() && pattern.front() == text.front() &&
           fits_slowly(pattern.substr(1), text.substr(1));
}

TEST_CASE("a star stands for any text, letter case means nothing") {
    CHECK(fits_pattern("/services/*/jobs", "/Services/data/v60.0/JOBS"));
    CHECK(fits_pattern("*/batches", "/services/data/v60.0/jobs/ingest/750/batches"));
    CHECK(fits_pattern("*", ""));
    CHECK_FALSE(fits_pattern("*/batches", "/batches/1"));
    CHECK_FALSE(fits_pattern("", "/"));
    CHECK_FALSE(fits_pattern("/a", "/a/b"));
}

TEST_CASE("patterns fit as the obvious way says") {
    rc::prop("as the obvious way", [] {
        const auto letters = [](const char* all, int most) {
            std::string text;
            const int count = *rc::gen::inRange(0, most + 1);
            for (int i = 0; i < count; ++i) text += *rc::gen::elementOf(std::string{all});
            return text;
        };
        const std::string pattern = letters("ab*", 8);
        const std::string text = letters("ab", 12);
        RC_ASSERT(fits_pattern(pattern, text) == fits_slowly(pattern, text));
    });
}

TEST_CASE("a hostile pattern takes no time") {
    std::string pattern;
    for (int i = 0; i < 1000; ++i) pattern += "*a";
    CHECK_FALSE(fits_pattern(pattern + "b", std::string(2000, 'a')));
}

FaultedRequest request(std::string_view method, std::string_view path) {
    return {method, ApiFamily::bulk2, path};
}

TEST_CASE("a request must fit everything a fault names") {
    constexpr std::string_view k_path =
        "/services/data/v60.0/jobs/ingest/750RL0000000001YAA/batches";
    Fault fault;
    CHECK(matches(fault, request("PUT", k_path)));
    fault.method = "PUT";
    CHECK(matches(fault, request("PUT", k_path)));
    CHECK_FALSE(matches(fault, request("GET", k_path)));
    fault.family = ApiFamily::bulk1;
    CHECK_FALSE(matches(fault, request("PUT", k_path)));
    fault.family = ApiFamily::bulk2;
    fault.path = "*/ingest/*";
    CHECK(matches(fault, request("PUT", k_path)));
    fault.job = "750RL0000000001";
    CHECK(matches(fault, request("PUT", k_path)));
    fault.job = "750RL0000000002YAA";
    CHECK_FALSE(matches(fault, request("PUT", k_path)));
}

TEST_CASE("a log-in is struck only if that was asked for") {
    const FaultedRequest login{"POST", ApiFamily::login, "/services/oauth2/token"};
    Fault fault;
    CHECK_FALSE(matches(fault, login));
    fault.method = "POST";
    CHECK_FALSE(matches(fault, login));
    fault.family = ApiFamily::login;
    CHECK(matches(fault, login));
    fault.family.reset();
    fault.path = "*";
    CHECK(matches(fault, login));
}

TEST_CASE("a fault of jobs strikes no request, and the other way round") {
    Fault fault;
    const FaultedJob job{"750RL0000000001YAA", "Contact", "insert"};
    CHECK_FALSE(matches(fault, job));
    fault.kind = FaultKind::stuck_job;
    CHECK_FALSE(matches(fault, request("PUT", "/x")));
    CHECK(matches(fault, job));
    fault.object = "contact";
    fault.operation = "INSERT";
    fault.job = "750RL0000000001";
    CHECK(matches(fault, job));
    fault.operation = "update";
    CHECK_FALSE(matches(fault, job));
}

}  // namespace
}  // namespace rowlock
