#include "harness/load/csv_text.hpp"

#include "mockorg/base/byte_order_mark.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/charset.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/utf8.hpp"

#include <fmt/core.h>

#include <string_view>
#include <utility>

namespace rowlock {
namespace {

/// What to do about a file in this encoding.
std::string remedy(std::string_view encoding) {
    return fmt::format(
        R"(add --encoding {0}, or "encoding": "{0}" beside the load file's "file")", encoding
    );
}

bool begins_with_utf16_mark(std::string_view text) {
    return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
}

/// Latin letters of UTF-16 have a zero as their other byte; no name of a column has one.
bool looks_like_utf16(std::string_view text) {
    const std::string_view header = text.substr(0, text.find('\n'));
    return begins_with_utf16_mark(text) || header.find('\0') != std::string_view::npos;
}

/// What a mark does not say, the place of the zeros does.
const char* name_of_utf16(std::string_view text) {
    constexpr std::string_view k_utf32_mark{"\xFF\xFE\0\0", 4};
    if (text.starts_with(k_utf32_mark)) return "UTF-32";
    if (begins_with_utf16_mark(text)) return "UTF-16";
    return text.front() == '\0' ? "UTF-16BE" : "UTF-16LE";
}

Result<void> check_utf8(const std::string& path, std::string_view text) {
    if (looks_like_utf16(text)) {
        return fail(
            ErrorCode::bad_file,
            fmt::format(
                "{}:1:1: the file looks like {}, and an org takes UTF-8; {}",
                path,
                name_of_utf16(text),
                remedy(name_of_utf16(text))
            )
        );
    }
    const std::size_t at = find_ill_formed_utf8(text);
    if (at == std::string_view::npos) return {};
    const TextPosition place = position_of(text, at);
    return fail(
        ErrorCode::bad_file,
        fmt::format(
            "{}:{}:{}: byte 0x{:02X} is of no UTF-8 character, so the file has another encoding; "
            "if "
            "that is windows-1252, as often, {}",
            path,
            place.line,
            place.column,
            static_cast<unsigned char>(text[at]),
            remedy("windows-1252")
        )
    );
}

Result<std::string> converted(
    const std::string& path, std::string text, const std::string& encoding
) {
    // Whatever follows it: in other encodings it would become letters of the first column's name.
    text.erase(0, text.size() - without_byte_order_mark(text).size());
    auto utf8 = to_utf8(std::move(text), encoding);
    if (utf8) return utf8;
    if (utf8.error().code != ErrorCode::unsupported_media_type) {
        return fail(
            ErrorCode::bad_file, fmt::format("{}: is no text in the encoding {}", path, encoding)
        );
    }
    return fail(
        ErrorCode::bad_configuration,
        fmt::format(
            "the encoding \"{}\" is unknown; expected a name that iconv --list shows, such as "
            "windows-1252",
            encoding
        )
    );
}

}  // namespace

Result<std::string> read_csv_text(
    const std::string& path, const std::string& encoding, std::uint64_t size_max
) {
    return read_file(path, size_max)
        .and_then([&](std::string text) { return converted(path, std::move(text), encoding); })
        .and_then([&](std::string text) -> Result<std::string> {
            if (auto right = check_utf8(path, text); !right)
                return Failure{std::move(right.error())};
            return text;
        });
}

}  // namespace rowlock
