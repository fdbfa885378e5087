#include "mockorg/codec/charset.hpp"

#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <iconv.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

namespace rowlock {
namespace {

constexpr std::string_view k_parameter = "charset=";

/// iconv's handle, which must be closed.
class Converter {
public:
    Converter(const std::string& to, const std::string& from)
        : handle_(iconv_open(to.c_str(), from.c_str())) {}

    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    ~Converter() {
        if (is_open()) iconv_close(handle_);
    }

    // iconv's own way to say that it could not: a pointer of -1.
    bool is_open() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }

    /// False if the text is not of the charset, or what it says cannot be said in the other one.
    bool convert(std::string& text, std::string& out) {
        std::array<char, 64 * 1024> piece;
        char* from = text.data();
        std::size_t left = text.size();
        while (left > 0) {
            char* to = piece.data();
            std::size_t room = piece.size();
            const std::size_t result = iconv(handle_, &from, &left, &to, &room);
            out.append(piece.data(), piece.size() - room);
            if (result == static_cast<std::size_t>(-1) && errno != E2BIG) return false;
        }
        return true;
    }

private:
    iconv_t handle_;
};

bool is_utf8(const std::string& name) {
    return name.empty() || name == "utf-8" || name == "utf8" || name == "us-ascii";
}

Failure unknown(const std::string& name) {
    return fail(ErrorCode::unsupported_media_type, "The charset '" + name + "' is not supported");
}

}  // namespace

class CharsetWriter::Handle {
public:
    explicit Handle(const std::string& charset) : name(charset), converter(charset, "UTF-8") {}

    std::string name;
    Converter converter;
};

Result<CharsetWriter> CharsetWriter::create(std::string_view charset) {
    const std::string name = to_lower(charset);
    if (is_utf8(name)) return CharsetWriter{nullptr};
    auto handle = std::make_shared<Handle>(name);
    if (!handle->converter.is_open()) return unknown(name);
    return CharsetWriter{std::move(handle)};
}

Result<std::string> CharsetWriter::converted(std::string text) {
    if (handle_ == nullptr) return text;
    std::string out;
    if (handle_->converter.convert(text, out)) return out;
    return fail(
        ErrorCode::malformed_request, "The text cannot be written in '" + handle_->name + "'"
    );
}

std::string charset_of(std::string_view content_type) {
    const std::string lower = to_lower(content_type);
    const std::size_t at = lower.find(k_parameter);
    if (at == std::string::npos) return {};
    std::string_view value = std::string_view{lower}.substr(at + k_parameter.size());
    value = trimmed(value.substr(0, value.find(';')), k_text_blanks);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
        value = value.substr(1, value.size() - 2);
    }
    return std::string{value};
}

Result<std::string> to_utf8(std::string text, std::string_view charset) {
    const std::string name = to_lower(charset);
    if (is_utf8(name)) return text;
    Converter converter{"UTF-8", name};
    if (!converter.is_open()) return unknown(name);
    std::string out;
    out.reserve(text.size());
    if (converter.convert(text, out)) return out;
    return fail(ErrorCode::malformed_request, "The body is no text of the charset '" + name + "'");
}

}  // namespace rowlock
