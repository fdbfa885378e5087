#pragma once

#include "mockorg/api/router.hpp"
#include "mockorg/base/result.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// What is wrong with a request to one of the OAuth endpoints. [RFC 6749, section 5.2]
struct OauthError {
    std::string error;
    std::string description;
};

template <class T>
using OauthResult = tl::expected<T, OauthError>;

/// `{"error":"invalid_grant","error_description":"authentication failure"}`, HTTP 400.
HttpResponse oauth_error_response(const OauthError& error);

/// An answer that no cache may keep.
HttpResponse uncached(HttpResponse response);

/// The members of a form, from the body and from behind the question mark.
class OauthForm {
public:
    explicit OauthForm(const Call& call);

    /// Empty if it is not there.
    std::string_view get(std::string_view name) const;

    /// From the form, or from an `Authorization: Basic` header.
    const std::string& client_id() const { return client_id_; }

    const std::string& client_secret() const { return client_secret_; }

private:
    void read_basic(std::string_view authorization);

    HttpTarget body_;
    HttpTarget query_;
    std::string client_id_;
    std::string client_secret_;
};

/// `http://127.0.0.1:8080`, as the client calls the org; https behind a proxy that says so.
std::string base_url(const HttpRequest& request);

/// `http://127.0.0.1:8080/id/00D…/005…`
std::string identity_url(const HttpRequest& request, const Org& org, const RecordId& user);

}  // namespace rowlock
