#include "mockorg/server/tls.hpp"

#include "mockorg/base/assert.hpp"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace rowlock {
namespace {

constexpr long k_valid_seconds = 365L * 24 * 60 * 60;
/// For clients whose clock is behind.
constexpr long k_valid_before_seconds = -60L * 60;

struct Free {
    void operator()(X509* certificate) const { X509_free(certificate); }

    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

    void operator()(BIO* text) const { BIO_free(text); }

    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};

template <class T>
using Owned = std::unique_ptr<T, Free>;

void add_extension(X509& certificate, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &certificate, &certificate, nullptr, nullptr, 0);
    const Owned<X509_EXTENSION> extension{
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str())};
    ROWLOCK_ASSERT(extension && X509_add_ext(&certificate, extension.get(), -1) == 1);
}

bool is_address(const std::string& host) {
    in6_addr address;
    return ::inet_pton(AF_INET, host.c_str(), &address) == 1 ||
           ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

/// `DNS:localhost,IP:127.0.0.1`
std::string alternative_names(std::span<const std::string> hosts) {
    std::string names;
    for (const std::string& host : hosts) {
        names += (names.empty() ? "" : ",") + std::string{is_address(host) ? "IP:" : "DNS:"} + host;
    }
    return names;
}

void name(X509& certificate) {
    X509_NAME* const subject = X509_get_subject_name(&certificate);
    const auto* const words = reinterpret_cast<const unsigned char*>("rowlock mock org");
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, words, -1, -1, 0);
    X509_set_issuer_name(&certificate, subject);
}

/// Clients keep certificates apart by issuer and number.
void number(X509& certificate) {
    std::uint64_t serial = 0;
    ROWLOCK_ASSERT(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(&certificate), serial >> 1U);
}

Owned<BIO> reader_of(const std::string& text) {
    return Owned<BIO>{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

/// Nobody is there to type a password.
int no_password(char*, int, int, void*) {
    return 0;
}

Owned<X509> read_certificate(BIO& text) {
    return Owned<X509>{PEM_read_bio_X509(&text, nullptr, no_password, nullptr)};
}

Owned<EVP_PKEY> read_key(const std::string& text) {
    const Owned<BIO> reader = reader_of(text);
    return Owned<EVP_PKEY>{PEM_read_bio_PrivateKey(reader.get(), nullptr, no_password, nullptr)};
}

/// The server's own first, then those of its issuers.
bool use_certificates(SSL_CTX& context, const std::string& text) {
    const Owned<BIO> reader = reader_of(text);
    const Owned<X509> own = read_certificate(*reader);
    if (!own || SSL_CTX_use_certificate(&context, own.get()) != 1) return false;
    while (const Owned<X509> issuer = read_certificate(*reader)) {
        if (SSL_CTX_add1_chain_cert(&context, issuer.get()) != 1) return false;
    }
    return true;
}

/// Errors of OpenSSL stay with the thread until somebody takes them.
Failure refused(const std::string& message) {
    ERR_clear_error();
    return fail(ErrorCode::bad_configuration, message);
}

std::string text_of(BIO& memory) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(&memory, &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

TlsIdentity make_tls_identity(std::span<const std::string> hosts) {
    const Owned<EVP_PKEY> key{EVP_EC_gen("P-256")};
    const Owned<X509> certificate{X509_new()};
    ROWLOCK_ASSERT(key && certificate);
    X509_set_version(certificate.get(), X509_VERSION_3);
    number(*certificate);
    name(*certificate);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), k_valid_before_seconds);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), k_valid_seconds);
    X509_set_pubkey(certificate.get(), key.get());
    add_extension(*certificate, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(*certificate, NID_key_usage, "critical,digitalSignature,keyCertSign");
    add_extension(*certificate, NID_ext_key_usage, "serverAuth");
    add_extension(*certificate, NID_subject_alt_name, alternative_names(hosts));
    ROWLOCK_ASSERT(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);

    const Owned<BIO> certificate_text{BIO_new(BIO_s_mem())};
    const Owned<BIO> key_text{BIO_new(BIO_s_mem())};
    ROWLOCK_ASSERT(PEM_write_bio_X509(certificate_text.get(), certificate.get()) == 1);
    ROWLOCK_ASSERT(
        PEM_write_bio_PrivateKey(
            key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr
        ) == 1
    );
    return {text_of(*certificate_text), text_of(*key_text)};
}

void FreeTlsContext::operator()(ssl_ctx_st* context) const {
    SSL_CTX_free(context);
}

Result<TlsContext> tls_context(const TlsIdentity& identity) {
    TlsContext context{SSL_CTX_new(TLS_server_method())};
    ROWLOCK_ASSERT(context != nullptr);
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    if (!use_certificates(*context, identity.certificate)) {
        return refused("The certificate is no PEM text of one");
    }
    const Owned<EVP_PKEY> key = read_key(identity.private_key);
    if (!key) return refused("The private key is no PEM text of one without a password");
    if (SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) {
        return refused("The private key is not that of the certificate");
    }
    return context;
}

}  // namespace rowlock
