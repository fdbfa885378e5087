#include "harness/client/org_host.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

TEST_CASE("the host of a URL") {
    CHECK(host_of("https://acme.my.salesforce.com/services/data") == "acme.my.salesforce.com");
    CHECK(host_of("http://user:word@127.0.0.1:8080") == "127.0.0.1");
    CHECK(host_of("http://[::1]:8080/x") == "[::1]");
    CHECK(host_of("acme.my.salesforce.com").empty());
    CHECK(host_of("").empty());
}

TEST_CASE("this machine, sandboxes, and what may be production") {
    for (const char* url :
         {"http://127.0.0.1:8080",
          "http://localhost:1",
          "http://LocalHost:1",
          "http://[::1]:1",
          "https://test.salesforce.com",
          "https://acme--uat.sandbox.my.salesforce.com",
          "https://ACME--UAT.my.salesforce.com",
          "https://nice-fox-1-dev-ed.scratch.my.salesforce.com",
          "https://acme-dev-ed.develop.my.salesforce.com"}) {
        CAPTURE(url);
        CHECK_FALSE(may_be_production(url));
    }
    for (const char* url :
         {"https://acme.my.salesforce.com",
          "https://login.salesforce.com",
          "https://na1.salesforce.com",
          "https://sandbox.example.com",
          "https://acme--uat.sandbox.my.salesforce.com.example.com",
          "https://127.0.0.1@acme.my.salesforce.com",
          "http://127.0.0.1.example.com",
          "https://evil.com?.sandbox.my.salesforce.com",
          "https://evil.com#acme--uat.sandbox.my.salesforce.com",
          "http://127.my.salesforce.com",
          "http://10.0.0.7:8080"}) {
        CAPTURE(url);
        CHECK(may_be_production(url));
    }
}

}  // namespace
}  // namespace rowlock
