#include "harness/batcher/feature.hpp"

namespace rowlock::batcher {
namespace {

constexpr std::array<std::string_view, k_features> k_names{
    "oversize-groups",
    "nulls",
    "spaces",
    "id-forms",
    "case-twins",
    "text",
    "bytes",
    "duplicates",
    "byte-order-mark",
    "empty-files",
    "long-fields"};

}  // namespace

std::string_view name_of(Feature feature) {
    return k_names[static_cast<std::size_t>(feature)];
}

std::optional<Feature> parse_feature(std::string_view word) {
    for (std::size_t i = 0; i < k_features; ++i) {
        if (k_names[i] == word) return static_cast<Feature>(i);
    }
    return std::nullopt;
}

}  // namespace rowlock::batcher
