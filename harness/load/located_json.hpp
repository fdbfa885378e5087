#pragma once

#include "mockorg/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

struct LocatedMember;

/// A JSON value that knows where in the text it stands.
struct LocatedJson {
    enum class Kind : std::uint8_t { null, boolean, number, text, array, object };

    Kind kind = Kind::null;
    /// Byte offset of its first character.
    std::size_t offset = 0;
    bool boolean = false;
    double number = 0.0;
    /// Set if the number is a whole one from 0 up, exactly.
    std::optional<std::uint64_t> natural;
    std::string text;
    std::vector<LocatedJson> items;
    /// In the order of the text, no name twice.
    std::vector<LocatedMember> members;
};

struct LocatedMember {
    std::string name;
    /// Byte offset of the name's opening quote.
    std::size_t offset = 0;
    LocatedJson value;
};

/// The value of an object's member of that name, or null.
const LocatedJson* find_member(const LocatedJson& object, std::string_view name);

/// Reads one JSON text, // and /* */ comments allowed; fails where and why parse_json does
/// (bad_file, `file:line:column: message`).
Result<LocatedJson> read_located_json(std::string_view text, std::string_view file_name);

}  // namespace rowlock
