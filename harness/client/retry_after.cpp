#include "harness/client/retry_after.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace rowlock {

std::chrono::seconds retry_after(const HttpResponse& answer) {
    constexpr std::int64_t k_most = 600;
    const std::string_view text = answer.headers.get("Retry-After");
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    // The other form, a date, is for proxies and caches.
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return std::chrono::seconds{std::clamp<std::int64_t>(whole, 0, k_most)};
}

}  // namespace rowlock
