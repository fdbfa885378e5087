#include "mockorg/api/jwt.hpp"

#include "mockorg/codec/signatures.hpp"
#include "tests/support/test.hpp"

namespace rowlock {
namespace {

// Made once with openssl genrsa 2048; the private half was thrown away after it had signed below.
constexpr const char* k_public_key = R"PEM(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuU/YXVjgLikdT+cTfA0r
66call6iG8K2JDbskPEIo0+vd2BNzECQl3GnhQTzxyhjkB3+3nv/0FDJf5sXNTQ9
IysEK3+yAsRZ0ZKiWAK+XDl4MG03yz6mBegG3bZZTaIBnWFDtE8SpcorETmu2PQ8
CJkSCP0kgl1sPQA+fT+oMpPG53/JDaxtXikA41aI7PKNqG4htlR3MDDAYTBC5w+m
JyxoAk6buuK71SdGV53sXpjZCtkWADRYA3soayLlQK7vGsrx7VYTZ8e14yg2dmmg
l8HRObKxeELce3jhwHldh3qqQ9YipkIZG561w7MDOiDac8qfUj4f8fzJQMZ0PB/6
fwIDAQAB
-----END PUBLIC KEY-----)PEM";
constexpr const char* k_signed =
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhcHAiLCJzdWIiOiJhZG1pbkByb3dsb2NrLmV4YW1wbGUiLCJ"
    "hdWQiOiJodHRwczovL3Rlc3Quc2FsZXNmb3JjZS5jb20iLCJleHAiOjF9.EqX080Qsk0mLNYN6BLwHv1"
    "c3r0EbabG3rDEehG-udV7oFVMQDJdfxrqr_7-329joA4lklakT-SxBxXUf9YJ34T-kZOshE9irx0cJql"
    "mkUVULnol_j5P2PqdImci6NXiXz38A7gNMajiD9_2z4rVOuZU5HXzrzpXJz-ZCVVt_pokgBcupFTU37v"
    "u7BBuBwXw68K1W8D4WJvNstyAp_7p5lMMt6ZEuOFohOTwErUGS4BfcmZS5eu_sd2JiYcQPRQwY5E7T79"
    "26SP09GGeGAk5r7ARx4C5U4nQgt5pTyTjziR7U8tdwf0V25q38D8StaYt1GAthjy95nUZKrThjm8QL7w";

std::string unsigned_jwt(const std::string& header, const std::string& claims) {
    return base64url(header) + "." + base64url(claims) + "." + base64url("signature");
}

constexpr const char* k_claims =
    R"({"iss":"app","sub":"admin@rowlock.example","aud":"https://test.salesforce.com","exp":1})";

TEST_CASE("a signature is checked where there is a key") {
    const auto claims = read_jwt(k_signed, k_public_key);
    REQUIRE(claims);
    CHECK(claims->client_id == "app");
    CHECK(claims->username == "admin@rowlock.example");
    std::string forged = k_signed;
    const std::size_t middle = forged.find('.') + 5;
    forged[middle] = forged[middle] == 'A' ? 'B' : 'A';
    CHECK_FALSE(read_jwt(forged, k_public_key));
    CHECK_FALSE(read_jwt(unsigned_jwt(R"({"alg":"RS256"})", k_claims), k_public_key));
    CHECK(read_jwt(unsigned_jwt(R"({"alg":"RS256"})", k_claims), ""));
    CHECK_FALSE(read_jwt(k_signed, "no key"));
}

TEST_CASE("what is no assertion") {
    CHECK_FALSE(read_jwt("", ""));
    CHECK_FALSE(read_jwt("a.b", ""));
    CHECK_FALSE(read_jwt("..", ""));
    CHECK_FALSE(read_jwt(unsigned_jwt("{}", k_claims), ""));
    CHECK_FALSE(read_jwt(unsigned_jwt(R"({"alg":"none"})", k_claims), ""));
    CHECK_FALSE(read_jwt(unsigned_jwt(R"({"alg":"RS256"})", R"({"iss":"app","exp":1})"), ""));
    CHECK_FALSE(read_jwt(unsigned_jwt(R"({"alg":"RS256"})", R"({"iss":"a","aud":"x"})"), ""));
    rc::prop("nothing upsets it", [](const std::string& a, const std::string& b) {
        read_jwt(a, "");
        read_jwt(base64url(a) + "." + base64url(b) + "." + b, k_public_key);
    });
}

TEST_CASE("known digests") {
    // [FIPS 180-4 example; RFC 4231 test case 2; RFC 7636, appendix B]
    CHECK(base64url(sha256("abc")) == "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    CHECK(
        base64url(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM"
    );
    CHECK(
        base64url(sha256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")) ==
        "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
    CHECK(is_public_key(k_public_key));
    CHECK_FALSE(is_public_key(""));
}

TEST_CASE("base64url comes back") {
    rc::prop("written and read", [](const std::string& bytes) {
        RC_ASSERT(parse_base64url(base64url(bytes)) == bytes);
    });
    CHECK_FALSE(parse_base64url("a+b/"));
    CHECK_FALSE(parse_base64url("a"));
}

}  // namespace
}  // namespace rowlock
