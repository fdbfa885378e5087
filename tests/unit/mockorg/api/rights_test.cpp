#include "tests/unit/mockorg/api/two_users.hpp"

namespace rowlock {
namespace {

using Catch::Contains;

constexpr const char* k_job = "/services/data/v60.0/jobs/ingest";
constexpr const char* k_hard_delete = R"({"object":"Account","operation":"hardDelete"})";

TEST_CASE("one user may not make hardDelete jobs where others may") {
    TwoUsers users{"hard-delete:ann@acme.com"};
    REQUIRE_FALSE(users.ann.empty());
    const Answer refused = users.as_ann("POST", k_job, k_hard_delete);
    CHECK(refused.status == 400);
    CHECK_THAT(refused.body, Contains("FEATURENOTENABLED"));
    CHECK(
        users.as_ann("POST", k_job, R"({"object":"Account","operation":"delete"})").status == 200
    );
    CHECK(
        users.org.send(
                     "POST", k_job, k_hard_delete, {{"Content-Type", "application/json"}}
        ).status == 200
    );
    const Answer bulk1 = users.as_ann("POST", "/services/async/60.0/job", k_hard_delete);
    CHECK(bulk1.status == 400);
    CHECK_THAT(bulk1.body, Contains("FeatureNotEnabled"));
}

TEST_CASE("one user may be kept from the API where others work on") {
    TwoUsers users{"api:ann@acme.com"};
    const Answer refused = users.as_ann("GET", "/services/data/v60.0/limits", "");
    CHECK(refused.status == 403);
    CHECK_THAT(refused.body, Contains("API_DISABLED_FOR_ORG"));
    CHECK(users.org.send("GET", "/services/data/v60.0/limits").status == 200);
    HttpRequest login{"POST", "/services/Soap/u/60.0", {}, {}};
    login.body =
        R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><login>)"
        "<username>ann@acme.com</username><password>x</password></login></e:Body></e:Envelope>";
    CHECK_THAT(users.org.send_anonymous(login).body, Contains("API_DISABLED_FOR_ORG"));
}

}  // namespace
}  // namespace rowlock
