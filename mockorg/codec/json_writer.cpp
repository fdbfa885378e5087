#include "mockorg/codec/json_writer.hpp"

#include "mockorg/codec/numbers.hpp"
#include "mockorg/codec/utf8.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace rowlock {
namespace {

bool is_plain(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

void append_escape(std::string& out, char c) {
    switch (c) {
        case '"':
            out.append("\\\"");
            return;
        case '\\':
            out.append("\\\\");
            return;
        case '\b':
            out.append("\\b");
            return;
        case '\f':
            out.append("\\f");
            return;
        case '\n':
            out.append("\\n");
            return;
        case '\r':
            out.append("\\r");
            return;
        case '\t':
            out.append("\\t");
            return;
        default:
            break;
    }
    constexpr std::string_view k_hex_digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    out.append("\\u00").push_back(k_hex_digits[byte >> 4U]);
    out.push_back(k_hex_digits[byte & 15U]);
}

/// Bytes that are no UTF-8 (uploads may hold any) become U+FFFD: readers refuse the whole text
/// otherwise.
void append_string(std::string& out, std::string_view text) {
    out.push_back('"');
    std::size_t copied = 0;
    std::size_t i = 0;
    while (i < text.size()) {
        if (is_plain(text[i])) {
            ++i;
            continue;
        }
        const std::size_t length = utf8_length_at(text, i);
        if (length > 1) {
            i += length;
            continue;
        }
        out.append(text.substr(copied, i - copied));
        if (length == 0) {
            out.append(k_utf8_replacement);
        } else {
            append_escape(out, text[i]);
        }
        copied = ++i;
    }
    out.append(text.substr(copied)).push_back('"');
}

template <class Integer>
void append_integer(std::string& out, Integer number) {
    std::array<char, 24> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number);
    out.append(text.data(), end.ptr);
}

}  // namespace

void JsonWriter::separate() {
    if (need_comma_) out_.push_back(',');
    need_comma_ = true;
}

JsonWriter& JsonWriter::begin_object() {
    separate();
    out_.push_back('{');
    need_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    out_.push_back('}');
    need_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    separate();
    out_.push_back('[');
    need_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    out_.push_back(']');
    need_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_string(out_, name);
    out_.push_back(':');
    need_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    append_string(out_, text);
    return *this;
}

JsonWriter& JsonWriter::value(bool flag) {
    return raw(flag ? "true" : "false");
}

JsonWriter& JsonWriter::value(std::int64_t number) {
    separate();
    append_integer(out_, number);
    return *this;
}

JsonWriter& JsonWriter::value(std::uint64_t number) {
    separate();
    append_integer(out_, number);
    return *this;
}

JsonWriter& JsonWriter::value(double number) {
    // JSON has no word for what is no finite number.
    if (!std::isfinite(number)) return null();
    separate();
    append_number(out_, number);
    return *this;
}

JsonWriter& JsonWriter::null() {
    return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_.append(json);
    return *this;
}

}  // namespace rowlock
