#pragma once

#include "mockorg/base/result.hpp"

#include <memory>
#include <span>
#include <string>

struct ssl_ctx_st;

namespace rowlock {

/// What a server proves its name with: PEM texts of a certificate (those of its issuers may follow)
/// and of its private key.
struct TlsIdentity {
    std::string certificate;
    std::string private_key;
};

/// A certificate for these names and numeric addresses, signed by itself: whoever is told to trust
/// it needs no other. Valid for a year from the wall clock's now; its key is new each time.
TlsIdentity make_tls_identity(std::span<const std::string> hosts);

struct FreeTlsContext {
    void operator()(ssl_ctx_st* context) const;
};

/// OpenSSL's `SSL_CTX`.
using TlsContext = std::unique_ptr<ssl_ctx_st, FreeTlsContext>;

/// What TLS connections are made with: version 1.2 and later. bad_configuration if one of the texts
/// is none of its kind, or the key is not the certificate's.
Result<TlsContext> tls_context(const TlsIdentity& identity);

}  // namespace rowlock
