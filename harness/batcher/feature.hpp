#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rowlock::batcher {

/// What cases can have that a batcher may not be made for.
enum class Feature : std::uint8_t {
    /// Groups of linked rows that exceed a batch: these need lanes.
    oversize_groups,
    /// Rows without a parent, however they say so.
    nulls,
    /// Blanks around ids.
    spaces,
    /// Ids in 15 characters, lower case, upper case, with a wrong suffix.
    id_forms,
    case_twins,
    /// Text that needs care in CSV, CRLF, no final line end.
    text,
    /// Batches limited in bytes, rows too large for any.
    bytes,
    /// The same row, or the same record, more than once.
    duplicates,
    /// At the start of the file.
    byte_order_mark,
    /// Files without a single byte.
    empty_files,
    /// Text of 32,000 characters.
    long_fields,
};

inline constexpr std::size_t k_features = 11;

/// `oversize-groups`, `nulls`, ...
std::string_view name_of(Feature feature);
std::optional<Feature> parse_feature(std::string_view word);

/// Which features are wanted; all by default.
class FeatureSet {
public:
    FeatureSet() { wanted_.fill(true); }

    bool has(Feature feature) const { return wanted_[static_cast<std::size_t>(feature)]; }

    void remove(Feature feature) { wanted_[static_cast<std::size_t>(feature)] = false; }

private:
    std::array<bool, k_features> wanted_{};
};

}  // namespace rowlock::batcher
