#include "harness/replay/api_usage_watch.hpp"

#include <charconv>

namespace rowlock {

void ApiUsageWatch::note(const HttpResponse& answer) {
    constexpr std::string_view k_name = "api-usage=";
    std::string_view text = answer.headers.get("Sforce-Limit-Info");
    const std::size_t at = text.find(k_name);
    if (at == std::string_view::npos) return;
    text.remove_prefix(at + k_name.size());
    const char* const end = text.data() + text.size();
    std::uint64_t used = 0;
    std::uint64_t allowed = 0;
    const auto first = std::from_chars(text.data(), end, used);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '/') return;
    const auto second = std::from_chars(first.ptr + 1, end, allowed);
    if (second.ec != std::errc{}) return;
    used_ = used;
    allowed_ = allowed;
}

}  // namespace rowlock
