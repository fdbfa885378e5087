#pragma once

#include "mockorg/base/record_handle.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// A record's name in bytes that mean the same on every machine with the same schema:
///
///     u8    form: 0 a record id, 1 the value of a key field, 2 a text that should be an id
///     u16   object, little-endian
///     u16   field, little-endian: the key field; 0 in other forms
///     ...   the 15 significant characters, the value, or the text
struct RecordName {
    enum class Form : std::uint8_t { id, value, wrong_id };

    Form form = Form::id;
    ObjectNo object{};
    FieldNo field{};
    std::string_view text;

    static constexpr std::size_t k_head_bytes = 5;

    void append_to(std::string& out) const;

    /// Nothing for bytes that append_to does not write.
    static std::optional<RecordName> read(std::string_view bytes);

    /// The part of the bytes that two names of one record have in common: an id is the same one
    /// whatever object a column takes it for.
    static std::string_view identity(std::string_view bytes) {
        const bool is_id = bytes.front() == static_cast<char>(Form::id);
        return is_id ? bytes.substr(k_head_bytes) : bytes;
    }

    /// The id with 18 characters, `FIELD = value`, or the wrong id as it stands.
    std::string shown(std::string_view field_name) const;
};

}  // namespace rowlock
