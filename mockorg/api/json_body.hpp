#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/http_message.hpp"
#include "mockorg/codec/json.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace rowlock {

/// `text/csv` of `Text/CSV; charset=UTF-8`.
std::string media_type(std::string_view content_type);

/// unsupported_media_type unless the request's Content-Type is missing or one of these.
Result<void> expect_media_type(
    const HttpRequest& request, std::initializer_list<std::string_view> accepted
);

/// Parses a JSON object; anything else is a json_parser_error.
Result<Json> parse_json_object(std::string_view text);

/// The member's text; empty if it is missing or null, json_parser_error if it is something else.
Result<std::string> text_member(const Json& object, std::string_view name);

/// Reads members of a JSON object one after another and remembers the first mistake.
class BodyMembers {
public:
    explicit BodyMembers(const Json& object) : object_(object) {}

    /// text_member(), and empty if that fails.
    std::string text(std::string_view name);

    /// Null if it is missing.
    const Json* find(std::string_view name) const;

    /// Does nothing if there was a mistake before.
    void complain(Error mistake);

    const Result<void>& outcome() const { return outcome_; }

private:
    const Json& object_;
    Result<void> outcome_;
};

/// The member's value; false if it is missing or null, json_parser_error if it is no boolean: what
/// only looks like true must not mean half of it.
Result<bool> flag_member(const Json& object, std::string_view name);

}  // namespace rowlock
