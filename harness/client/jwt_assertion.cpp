#include "harness/client/jwt_assertion.hpp"

#include "harness/client/org_host.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/signatures.hpp"

#include <chrono>
#include <cstdint>

namespace rowlock {
namespace {

constexpr std::chrono::seconds k_good_for{180};

std::int64_t seconds_since_1970() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

}  // namespace

std::string audience_of(std::string_view url) {
    const std::string_view host = host_of(url);
    if (is_loopback(host)) return std::string{url};
    return is_sandbox(host) ? "https://test.salesforce.com" : "https://login.salesforce.com";
}

std::optional<std::string> make_jwt_assertion(const JwtSubject& subject, std::string_view key_pem) {
    std::string claims;
    const std::int64_t end = seconds_since_1970() + k_good_for.count();
    JsonWriter{claims}
        .begin_object()
        .member("iss", subject.client_id)
        .member("sub", subject.username)
        .member("aud", subject.audience)
        .member("exp", end)
        .end_object();
    std::string text = base64url(R"({"alg":"RS256"})") + "." + base64url(claims);
    const auto signature = sign_rs256(key_pem, text);
    if (!signature) return std::nullopt;
    return text.append(".").append(base64url(*signature));
}

}  // namespace rowlock
