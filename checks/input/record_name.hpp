#pragma once

#include "checks/input/name_kinds.hpp"
#include "mockorg/base/record_handle.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// A record's name in bytes that mean the same on every machine with the same schema:
///
///     u8    form: 0 a record id, 1 the value of a key field, 2 a text that should be an id; plus
///           128 if more is known of the record than its name
///     u16   object, little-endian
///     u16   field, little-endian: the key field; 0 in other forms
///     u64   only then: NameKinds beside that of the name, little-endian
///     ...   the 15 significant characters, the value, or the text
struct RecordName {
    enum class Form : std::uint8_t { id, value, wrong_id };

    Form form = Form::id;
    ObjectNo object{};
    FieldNo field{};
    std::string_view text;
    /// Known of the record beside the name.
    NameKinds more = 0;

    static constexpr std::size_t k_head_bytes = 5;
    static constexpr std::size_t k_more_bytes = 8;
    static constexpr std::uint8_t k_more_flag = 128;

    void append_to(std::string& out) const;

    /// Nothing for bytes that append_to does not write.
    static std::optional<RecordName> read(std::string_view bytes);

    /// The part of the bytes that two names of one record have in common: an id is the same one
    /// whatever object a column takes it for.
    static std::string_view identity(std::string_view bytes) {
        const auto form = static_cast<std::uint8_t>(bytes.front());
        if (form == static_cast<std::uint8_t>(Form::id)) return bytes.substr(k_head_bytes);
        if (form == k_more_flag) return bytes.substr(k_head_bytes + k_more_bytes);
        return bytes;
    }

    /// The id with 18 characters, `FIELD = value`, or the wrong id as it stands.
    std::string shown(std::string_view field_name) const;
};

}  // namespace rowlock
