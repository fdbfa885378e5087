#include "mockorg/api/soap_call.hpp"
#include "mockorg/api/soap_sobject.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace rowlock {
namespace {

/// Sends the page, or the fault that stands for an error, whenever the org knows.
template <class Request>
void ask_page(const SoapCall& soap, Request request, std::string_view response_element) {
    soap.context.org.submit(
        soap.context.org.now(),
        std::move(request),
        [respond = soap.call.respond,
         schema = soap.context.org.config().schema,
         api = soap.api,
         response_element](const Result<RunQuery::Reply>& page) {
            if (!page) return respond(soap_fault(api, fault_of(page.error())));
            respond(soap_response(api, [&](XmlWriter& xml) {
                xml.open(response_element).declare_namespace(sobject_space(api), "sf");
                xml.open("result").attribute("xsi:type", "QueryResult");
                append_query_result(xml, *schema, page->next_locator, page->records, page->total);
                xml.close().close();
            }));
        }
    );
}

template <bool include_deleted>
void query(const SoapCall& soap) {
    RunQuery request;
    request.soql = child_text(soap.operation(), "queryString");
    request.include_deleted = include_deleted;
    request.page_size = soap.request.batch_size;
    if (request.soql.empty()) {
        return soap.fault(
            fault_of({ErrorCode::malformed_query, "A query string has to be specified", {}})
        );
    }
    ask_page(soap, std::move(request), include_deleted ? "queryAllResponse" : "queryResponse");
}

void query_more(const SoapCall& soap) {
    // Those of other APIs come with a path in front.
    std::string locator = child_text(soap.operation(), "queryLocator");
    locator.erase(0, locator.find_last_of('/') + 1);
    ask_page(soap, QueryMore{std::move(locator)}, "queryMoreResponse");
}

constexpr std::array k_operations = {
    SoapOperation{"query", query<false>},
    SoapOperation{"queryAll", query<true>},
    SoapOperation{"queryMore", query_more},
};

}  // namespace

std::span<const SoapOperation> soap_query_operations() {
    return k_operations;
}

}  // namespace rowlock
