#include "mockorg/api/oauth_grants.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

OauthGrant grant_of(std::string client) {
    OauthGrant grant;
    grant.user = RecordId::parse("005RL0000000001").value();
    grant.client_id = std::move(client);
    return grant;
}

TEST_CASE("a code is good once, for a quarter of an hour") {
    OauthGrants grants{1};
    const std::string code = grants.add_code(grant_of("app"), k_org_epoch);
    CHECK(grants.take_code(code, k_org_epoch + std::chrono::minutes{14})->client_id == "app");
    CHECK_FALSE(grants.take_code(code, k_org_epoch));
    const std::string late = grants.add_code(grant_of("app"), k_org_epoch);
    CHECK(late != code);
    CHECK_FALSE(grants.take_code(late, k_org_epoch + std::chrono::minutes{15}));
}

TEST_CASE("a refresh token is good until it is revoked") {
    OauthGrants grants{1};
    const std::string token = grants.add_refresh_token(grant_of("app"));
    CHECK(grants.find_refresh_token(token)->client_id == "app");
    CHECK(grants.find_refresh_token(token));
    CHECK(grants.revoke_refresh_token(token));
    CHECK_FALSE(grants.revoke_refresh_token(token));
    CHECK_FALSE(grants.find_refresh_token(token));
}

TEST_CASE("a user's codes and refresh tokens go together, and nobody else's") {
    OauthGrants grants{1};
    OauthGrant other = grant_of("app");
    other.user = RecordId::parse("005RL0000000002").value();
    const std::string code = grants.add_code(grant_of("app"), k_org_epoch);
    const std::string token = grants.add_refresh_token(grant_of("app"));
    const std::string others = grants.add_refresh_token(other);
    grants.revoke_all_of(other.user);
    CHECK_FALSE(grants.find_refresh_token(others));
    CHECK(grants.find_refresh_token(token));
    grants.revoke_all_of(grant_of("app").user);
    CHECK_FALSE(grants.find_refresh_token(token));
    CHECK_FALSE(grants.take_code(code, k_org_epoch));
}

TEST_CASE("what used codes gave is remembered for a while") {
    OauthGrants grants{1};
    grants.note_spent("first", "a");
    grants.note_spent("second", "b");
    CHECK(grants.refresh_token_of_spent("first") == "a");
    CHECK(grants.refresh_token_of_spent("second") == "b");
    CHECK(grants.refresh_token_of_spent("third").empty());
    for (std::size_t i = 1; i < OauthGrants::k_kept_max; ++i) grants.note_spent("x", "c");
    CHECK(grants.refresh_token_of_spent("first").empty());
    CHECK(grants.refresh_token_of_spent("second") == "b");
}

TEST_CASE("the oldest of too many are forgotten") {
    OauthGrants grants{1};
    const std::string first = grants.add_refresh_token(grant_of("app"));
    for (std::size_t i = 0; i < OauthGrants::k_kept_max; ++i)
        grants.add_refresh_token(grant_of("x"));
    CHECK_FALSE(grants.find_refresh_token(first));
}

}  // namespace
}  // namespace rowlock
