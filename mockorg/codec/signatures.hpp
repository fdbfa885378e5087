#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// The SHA-256 of the text, 32 bytes. [FIPS 180-4]
std::string sha256(std::string_view text);

/// The HMAC-SHA-256 of the text, 32 bytes. [RFC 2104]
std::string hmac_sha256(std::string_view key, std::string_view text);

/// base64url without padding. [RFC 4648, section 5]
std::string base64url(std::string_view bytes);

/// The bytes of such a text, padded or not; nothing for any other.
std::optional<std::string> parse_base64url(std::string_view text);

/// Whether `signature` is one of RSA with SHA-256 (RS256) over the text, by the owner of the
/// certificate or public key in `pem`. False for a PEM text that is neither. [RFC 7518, 3.3]
bool is_signed_by(std::string_view pem, std::string_view text, std::string_view signature);

/// The RS256 signature of the text by the unencrypted RSA private key in `pem`; nothing if it holds
/// none.
std::optional<std::string> sign_rs256(std::string_view pem, std::string_view text);

/// Whether the PEM text holds a certificate or a public key.
bool is_public_key(std::string_view pem);

}  // namespace rowlock
