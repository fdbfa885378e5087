#include "mockorg/api/bearer.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/job_json.hpp"
#include "mockorg/api/oauth_form.hpp"
#include "mockorg/api/record_reading.hpp"
#include "mockorg/api/soap_call.hpp"
#include "mockorg/api/soap_sobject.hpp"
#include "mockorg/api/versions.hpp"
#include "mockorg/codec/dates.hpp"

#include <fmt/core.h>

#include <array>
#include <utility>

namespace rowlock {
namespace {

/// From this version on the call is gone. [client: jsforce]
constexpr double k_login_ends = 65.0;

/// The organization's name, as its record has it.
std::string organization_name(Org& org) {
    const auto ids = find_ids(org, "SELECT Id FROM Organization LIMIT 1");
    std::string name;
    if (!ids || ids->empty()) return name;
    GetRecord request;
    request.object = "Organization";
    request.id = ids->front().text();
    request.fields = {"Name"};
    org.submit(org.now(), std::move(request), [&](const Result<RecordFields>& record) {
        if (record) name = field_text(*record, "Name");
    });
    return name;
}

std::string flag_text(bool value) {
    return value ? "true" : "false";
}

/// [order of elements: simple-salesforce]
void append_user(
    XmlWriter& xml, std::string_view element, const SoapCall& soap, const OrgUser& user
) {
    const auto lifetime =
        std::chrono::duration_cast<std::chrono::seconds>(soap.context.sessions.lifetime());
    xml.open(element)
        .element("accessibilityMode", "false")
        .element("currencySymbol", "$")
        .element("orgAttachmentFileSizeLimit", "26214400")
        .element("orgDefaultCurrencyIsoCode", "USD")
        .element("orgDisallowHtmlAttachments", "false")
        .element("orgHasPersonAccounts", "false")
        .element("organizationId", soap.context.org.organization_id().text())
        .element("organizationMultiCurrency", "false")
        .element("organizationName", organization_name(soap.context.org))
        .element("profileId", user.profile_id)
        .open("roleId")
        .attribute("xsi:nil", "true")
        .close()
        .element("sessionSecondsValid", fmt::format("{}", lifetime.count()))
        .open("userDefaultCurrencyIsoCode")
        .attribute("xsi:nil", "true")
        .close()
        .element("userEmail", user.email)
        .element("userFullName", user.name)
        .element("userId", user.id.text())
        .element("userLanguage", user.language)
        .element("userLocale", user.locale)
        .element("userName", user.username)
        .element("userTimeZone", user.time_zone)
        .element("userType", user.user_type)
        .element("userUiSkin", "Theme3")
        .close();
}

std::string server_url(const SoapCall& soap, char api) {
    return fmt::format(
        "{}/services/Soap/{}/{}/{}",
        base_url(soap.call.request),
        api,
        version_text(soap.call.api_version),
        soap.context.org.organization_id().short_text()
    );
}

void login(const SoapCall& soap) {
    if (soap.call.api_version >= k_login_ends) {
        return soap.call.respond(unknown_soap_operation(soap.operation()));
    }
    Org& org = soap.context.org;
    const auto user = find_user_named(org, child_text(soap.operation(), "username"));
    const std::string password = child_text(soap.operation(), "password");
    const bool right = is_password_right(password, soap.context.options.login.password);
    if (!user || !user->active || !right) {
        return soap.fault(
            {"INVALID_LOGIN",
             "Invalid username, password, security token; or user locked out.",
             "LoginFault"}
        );
    }
    const Session session = soap.context.sessions.open(user->id, org.now());
    const char api = soap.api == SoapApi::enterprise ? 'c' : 'u';
    soap.answer([&](XmlWriter& xml) {
        xml.open("loginResponse")
            .open("result")
            .element("metadataServerUrl", server_url(soap, 'm'))
            .element("passwordExpired", "false")
            .element("sandbox", flag_text(false))
            .element("serverUrl", server_url(soap, api))
            .element("sessionId", session.token)
            .element("userId", user->id.text());
        append_user(xml, "userInfo", soap, *user);
        xml.close().close();
    });
}

void logout(const SoapCall& soap) {
    soap.context.sessions.end(soap.session_id);
    soap.answer([](XmlWriter& xml) { xml.open("logoutResponse").close(); });
}

void get_user_info(const SoapCall& soap) {
    soap.answer([&](XmlWriter& xml) {
        xml.open("getUserInfoResponse");
        append_user(xml, "result", soap, *soap.user);
        xml.close();
    });
}

void get_server_timestamp(const SoapCall& soap) {
    std::string now;
    append_z_datetime(now, milliseconds_of(soap.context.org.now()));
    soap.answer([&](XmlWriter& xml) {
        xml.open("getServerTimestampResponse")
            .open("result")
            .element("timestamp", now)
            .close()
            .close();
    });
}

constexpr std::array k_login_operations = {
    SoapOperation{"login", login, false},
    SoapOperation{"logout", logout},
    SoapOperation{"getUserInfo", get_user_info},
    SoapOperation{"getServerTimestamp", get_server_timestamp},
};

bool is_known_version(double version) {
    return version >= k_oldest_version && version <= k_last_answered_version;
}

std::optional<SoapOperation> find_operation(std::string_view name) {
    const std::array<std::span<const SoapOperation>, 5> families = {
        k_login_operations,
        soap_record_operations(),
        soap_query_operations(),
        soap_replication_operations(),
        soap_describe_operations()};
    for (const auto& family : families) {
        for (const SoapOperation& operation : family) {
            if (operation.name == name) return operation;
        }
    }
    return std::nullopt;
}

/// Why nobody may do anything at the moment; nothing if they may. Logins do not count.
std::optional<Error> refusal(const SoapCall& soap, const SoapOperation& operation) {
    ApiContext& context = soap.context;
    const OrgConfig& config = context.org.config();
    const std::string username =
        soap.user ? soap.user->username : child_text(soap.operation(), "username");
    if (!rights_of(config, username).api) {
        return Error{
            ErrorCode::api_disabled_for_org,
            "The API is not enabled for this Organization or Partner",
            {}};
    }
    if (!operation.needs_session || context.usage.admit(context.org.now(), config.bulk_limits))
        return std::nullopt;
    return Error{ErrorCode::request_limit_exceeded, "TotalRequests Limit exceeded.", {}};
}

void run(SoapCall soap, const SoapOperation& operation) {
    if (operation.needs_session) {
        // The header of HTTP does as well. [client: Data Loader sends both]
        if (soap.session_id.empty()) soap.session_id = bearer_token(soap.call.request.headers);
        const auto session = soap.context.sessions.use(soap.session_id, soap.context.org.now());
        if (session) soap.user = find_user(soap.context.org, session->user);
        const bool may_act = session && (session->permanent || (soap.user && soap.user->active));
        if (!soap.user || !may_act) return soap.fault(invalid_session_fault());
    }
    if (const auto refused = refusal(soap, operation)) return soap.fault(fault_of(*refused));
    operation.run(soap);
}

template <SoapApi api>
void serve(ApiContext& context, Call call) {
    const auto request = read_soap(call.request.body);
    if (!request) return call.respond(unreadable_soap(request.error()));
    if (!is_known_version(call.api_version)) {
        return call.respond(soap_fault(
            api,
            {"UNSUPPORTED_API_VERSION",
             fmt::format("Invalid Api version specified on URL: {:.1f}", call.api_version)}
        ));
    }
    const auto operation = find_operation(request->operation.name.local);
    if (!operation) return call.respond(unknown_soap_operation(request->operation));
    run(SoapCall{context, call, api, *request, std::nullopt, request->session_id}, *operation);
}

/// The APIs of metadata and tooling know none of their operations here.
void serve_nothing(ApiContext&, Call call) {
    const auto request = read_soap(call.request.body);
    call.respond(
        request ? unknown_soap_operation(request->operation) : unreadable_soap(request.error())
    );
}

constexpr auto k_everybody = Access::everybody;

constexpr Route k_soap_partner_routes[] = {
    {"POST",
     "/services/Soap/u/{bare version}",
     serve<SoapApi::partner>,
     ErrorShape::rest,
     k_everybody},
    {"POST",
     "/services/Soap/u/{bare version}/{org}",
     serve<SoapApi::partner>,
     ErrorShape::rest,
     k_everybody},
    {"POST",
     "/services/Soap/c/{bare version}",
     serve<SoapApi::enterprise>,
     ErrorShape::rest,
     k_everybody},
    {"POST",
     "/services/Soap/c/{bare version}/{org}",
     serve<SoapApi::enterprise>,
     ErrorShape::rest,
     k_everybody},
    {"POST", "/services/Soap/m/{bare version}", serve_nothing, ErrorShape::rest, k_everybody},
    {"POST", "/services/Soap/m/{bare version}/{org}", serve_nothing, ErrorShape::rest, k_everybody},
    {"POST", "/services/Soap/T/{bare version}", serve_nothing, ErrorShape::rest, k_everybody},
    {"POST", "/services/Soap/T/{bare version}/{org}", serve_nothing, ErrorShape::rest, k_everybody},
};

}  // namespace

std::span<const Route> soap_partner_routes() {
    return k_soap_partner_routes;
}

}  // namespace rowlock
