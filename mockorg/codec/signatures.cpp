#include "mockorg/codec/signatures.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/codec/base64.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <limits>
#include <memory>

namespace rowlock {
namespace {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const {
        release(object);
    }
};

using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* octets(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

Bio reader_of(std::string_view text) {
    ROWLOCK_ASSERT(text.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
    return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

/// An encrypted PEM text has no reader here; without this OpenSSL would ask the terminal.
int no_password(char*, int, int, void*) {
    return -1;
}

/// Null if there is none.
Key public_key(std::string_view pem) {
    const Bio as_certificate = reader_of(pem);
    const Certificate certificate{
        PEM_read_bio_X509(as_certificate.get(), nullptr, no_password, nullptr)};
    if (certificate) return Key{X509_get_pubkey(certificate.get())};
    const Bio as_key = reader_of(pem);
    return Key{PEM_read_bio_PUBKEY(as_key.get(), nullptr, no_password, nullptr)};
}

}  // namespace

std::string sha256(std::string_view text) {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    EVP_Digest(text.data(), text.size(), octets(digest), &length, EVP_sha256(), nullptr);
    digest.resize(length);
    return digest;
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
    std::string code(EVP_MAX_MD_SIZE, '\0');
    unsigned length = 0;
    HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        octets(text),
        text.size(),
        octets(code),
        &length
    );
    code.resize(length);
    return code;
}

std::string base64url(std::string_view bytes) {
    std::string text = base64(bytes);
    text.erase(std::find(text.begin(), text.end(), '='), text.end());
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text;
}

std::optional<std::string> parse_base64url(std::string_view text) {
    std::string padded{text};
    if (padded.find_first_of("+/") != std::string::npos) return std::nullopt;
    std::replace(padded.begin(), padded.end(), '-', '+');
    std::replace(padded.begin(), padded.end(), '_', '/');
    while (padded.size() % 4 != 0) padded.push_back('=');
    return parse_base64(padded);
}

bool is_signed_by(std::string_view pem, std::string_view text, std::string_view signature) {
    const Key key = public_key(pem);
    if (!key || EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA) return false;
    const DigestContext context{EVP_MD_CTX_new()};
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
           EVP_DigestVerify(
               context.get(), octets(signature), signature.size(), octets(text), text.size()
           ) == 1;
}

std::optional<std::string> sign_rs256(std::string_view pem, std::string_view text) {
    const Bio reader = reader_of(pem);
    const Key key{PEM_read_bio_PrivateKey(reader.get(), nullptr, no_password, nullptr)};
    if (!key || EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA) return std::nullopt;
    const DigestContext context{EVP_MD_CTX_new()};
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1)
        return std::nullopt;
    std::size_t length = static_cast<std::size_t>(EVP_PKEY_size(key.get()));
    std::string signature(length, '\0');
    const bool is_signed =
        EVP_DigestSign(context.get(), octets(signature), &length, octets(text), text.size()) == 1;
    if (!is_signed) return std::nullopt;
    signature.resize(length);
    return signature;
}

bool is_public_key(std::string_view pem) {
    return public_key(pem) != nullptr;
}

}  // namespace rowlock
