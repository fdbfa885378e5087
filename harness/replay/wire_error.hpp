#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"

#include <string>
#include <string_view>

namespace rowlock {

/// Which request an answer belongs to, for error texts.
struct RequestLine {
    std::string method;
    std::string target;

    /// `query SELECT Id FROM Contact`, which its address has in a form that nobody reads.
    static RequestLine of_query(const std::string& soql) { return {"query", soql}; }

    static RequestLine of(const HttpRequest& request) { return {request.method, request.target}; }
};

/// protocol_broken: the answer is not what the protocol promises. The text names the request, what
/// is wrong, the status and the body's start.
Error protocol_error(const RequestLine& asked, const HttpResponse& answer, std::string_view what);

/// The error an org's answer of status 400 and up reports, under its own code where that is known
/// (protocol_broken otherwise). The text names the request, the status, the wire code and the
/// message.
Error refusal(const RequestLine& asked, const HttpResponse& answer);

/// The wire code of an error answer; empty if its body is no error list.
std::string wire_code_of(const HttpResponse& answer);

/// Whether asking again may help: nobody answered, 420, 429, 5xx, or too many requests in the words
/// of any API.
bool is_transient(const Result<HttpResponse>& answer);

/// The org does not accept the access token (any more), in the words of any API.
/// [bulk-api 3.10, 6.7]
bool session_has_ended(const HttpResponse& answer);

}  // namespace rowlock
