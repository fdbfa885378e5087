#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/requests.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

// Requests that are only meant for what the client knows, or does not know yet. [RFC 9110, 13; REST
// API guide: Conditional Request Headers]

/// What a resource is at the moment.
struct ResourceState {
    /// With its quotes; empty: it has none, and headers about tags say nothing.
    std::string tag;
    /// Parts of a second do not count.
    std::optional<TimePoint> modified;
};

/// A strong tag of the content.
std::string entity_tag(std::string_view content);

/// A record's state, from its LastModifiedDate and, for accounts, which alone have tags, from all
/// of its fields. [REST API guide]
ResourceState state_of(const RecordFields& record);

enum class Condition : std::uint8_t {
    met,
    /// The client has it already: 304.
    not_modified,
    /// It is not what the client takes it for: 412.
    failed,
};

/// What the headers say of a resource in this state. `reads`: a GET or HEAD.
Condition condition_of(const HttpHeaders& headers, const ResourceState& state, bool reads);

/// Whether there is anything to look at.
bool has_condition(const HttpHeaders& headers);

/// malformed_request for a tag or date that is none: writes are not done then. [REST API guide]
Result<void> check_condition_headers(const HttpHeaders& headers);

/// Adds ETag and Last-Modified, as far as they are known.
void add_state(HttpResponse& response, const ResourceState& state);

/// precondition_failed
Error condition_failed();

}  // namespace rowlock
