#include "checks/command/memory_option.hpp"

#include <charconv>
#include <limits>
#include <string_view>

namespace rowlock {

Result<MemoryBound> parse_memory_bound(const std::string& size, const std::string& folder) {
    MemoryBound bound = default_memory_bound();
    if (!folder.empty()) bound.folder = folder;
    if (size.empty()) return bound;
    // Each is 1,024 times the one before; the first stands for none.
    constexpr std::string_view k_units = " KMGT";
    const char* const end = size.data() + size.size();
    std::uint64_t number = 0;
    const auto [rest, error] = std::from_chars(size.data(), end, number);
    const std::size_t unit = k_units.find(rest == end ? ' ' : *rest);
    const std::size_t shift = unit < k_units.size() ? unit * 10 : 0;
    const bool good = error == std::errc{} && number > 0 && end - rest <= 1 &&
                      unit < k_units.size() &&
                      number <= std::numeric_limits<std::uint64_t>::max() >> shift;
    if (!good) {
        return fail(
            ErrorCode::bad_configuration,
            "--memory: '" + size + "', expected a size like 8G or 512M"
        );
    }
    bound.bytes = number << shift;
    return bound;
}

}  // namespace rowlock
