#pragma once

#include "mockorg/api/router.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// One request inside a composite one.
struct Subrequest {
    std::string method;
    /// Path and query, from /services on.
    std::string url;
    /// JSON text; empty if there is none.
    std::string body;
    /// What it brings along: conditions and the like.
    HttpHeaders headers;
    /// The name under which later ones refer to its answer.
    std::string reference;
};

/// Its answer.
struct Subresponse {
    std::string reference;
    int status = 200;
    HttpHeaders headers;
    /// JSON text; empty if there is none.
    std::string body;
};

/// Whether what was asked for was done. 300 names several records and touches none of them.
constexpr bool was_done(int status) {
    constexpr int k_several_choices = 300;
    return status < k_several_choices;
}

Subresponse subresponse_of(std::string reference, HttpResponse response);
Subresponse subresponse_of(std::string reference, const Error& error);

/// What those are told whose request cannot be done because of another one. [REST API guide:
/// composite]
inline constexpr std::string_view k_halted_code = "PROCESSING_HALTED";

/// HTTP 400 with a code that only composite requests know.
Subresponse halted(std::string reference, std::string_view code, std::string_view message);

/// Reads `{"method":…,"url":…,"body":…,"referenceId":…}`, at least one and at most `max` of them.
Result<std::vector<Subrequest>> read_subrequests(const Json& list, std::size_t max);

/// Whether each has a name of its own of letters, digits and underscores, as composite requests and
/// graphs want it; invalid_input if not. [text: recorded]
Result<void> check_reference_ids(const std::vector<Subrequest>& requests);

/// Appends an answer the way composite and graph answers hold it.
void append_subresponse(JsonWriter& json, const Subresponse& response);

/// Called with a request that is next, and with the answers to those before it: may change it, or
/// give the answer itself.
using PrepareFn =
    std::function<std::optional<Subresponse>(Subrequest&, const std::vector<Subresponse>&)>;

/// Runs requests one after another, each as if the client of `call` had sent it alone. Only what
/// reads and writes records may stand inside another request.
void run_in_order(
    ApiContext& context,
    const Call& call,
    std::vector<Subrequest> requests,
    PrepareFn prepare,
    std::function<void(std::vector<Subresponse>)> done
);

}  // namespace rowlock
