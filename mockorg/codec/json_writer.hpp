#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rowlock {

/// Appends JSON to a string, with commas and escapes in the right places; no tree, no allocation of
/// its own. Misuse (a value without its key inside an object) is the caller's mistake. Bytes that
/// are no UTF-8 become U+FFFD, numbers that are not finite become null.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);

    JsonWriter& value(std::string_view text);

    JsonWriter& value(const char* text) { return value(std::string_view{text}); }

    JsonWriter& value(bool flag);
    JsonWriter& value(std::int64_t number);
    JsonWriter& value(std::uint64_t number);

    JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }

    JsonWriter& value(unsigned number) { return value(static_cast<std::uint64_t>(number)); }

    JsonWriter& value(double number);
    JsonWriter& null();
    /// Takes the text as it stands, e.g. `60.0`.
    JsonWriter& raw(std::string_view json);

    /// A key and its value.
    template <class T>
    JsonWriter& member(std::string_view name, const T& member_value) {
        return key(name).value(member_value);
    }

private:
    void separate();

    std::string& out_;
    bool need_comma_ = false;
};

}  // namespace rowlock
