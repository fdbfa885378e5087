#include "mockorg/codec/xml_writer.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/codec/utf8.hpp"

namespace rowlock {
namespace {

/// Where a text stands decides what must be escaped.
enum class Place : std::uint8_t { content, attribute };

bool is_plain(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x80 && c != '&' && c != '<' && c != '>' && c != '"';
}

/// How a character below 0x80 is written that is not plain.
std::string_view form_of(char c, Place place) {
    const bool in_attribute = place == Place::attribute;
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return in_attribute ? "&quot;" : "\"";
        // Readers turn a bare CR into LF, and any of these into a blank in attributes.
        case '\r':
            return "&#xD;";
        case '\n':
            return in_attribute ? "&#xA;" : "\n";
        case '\t':
            return in_attribute ? "&#x9;" : "\t";
        default:
            return k_utf8_replacement;
    }
}

/// U+FFFE and U+FFFF, the two characters beyond the controls that XML forbids.
bool is_forbidden(std::string_view character) {
    return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

void append_escaped(std::string& out, std::string_view text, Place place) {
    std::size_t copied = 0;
    std::size_t i = 0;
    while (i < text.size()) {
        if (is_plain(text[i])) {
            ++i;
            continue;
        }
        const std::size_t length = utf8_length_at(text, i);
        if (length > 1 && !is_forbidden(text.substr(i, length))) {
            i += length;
            continue;
        }
        out.append(text.substr(copied, i - copied));
        out.append(length == 1 ? form_of(text[i], place) : k_utf8_replacement);
        i += length == 0 ? 1 : length;
        copied = i;
    }
    out.append(text.substr(copied));
}

/// By how much more than its element a namespace is indented.
constexpr std::size_t k_namespace_indentation = 3;

}  // namespace

XmlWriter& XmlWriter::declaration() {
    out_.append(R"(<?xml version="1.0" encoding="UTF-8"?>)");
    return *this;
}

XmlWriter& XmlWriter::open(std::string_view name) {
    begin_content();
    if (!open_.empty()) {
        open_.back().has_children = true;
        start_line(open_.size());
    }
    out_.append("<").append(name);
    open_.push_back({std::string{name}, false});
    in_start_tag_ = true;
    return *this;
}

XmlWriter& XmlWriter::declare_namespace(std::string_view uri, std::string_view prefix) {
    ROWLOCK_ASSERT(in_start_tag_);
    if (layout_ == XmlLayout::compact) out_.push_back(' ');
    start_line(open_.size() - 1 + k_namespace_indentation);
    out_.append("xmlns");
    if (!prefix.empty()) out_.append(":").append(prefix);
    out_.append("=\"");
    append_escaped(out_, uri, Place::attribute);
    out_.push_back('"');
    return *this;
}

XmlWriter& XmlWriter::attribute(std::string_view name, std::string_view value) {
    ROWLOCK_ASSERT(in_start_tag_);
    out_.append(" ").append(name).append("=\"");
    append_escaped(out_, value, Place::attribute);
    out_.push_back('"');
    return *this;
}

XmlWriter& XmlWriter::text(std::string_view text) {
    ROWLOCK_ASSERT(!open_.empty());
    begin_content();
    append_escaped(out_, text, Place::content);
    return *this;
}

XmlWriter& XmlWriter::close() {
    ROWLOCK_ASSERT(!open_.empty());
    const OpenElement element = std::move(open_.back());
    open_.pop_back();
    if (in_start_tag_) {
        out_.append(" />");
        in_start_tag_ = false;
        return *this;
    }
    if (element.has_children) start_line(open_.size());
    out_.append("</").append(element.name).append(">");
    return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, std::string_view content) {
    return open(name).text(content).close();
}

void XmlWriter::begin_content() {
    if (in_start_tag_) out_.push_back('>');
    in_start_tag_ = false;
}

void XmlWriter::start_line(std::size_t blanks) {
    if (layout_ == XmlLayout::lines) out_.append("\n").append(blanks, ' ');
}

}  // namespace rowlock
