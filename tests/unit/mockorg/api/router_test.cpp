#include "mockorg/api/router.hpp"

#include "tests/support/test.hpp"

#include <array>

namespace rowlock {
namespace {

void nothing(ApiContext&, Call) {}

constexpr Route k_first[] = {
    {"GET", "/services/data/{version}/jobs/{job}", nothing},
    {"PATCH", "/services/data/{version}/jobs/{job}", nothing},
    {"GET", "/services/data/{version}/jobs/{job}/Results", nothing},
};
constexpr Route k_second[] = {
    {"GET", "/things/special", nothing},
    {"GET", "/things/{name}", nothing},
    {"DELETE", "/things/{name}", nothing},
};

const Router& router() {
    static const std::span<const Route> k_tables[] = {k_first, k_second};
    static const Router k_router{k_tables};
    return k_router;
}

TEST_CASE("a path finds its route, whatever its letter case and slashes") {
    const auto target = GENERATE(
        as<std::string>{},
        "/services/data/v60.0/jobs/aB/results",
        "//services/data/V60.0/JOBS/aB/RESULTS/?x=1",
        "/Services//Data/v60.0/jobs/aB/Results//"
    );
    CAPTURE(target);
    const auto found = router().find("GET", parse_target(target));
    const auto* match = std::get_if<Router::Match>(&found);
    REQUIRE(match != nullptr);
    CHECK(match->route->pattern == k_first[2].pattern);
    CHECK(match->arguments == std::vector<std::string>{"aB"});
    CHECK(match->api_version == 60.0);
}

TEST_CASE("HEAD goes where GET goes") {
    const auto found = router().find("HEAD", parse_target("/things/a"));
    REQUIRE(std::get_if<Router::Match>(&found) != nullptr);
}

TEST_CASE("of two patterns that fit, the first counts") {
    const auto found = router().find("GET", parse_target("/things/special"));
    REQUIRE(std::get_if<Router::Match>(&found) != nullptr);
    CHECK(std::get<Router::Match>(found).arguments.empty());
    const auto wrong = router().find("DELETE", parse_target("/things/special"));
    REQUIRE(std::get_if<Router::WrongMethod>(&wrong) != nullptr);
}

TEST_CASE("a wrong method is told the right ones") {
    const auto found = router().find("PUT", parse_target("/services/data/v60.0/jobs/x"));
    const auto* wrong = std::get_if<Router::WrongMethod>(&found);
    REQUIRE(wrong != nullptr);
    CHECK(wrong->allowed == std::vector<std::string_view>{"HEAD", "GET", "PATCH"});
}

TEST_CASE("paths that lead nowhere") {
    const auto target = GENERATE(
        as<std::string>{},
        "/",
        "",
        "/services/data/v60.0/jobs",
        "/services/data/60.0/jobs/x",
        "/services/data/v60.0/jobs/x/results/more",
        "/things"
    );
    CAPTURE(target);
    const auto found = router().find("GET", parse_target(target));
    CHECK(std::get_if<Router::NoRoute>(&found) != nullptr);
}

TEST_CASE("versions are written v60.0") {
    CHECK(parse_api_version("v60.0") == 60.0);
    CHECK(parse_api_version("V7.0") == 7.0);
    const auto text = GENERATE(
        as<std::string>{},
        "",
        "v",
        "60.0",
        "v60",
        "v60.",
        "v.0",
        "v60.00",
        "vx.0",
        "v-1.0",
        "v6e1.0",
        "v60.5",
        "v060.0",
        "v0.0",
        "v 60.0",
        "v123456.0"
    );
    CAPTURE(text);
    CHECK_FALSE(parse_api_version(text).has_value());
}

TEST_CASE("Bulk API 1.0 writes versions without the v") {
    CHECK(parse_bare_version("60.0") == 60.0);
    CHECK_FALSE(parse_bare_version("v60.0").has_value());
    CHECK_FALSE(parse_bare_version("60").has_value());
    static constexpr Route k_async[] = {
        {"GET", "/services/async/{bare version}/job/{job}", nullptr}};
    const std::array<std::span<const Route>, 1> tables = {k_async};
    const Router async{tables};
    const auto found = async.find("GET", parse_target("/services/ASYNC/42.0/job/x/"));
    const auto* match = std::get_if<Router::Match>(&found);
    REQUIRE(match != nullptr);
    CHECK(match->api_version == 42.0);
    CHECK(match->arguments == std::vector<std::string>{"x"});
    const auto with_letter = async.find("GET", parse_target("/services/async/v42.0/job/x"));
    CHECK(std::get_if<Router::NoRoute>(&with_letter) != nullptr);
}

}  // namespace
}  // namespace rowlock
