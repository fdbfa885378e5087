#pragma once

#include <zlib.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// An entry of a hand-made zip archive; what is not told is told right.
struct ZipEntryText {
    std::string name;
    std::string content;
    bool deflated = false;
    /// What the archive says in place of the truth.
    std::uint32_t declared_size = UINT32_MAX;
    std::uint32_t checksum = UINT32_MAX;
    std::uint16_t method = UINT16_MAX;
    std::uint16_t flags = 0;
};

inline void append_number(std::string& out, std::uint64_t number, int bytes) {
    for (int i = 0; i < bytes; ++i, number >>= 8) out.push_back(static_cast<char>(number));
}

/// Deflate without a wrapper.
inline std::string deflated(std::string_view text) {
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("deflateInit2");
    }
    std::string out(deflateBound(&stream, text.size()), '\0');
    std::string input{text};
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

/// A zip archive by the letter of PKWARE's APPNOTE, mistakes included where an entry asks for them.
inline std::string zip_text(const std::vector<ZipEntryText>& entries) {
    std::string out;
    std::string directory;
    for (const ZipEntryText& entry : entries) {
        const std::string packed = entry.deflated ? deflated(entry.content) : entry.content;
        const auto* bytes = reinterpret_cast<const Bytef*>(entry.content.data());
        const auto sum =
            static_cast<std::uint32_t>(crc32(0, bytes, static_cast<uInt>(entry.content.size())));
        std::string common;
        append_number(common, 20, 2);
        append_number(common, entry.flags, 2);
        append_number(
            common,
            entry.method != UINT16_MAX ? entry.method
            : entry.deflated           ? 8
                                       : 0,
            2
        );
        append_number(common, 0x21, 4);
        append_number(common, entry.checksum != UINT32_MAX ? entry.checksum : sum, 4);
        append_number(common, packed.size(), 4);
        const bool lies = entry.declared_size != UINT32_MAX;
        append_number(common, lies ? entry.declared_size : entry.content.size(), 4);
        append_number(common, entry.name.size(), 2);
        append_number(common, 0, 2);
        const std::size_t offset = out.size();
        out += "PK\x03\x04" + common + entry.name + packed;
        directory += "PK\x01\x02";
        append_number(directory, 20, 2);
        directory += common;
        append_number(directory, 0, 2 + 2 + 2 + 4);
        append_number(directory, offset, 4);
        directory += entry.name;
    }
    const std::size_t directory_offset = out.size();
    out += directory + "PK\x05\x06";
    append_number(out, 0, 4);
    append_number(out, entries.size(), 2);
    append_number(out, entries.size(), 2);
    append_number(out, directory.size(), 4);
    append_number(out, directory_offset, 4);
    append_number(out, 0, 2);
    return out;
}

}  // namespace rowlock
