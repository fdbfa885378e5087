#include "mockorg/api/faces.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/soap_client.hpp"

namespace rowlock {
namespace {

TEST_CASE("nobody gets in without a session, too often, or where there is no API") {
    Soap soap;
    HttpRequest stranger{"POST", "/services/Soap/u/60.0", {}, {}};
    stranger.body =
        R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><query/>)"
        "</e:Body></e:Envelope>";
    CHECK(soap.org.send_anonymous(stranger).body.find("INVALID_SESSION_ID") != std::string::npos);

    OrgConfig limited = steady_config();
    limited.bulk_limits.requests_per_day = 1;
    Soap last{InProcessApi{ClockMode::Kind::virtual_, limited}};
    CHECK(last.call("<getUserInfo/>").status == 200);
    CHECK(last.call("<getUserInfo/>").body.find("REQUEST_LIMIT_EXCEEDED") != std::string::npos);

    OrgConfig denied = steady_config();
    denied.rights.api = false;
    Soap outside{InProcessApi{ClockMode::Kind::virtual_, denied}};
    CHECK(outside.call("<getUserInfo/>").body.find("API_DISABLED_FOR_ORG") != std::string::npos);
}

TEST_CASE("the other SOAP addresses answer in SOAP") {
    InProcessApi org;
    for (const std::string api : {"m", "T"}) {
        HttpRequest request{"POST", "/services/Soap/" + api + "/60.0", {}, {}};
        request.body =
            R"(<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><list/>)"
            "</e:Body></e:Envelope>";
        const Answer answer = org.send_anonymous(request);
        CHECK(answer.status == 500);
        CHECK(answer.body.find("No operation available") != std::string::npos);
    }
}

}  // namespace
}  // namespace rowlock
