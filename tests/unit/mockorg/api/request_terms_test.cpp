#include "mockorg/api/request_terms.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("Bulk API 1.0 takes 10 MB and tells errors in its own words, others do not") {
    const auto [target, type, shape] = GENERATE(table<std::string, std::string, ErrorShape>({
        {"/services/async/60.0/job", "application/xml", ErrorShape::bulk1_xml},
        {"//Services/ASYNC/60.0/job/750/batch", "text/csv", ErrorShape::bulk1_xml},
        {"/services/async/60.0/job", "", ErrorShape::bulk1_xml},
        {"/services/async/60.0/job", "application/json; charset=UTF-8", ErrorShape::bulk1_json},
        {"/services/async", "application/json", ErrorShape::bulk1_json},
        {"/services/data/v60.0/jobs/ingest", "application/json", ErrorShape::rest},
        {"/services/data/async", "application/xml", ErrorShape::rest},
        {"", "", ErrorShape::rest},
    }));
    CAPTURE(target);
    const RequestTerms terms = request_terms(target, type);
    CHECK(terms.error_shape == shape);
    if (shape == ErrorShape::rest) {
        CHECK_FALSE(terms.body_max.has_value());
        CHECK(terms.too_large().code == ErrorCode::body_too_large);
    } else {
        CHECK(terms.body_max == 10'000'000U);
        CHECK(terms.too_large().code == ErrorCode::client_input_error);
        CHECK(
            terms.too_large().message ==
            "Failed to read request. Exceeded max size limit of 10000000"
        );
    }
}

TEST_CASE("who has not logged in yet may send a megabyte") {
    const auto target = GENERATE(
        as<std::string>{},
        "/services/oauth2/token",
        "//services/Soap/u/60.0",
        "/SERVICES/soap/s/60.0"
    );
    CAPTURE(target);
    const RequestTerms terms = request_terms(target, "text/xml");
    CHECK(terms.body_max == std::size_t{1024 * 1024});
    CHECK(terms.too_large().code == ErrorCode::body_too_large);
}

}  // namespace
}  // namespace rowlock
