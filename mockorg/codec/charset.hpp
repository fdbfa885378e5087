#pragma once

#include "mockorg/base/result.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace rowlock {

/// The text in UTF-8, of any charset the system's iconv knows (`ISO-8859-1`, `windows-1252`,
/// `UTF-16`). unsupported_media_type for a charset it does not know, malformed_request for a text
/// that is not of its charset. UTF-8 and US-ASCII are handed back as they are.
Result<std::string> to_utf8(std::string text, std::string_view charset);

/// Writes a text of UTF-8 in another charset, piece after piece: a mark at the beginning, where the
/// charset has one, comes once.
class CharsetWriter {
public:
    /// Errors as of to_utf8. UTF-8 and US-ASCII are written as they are.
    static Result<CharsetWriter> create(std::string_view charset);

    /// Whole characters; malformed_request for one that the charset does not have, with nothing
    /// of it written.
    Result<std::string> converted(std::string text);

private:
    /// Closes it.
    class Handle;

    explicit CharsetWriter(std::shared_ptr<Handle> handle) : handle_(std::move(handle)) {}

    /// Null: UTF-8.
    std::shared_ptr<Handle> handle_;
};

/// `iso-8859-1` of `text/csv; charset="ISO-8859-1"`; empty if a Content-Type names none.
std::string charset_of(std::string_view content_type);

}  // namespace rowlock
