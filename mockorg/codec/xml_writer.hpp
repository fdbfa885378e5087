#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

enum class XmlLayout : std::uint8_t {
    /// No white space between elements.
    compact,
    /// As Bulk API 1.0 answers (recorded): a child element on a line of its own, indented by one
    /// blank per level, and the namespaces of an element on lines of their own, by three more.
    lines,
};

/// Appends XML to a string, with the escapes in the right places; no tree. Closing what is not open
/// and attributes behind content are the caller's mistake; names are written as they are given.
/// XML 1.0 has no way to write most control characters (NUL, 0x01...), U+FFFE and U+FFFF: they and
/// bytes that are no UTF-8 become U+FFFD, so that the text stays readable and keeps its length in
/// characters. TAB, LF and CR arrive as they were sent.
class XmlWriter {
public:
    explicit XmlWriter(std::string& out, XmlLayout layout = XmlLayout::compact)
        : out_(out), layout_(layout) {}

    /// `<?xml version="1.0" encoding="UTF-8"?>`, before anything else.
    XmlWriter& declaration();

    XmlWriter& open(std::string_view name);

    /// xmlns="uri", or xmlns:prefix="uri"; directly behind open(), before attributes.
    XmlWriter& declare_namespace(std::string_view uri, std::string_view prefix = {});

    XmlWriter& attribute(std::string_view name, std::string_view value);

    XmlWriter& text(std::string_view text);

    /// Closes the innermost open element; one without content is written `<name />`.
    XmlWriter& close();

    /// An element that holds text only; with an empty one `<name></name>`.
    XmlWriter& element(std::string_view name, std::string_view content);

private:
    struct OpenElement {
        std::string name;
        bool has_children;
    };

    /// Ends the start tag, if one is open.
    void begin_content();
    /// Begins a line in the layout that has them.
    void start_line(std::size_t blanks);

    std::string& out_;
    XmlLayout layout_;
    std::vector<OpenElement> open_;
    /// The start tag of the innermost element still lacks its '>'.
    bool in_start_tag_ = false;
};

}  // namespace rowlock
