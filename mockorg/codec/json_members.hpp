#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/base/time.hpp"
#include "mockorg/codec/json.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rowlock {

/// Reads the members of a JSON object that somebody wrote by hand or sent, and keeps the first
/// thing that is wrong with it. Members that are absent read as nothing. Does not own the object.
class JsonMembers {
public:
    explicit JsonMembers(const Json& object) : object_(object) {}

    /// The member's value whatever it is, or null.
    const Json* find(std::string_view member) const;

    bool has(std::string_view member) const { return find(member) != nullptr; }

    /// 1 to 4,096 characters; empty if absent.
    std::string text(std::string_view member);

    /// A plain name: the one `given`, which the member must not contradict, or else `name`.
    std::string name(std::string_view given);

    std::optional<double> number(std::string_view member, double low, double high);

    std::optional<std::uint64_t> whole(
        std::string_view member, std::uint64_t low, std::uint64_t high
    );

    /// The same into a variable, which stays what it is if the member is absent or wrong.
    template <class T>
    void read_whole(std::string_view member, std::uint64_t low, std::uint64_t high, T& into) {
        if (const auto value = whole(member, low, high)) into = static_cast<T>(*value);
    }

    void read_flag(std::string_view member, bool& into);

    /// A duration as people write it: `4.05s`.
    std::optional<Duration> duration(std::string_view member, Duration low, Duration high);

    /// The index in `words` of the member's text.
    std::optional<std::size_t> word(
        std::string_view member, std::span<const std::string_view> words
    );

    /// A member that is in none of the lists is a mistake; `of` names the object in it.
    void refuse_others(std::span<const std::string_view> known, std::string_view of);

    /// Something is wrong with a member: "'seconds' must be ...".
    void mistake(std::string_view member, std::string_view expected);

    /// What is wrong: client_input_error, with the member in `fields`.
    const std::optional<Error>& wrong() const { return wrong_; }

private:
    const Json& object_;
    std::optional<Error> wrong_;
};

/// Whether it can be a name in a path of the control API: 1 to 100 letters, digits, `.`, `_`, `-`.
bool is_plain_name(std::string_view name);

}  // namespace rowlock
