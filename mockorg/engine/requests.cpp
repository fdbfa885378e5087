#include "mockorg/engine/requests.hpp"

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

constexpr std::array<std::string_view, 5> k_operations = {
    "insert", "update", "upsert", "delete", "hardDelete"};

constexpr std::array<std::string_view, 6> k_states = {
    "Open", "UploadComplete", "InProgress", "JobComplete", "Failed", "Aborted"};

}  // namespace

std::string_view name_of(Operation operation) {
    return k_operations.at(static_cast<std::size_t>(operation));
}

std::optional<Operation> parse_operation(std::string_view word) {
    const auto found = std::find(k_operations.begin(), k_operations.end(), word);
    if (found == k_operations.end()) return std::nullopt;
    return static_cast<Operation>(found - k_operations.begin());
}

std::string_view name_of(JobState state) {
    return k_states.at(static_cast<std::size_t>(state));
}

}  // namespace rowlock
