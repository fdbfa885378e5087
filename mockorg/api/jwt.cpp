#include "mockorg/api/jwt.hpp"

#include "mockorg/api/json_body.hpp"
#include "mockorg/codec/signatures.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace rowlock {
namespace {

auto bad_assertion(std::string what) {
    return tl::unexpected{OauthError{"invalid_assertion", std::move(what)}};
}

std::optional<Json> decoded(std::string_view part) {
    const auto text = parse_base64url(part);
    if (!text) return std::nullopt;
    auto object = parse_json_object(*text);
    if (!object) return std::nullopt;
    return std::move(*object);
}

/// simple-salesforce sends the time as a string. [client]
bool has_time(const Json& claims, const std::string& name) {
    const auto time = claims.find(name);
    return time != claims.end() && (time->is_number() || time->is_string());
}

std::string claim(const Json& claims, std::string_view name) {
    return text_member(claims, name).value_or(std::string{});
}

}  // namespace

OauthResult<JwtClaims> read_jwt(std::string_view assertion, std::string_view key_pem) {
    const std::size_t first = assertion.find('.');
    const std::size_t second =
        first == std::string_view::npos ? first : assertion.find('.', first + 1);
    if (second == std::string_view::npos) return bad_assertion("invalid assertion");
    const auto header = decoded(assertion.substr(0, first));
    const auto claims = decoded(assertion.substr(first + 1, second - first - 1));
    const auto signature = parse_base64url(assertion.substr(second + 1));
    if (!header || !claims || !signature) return bad_assertion("invalid assertion");
    if (claim(*header, "alg") != "RS256") return bad_assertion("algorithm must be RS256");
    if (!key_pem.empty() && !is_signed_by(key_pem, assertion.substr(0, second), *signature)) {
        return tl::unexpected{OauthError{"invalid_grant", "invalid assertion"}};
    }
    const auto audience = claims->find("aud");
    if (audience == claims->end() || audience->empty()) {
        return tl::unexpected{OauthError{"invalid_grant", "audience is invalid"}};
    }
    if (!has_time(*claims, "exp")) return bad_assertion("expiration is missing");
    return JwtClaims{claim(*claims, "iss"), claim(*claims, "sub")};
}

}  // namespace rowlock
