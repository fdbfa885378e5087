#pragma once

#include "harness/load/located_json.hpp"
#include "harness/load/mistakes.hpp"
#include "mockorg/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Reads the members of one JSON object of a known shape. Each member function answers nothing if
/// the member is absent or wrong; wrong ones are reported with their place. Lives as long as its
/// function; value and mistakes must outlive it.
class ObjectReader {
public:
    /// `what` names the object in messages, e.g. `load`. A value that is no object is a mistake;
    /// all members are then absent.
    ObjectReader(const LocatedJson& value, std::string what, Mistakes& mistakes);

    /// The member's value whatever it is, or null.
    const LocatedJson* find(std::string_view name);

    /// The same, but a mistake if absent.
    const LocatedJson* need(std::string_view name);

    std::optional<std::string> text(std::string_view name);

    /// true or false.
    std::optional<bool> flag(std::string_view name);

    /// A text that must be there and must not be empty.
    std::optional<std::string> needed_text(std::string_view name);

    /// A whole number from low to high.
    template <class T>
    std::optional<T> whole(std::string_view name, T low, T high) {
        const auto value = whole_number(name, low, high);
        if (!value) return std::nullopt;
        return static_cast<T>(*value);
    }

    /// A number from low to high.
    std::optional<double> number(std::string_view name, double low, double high);

    std::optional<Duration> duration(std::string_view name);

    /// The index in `words` of the member's text.
    std::optional<std::size_t> word(std::string_view name, std::span<const std::string_view> words);

    /// Reports members nobody asked for, with the name they were probably meant to have.
    void reject_unknown();

    /// Reports that this value of the object is wrong.
    void mistake(const LocatedJson& value, std::string_view name, std::string_view expected);

    /// Where the object starts.
    std::size_t offset() const { return value_.offset; }

    const std::string& what() const { return what_; }

    Mistakes& mistakes() { return mistakes_; }

private:
    std::optional<std::uint64_t> whole_number(
        std::string_view name, std::uint64_t low, std::uint64_t high
    );

    const LocatedJson& value_;
    std::string what_;
    Mistakes& mistakes_;
    bool is_object_;
    /// Names asked for so far.
    std::vector<std::string_view> known_;
};

/// What the value is, for messages: `"many"`, `-5`, `an object`.
std::string describe(const LocatedJson& value);

/// Reports a value that is not what was expected at its place.
void report_wrong_value(
    Mistakes& mistakes, const LocatedJson& value, std::string_view what, std::string_view expected
);

}  // namespace rowlock
