#pragma once

#include "mockorg/api/soap_envelope.hpp"
#include "mockorg/api/users.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace rowlock {

/// One request of the partner or enterprise API and what its operations need. Lives as long as the
/// operation runs: what answers later takes copies.
struct SoapCall {
    ApiContext& context;
    const Call& call;
    SoapApi api;
    const SoapRequest& request;
    /// The session's user; nobody for login.
    std::optional<OrgUser> user;
    /// Of the SOAP header, or else of the HTTP header.
    std::string session_id;

    const XmlElement& operation() const { return request.operation; }

    const Schema& schema() const { return *context.org.config().schema; }

    void answer(const WriteXml& body) const { call.respond(soap_response(api, body)); }

    void fault(const SoapFault& fault) const { call.respond(soap_fault(api, fault)); }
};

struct SoapOperation {
    std::string_view name;
    void (*run)(const SoapCall&);
    bool needs_session = true;
};

/// create, update, upsert, delete, undelete, emptyRecycleBin, retrieve
std::span<const SoapOperation> soap_record_operations();

/// getUpdated, getDeleted
std::span<const SoapOperation> soap_replication_operations();

/// describeGlobal, describeSObject, describeSObjects
std::span<const SoapOperation> soap_describe_operations();

/// query, queryAll, queryMore
std::span<const SoapOperation> soap_query_operations();

}  // namespace rowlock
