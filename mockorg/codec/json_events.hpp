#pragma once

#include "mockorg/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace rowlock {

/// A JSON number: whole ones stay whole as long as 64 bits hold them; without a minus they are
/// unsigned.
using JsonNumber = std::variant<std::int64_t, std::uint64_t, double>;

/// Receives the parts of a JSON text in their order. `offset` is where a part starts, in bytes.
class JsonEvents {
public:
    virtual ~JsonEvents() = default;

    virtual void begin_object(std::size_t offset) = 0;

    /// The name of the value that follows, which is the `place`th member of its object (from 0). A
    /// name that stood in the object before comes with its old place.
    virtual void key(std::string name, std::size_t place, std::size_t offset) = 0;

    virtual void end_object(std::size_t offset) = 0;
    virtual void begin_array(std::size_t offset) = 0;
    virtual void end_array(std::size_t offset) = 0;
    virtual void text(std::string text, std::size_t offset) = 0;
    virtual void number(JsonNumber number, std::size_t offset) = 0;
    virtual void boolean(bool value, std::size_t offset) = 0;
    virtual void null(std::size_t offset) = 0;
};

/// Reads one JSON text; accepts and refuses what parse_json does. What stands before the mistake
/// has been reported when it fails.
Result<void> read_json_events(std::string_view text, bool allow_comments, JsonEvents& events);

}  // namespace rowlock
