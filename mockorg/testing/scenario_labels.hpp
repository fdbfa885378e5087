#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace rowlock {

/// What a scenario may give a name to.
enum class LabelKind : std::uint8_t { record, job, write, foreign };

/// One or all of the things behind a label: `A3` is the third of a group `A`, `A` is all of them.
struct LabelRef {
    std::string label;
    /// From 0; nothing for a whole group or the one thing of that name.
    std::optional<std::uint32_t> index;

    auto operator<=>(const LabelRef&) const = default;
};

/// The names of a scenario, so that a misspelt one is found before anything runs.
class ScenarioLabels {
public:
    /// Letters, digits and `_`, beginning with a letter.
    static bool is_label(std::string_view text);

    /// False if the name is taken, or if another name and this one could mean the same thing (`A1`
    /// beside a group `A`). `count`: members of a group; nothing for a single thing.
    bool add(std::string_view label, LabelKind kind, std::optional<std::uint32_t> count);

    std::optional<LabelRef> find(std::string_view text, LabelKind kind) const;

    /// Whether it stands for all members of a group.
    bool is_group(const LabelRef& ref) const;

    /// All names of a kind, for an error's text.
    std::string names(LabelKind kind) const;

private:
    struct Entry {
        LabelKind kind;
        std::optional<std::uint32_t> count;
    };

    std::optional<LabelRef> find_any(std::string_view text, LabelKind& kind) const;

    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace rowlock
