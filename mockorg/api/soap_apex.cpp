#include "mockorg/api/apex.hpp"
#include "mockorg/api/bearer.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/soap_envelope.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

void append_nil(XmlWriter& xml, std::string_view name) {
    xml.open(name).attribute("xsi:nil", "true").close();
}

HttpResponse refusal_response() {
    const ApexRefusal refusal = refuse_apex();
    const auto body = [&](XmlWriter& xml) {
        xml.open("executeAnonymousResponse")
            .open("result")
            .element("column", fmt::format("{}", refusal.column))
            .element("compileProblem", refusal.problem)
            .element("compiled", "false");
        append_nil(xml, "exceptionMessage");
        append_nil(xml, "exceptionStackTrace");
        xml.element("line", fmt::format("{}", refusal.line))
            .element("success", "false")
            .close()
            .close();
    };
    const auto header = [](XmlWriter& xml) {
        xml.open("DebuggingInfo").element("debugLog", "").close();
    };
    return soap_response(SoapApi::apex, body, header);
}

/// The Apex API: executeAnonymous and nothing else.
void serve(ApiContext& context, Call call) {
    const auto request = read_soap(call.request.body);
    if (!request) return call.respond(unreadable_soap(request.error()));
    if (request->operation.name.local != "executeAnonymous") {
        return call.respond(unknown_soap_operation(request->operation));
    }
    const std::string_view token =
        request->session_id.empty() ? bearer_token(call.request.headers) : request->session_id;
    if (!context.sessions.use(token, context.org.now())) {
        return call.respond(soap_fault(SoapApi::apex, invalid_session_fault()));
    }
    call.respond(refusal_response());
}

constexpr Route k_soap_apex_routes[] = {
    {"POST", "/services/Soap/s/{bare version}", serve, ErrorShape::rest, Access::everybody},
    {"POST", "/services/Soap/s/{bare version}/{org}", serve, ErrorShape::rest, Access::everybody},
};

}  // namespace

std::span<const Route> soap_apex_routes() {
    return k_soap_apex_routes;
}

}  // namespace rowlock
