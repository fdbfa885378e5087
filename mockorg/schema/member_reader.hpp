#pragma once

#include "mockorg/codec/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Reads the members of one JSON object into variables. A member that is absent or null leaves its
/// variable alone; the first member of a wrong kind is remembered, and reading goes on harmlessly.
/// Does not own the object.
class MemberReader {
public:
    /// `subject` says in errors what the object describes: "object 'Account'".
    MemberReader(const Json& object, std::string subject);

    bool has(std::string_view name) const;

    void read(std::string_view name, bool& into);
    void read(std::string_view name, std::string& into);
    void read(std::string_view name, std::vector<std::string>& into);

    /// A whole number from 0 to `most`.
    void read(std::string_view name, std::uint32_t& into, std::uint32_t most);
    void read(std::string_view name, std::uint8_t& into);

    /// Any scalar, as text.
    void read_as_text(std::string_view name, std::string& into);

    /// The member's JSON; null if it is absent or null.
    const Json* find(std::string_view name) const;

    /// Complains about members that are in none of the lists.
    void refuse_unknown(const std::vector<std::string_view>& known);

    /// Remembers a complaint about the object: "must be ...".
    void complain(std::string complaint);

    Result<void> outcome() const;

private:
    const Json* object_;
    std::string subject_;
    std::optional<std::string> complaint_;
};

}  // namespace rowlock
