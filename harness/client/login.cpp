#include "harness/client/login.hpp"

#include "harness/client/http_client.hpp"
#include "harness/client/jwt_assertion.hpp"
#include "harness/client/org_host.hpp"
#include "harness/client/patient_request.hpp"
#include "harness/client/sf_org.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/xml_reader.hpp"
#include "mockorg/codec/xml_writer.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

namespace rowlock {
namespace {

constexpr std::uint64_t k_key_bytes_max = 1 << 20;
constexpr const char* k_token_path = "/services/oauth2/token";
/// 65 has no login any more. [jsforce]
constexpr const char* k_soap_path = "/services/Soap/u/60.0";
constexpr std::string_view k_soap_space = "http://schemas.xmlsoap.org/soap/envelope/";
constexpr std::string_view k_partner_space = "urn:partner.soap.sforce.com";

using Form = std::vector<std::pair<std::string, std::string>>;

Failure refused(const TargetOptions& options, std::string_view reason) {
    return fail(
        ErrorCode::invalid_session_id,
        fmt::format("{} refuses the login: {}", options.url, reason.empty() ? "no reason" : reason)
    );
}

Failure no_login_answer(const TargetOptions& options, const HttpResponse& answer) {
    return fail(
        ErrorCode::protocol_broken,
        fmt::format(
            "{} answers the login with HTTP {} and nothing to log in with; is it an org?",
            options.url,
            answer.status
        )
    );
}

/// Refused for now: OAuth has a word for that, and a used up allowance has one in all APIs.
bool is_refused_for_now(const HttpResponse& answer) {
    if (answer.status < 400) return false;
    return answer.body.find("\"temporarily_unavailable\"") != std::string::npos ||
           answer.body.find(wire_code(ErrorCode::request_limit_exceeded)) != std::string::npos;
}

/// SOAP's word for a refused log-in is a fault, with status 500.
bool is_refused_fault(const HttpResponse& answer) {
    const auto says = [&](std::string_view text) {
        return answer.body.find(text) != std::string::npos;
    };
    return says("faultstring") && !says(wire_code(ErrorCode::unknown_exception)) &&
           !says(wire_code(ErrorCode::server_unavailable));
}

/// Whether the same log-in may go well later. A password that is refused is never tried again: that
/// would lock its user out.
bool may_pass(const Result<HttpResponse>& answer) {
    if (!answer) return answer.error().code == ErrorCode::unreachable;
    if (is_refused_for_now(*answer)) return true;
    const int status = answer->status;
    if (status == 500) return !is_refused_fault(*answer);
    return status == 420 || status == 429 || status > 500;
}

Result<HttpResponse> post(
    const TargetOptions& options, const char* path, const char* type, std::string body
) {
    HttpClientOptions client_options;
    client_options.base_url = options.url;
    client_options.ca_file = options.ca_file;
    auto client = HttpClient::create(std::move(client_options));
    if (!client) return Failure{std::move(client.error())};
    HttpRequest request = request_of("POST", path);
    request.headers.add("Content-Type", type);
    request.body = std::move(body);
    return perform_patiently(*client, request, may_pass);
}

Result<OrgSession> ask_for_token(const TargetOptions& options, const Form& form) {
    std::string body;
    for (const auto& [name, value] : form) {
        if (!body.empty()) body.push_back('&');
        body.append(name).append("=").append(percent_encode(value));
    }
    const auto answer =
        post(options, k_token_path, "application/x-www-form-urlencoded", std::move(body));
    if (!answer) return Failure{answer.error()};
    const auto json = parse_json(answer->body);
    if (!json || !json->is_object()) return no_login_answer(options, *answer);
    OrgSession session{text_in(*json, "instance_url"), text_in(*json, "access_token")};
    if (answer->status != 200) return refused(options, text_in(*json, "error_description"));
    if (session.token.empty()) return no_login_answer(options, *answer);
    if (session.base_url.empty()) session.base_url = options.url;
    return session;
}

Result<OrgSession> log_in_by_jwt(const TargetOptions& options) {
    const auto key = read_file(options.key_file, k_key_bytes_max);
    if (!key) return Failure{key.error()};
    const auto assertion =
        make_jwt_assertion({options.client_id, options.username, audience_of(options.url)}, *key);
    if (!assertion) {
        return fail(
            ErrorCode::bad_configuration,
            options.key_file + " holds no RSA private key without a password, in PEM"
        );
    }
    return ask_for_token(
        options,
        {{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"}, {"assertion", *assertion}}
    );
}

std::string soap_login(const TargetOptions& options) {
    std::string text;
    XmlWriter xml{text};
    xml.declaration().open("env:Envelope").declare_namespace(k_soap_space, "env");
    xml.open("env:Body").open("login").declare_namespace(k_partner_space);
    xml.element("username", options.username).element("password", options.password);
    xml.close().close().close();
    return text;
}

const XmlElement* find_element(const XmlElement& root, std::string_view name) {
    if (root.name.local == name) return &root;
    for (const XmlElement& child : root.children) {
        if (const XmlElement* found = find_element(child, name)) return found;
    }
    return nullptr;
}

std::string text_of(const XmlElement& root, std::string_view name) {
    const XmlElement* element = find_element(root, name);
    return element == nullptr ? std::string{} : element->text;
}

Result<OrgSession> log_in_by_soap(const TargetOptions& options) {
    const auto answer = post(options, k_soap_path, "text/xml", soap_login(options));
    if (!answer) return Failure{answer.error()};
    const auto document = read_xml(answer->body);
    if (!document) return no_login_answer(options, *answer);
    if (answer->status != 200) return refused(options, text_of(*document, "faultstring"));
    const std::string server = text_of(*document, "serverUrl");
    OrgSession session{
        server.substr(0, server.find("/services/")), text_of(*document, "sessionId")};
    if (session.token.empty() || host_of(session.base_url).empty())
        return no_login_answer(options, *answer);
    return session;
}

Failure missing(const char* what) {
    return fail(ErrorCode::bad_configuration, what);
}

}  // namespace

Result<void> check_target(const TargetOptions& options) {
    if (!options.sf_org.empty()) return {};
    if (options.url.empty()) return missing("which org? give --target URL, or --org ALIAS");
    if (options.url.find('@') != std::string::npos)
        return missing("a URL with a user in it would be written to reports; use --username");
    if (!options.token.empty()) return {};
    if (!options.key_file.empty() && (options.client_id.empty() || options.username.empty()))
        return missing("--key-file goes with --client-id and --username");
    if (!options.client_id.empty() && options.key_file.empty() && options.client_secret.empty())
        return missing("--client-id goes with --client-secret or --key-file");
    if (options.username.empty() != options.password.empty() && options.key_file.empty())
        return missing("--username goes with --password or --key-file");
    if (options.client_id.empty() && options.username.empty())
        return missing(
            "how to log in? give --token, --org, --client-id with --client-secret or --key-file, "
            "or "
            "--username with --password"
        );
    return {};
}

bool can_log_in_again(const TargetOptions& options) {
    return options.token.empty();
}

Result<OrgSession> log_in(const TargetOptions& options) {
    if (auto checked = check_target(options); !checked) return Failure{std::move(checked.error())};
    if (!options.sf_org.empty()) return read_sf_org(options.sf_org);
    if (!options.token.empty()) return OrgSession{options.url, options.token};
    if (!options.key_file.empty()) return log_in_by_jwt(options);
    if (options.client_id.empty()) return log_in_by_soap(options);
    Form form{{"client_id", options.client_id}, {"client_secret", options.client_secret}};
    if (options.username.empty()) {
        form.emplace_back("grant_type", "client_credentials");
    } else {
        form.emplace_back("grant_type", "password");
        form.emplace_back("username", options.username);
        form.emplace_back("password", options.password);
    }
    return ask_for_token(options, form);
}

}  // namespace rowlock
