#pragma once

#include <cstdint>
#include <string_view>

namespace rowlock {

/// What names a record, in 16 bytes that are equal if and only if the names are: the 15 characters
/// of a record id, or another name put in a form of its own by RecordNumbers (the highest byte says
/// which). All zero: no name.
struct PackedId {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    bool operator==(const PackedId&) const = default;

    bool empty() const { return low == 0 && high == 0; }
};

/// Packs what RecordId::parse takes, in all its spellings, to the same 16 bytes; empty for all
/// other texts.
PackedId pack_record_id(std::string_view text);

/// The 15 characters that were packed.
struct ShortId {
    char text[15];

    std::string_view view() const { return {text, sizeof text}; }
};

ShortId unpack_record_id(PackedId id);

}  // namespace rowlock
