#include "harness/load/mistakes.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::size_t k_reported_max = 20;
constexpr std::size_t k_kept_max = 1000;
constexpr std::size_t k_mark_distance = 1024;

bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
}

}  // namespace

Mistakes::Mistakes(std::string_view text, std::string_view file_name)
    : text_(text), file_name_(file_name), marks_{{0, 1, 1}} {
    Mark next{1, 1, 1};
    for (const char c : text) {
        if (starts_character(c)) ++next.column;
        if (c == '\n') next = {next.offset, next.line + 1, 1};
        const bool line_start = next.column == 1;
        if (line_start || next.offset - marks_.back().offset == k_mark_distance)
            marks_.push_back(next);
        ++next.offset;
    }
}

std::string Mistakes::where(std::size_t offset) const {
    const auto next =
        std::upper_bound(marks_.begin(), marks_.end(), offset, [](std::size_t o, const Mark& mark) {
            return o < mark.offset;
        });
    const Mark& mark = *(next - 1);
    const std::string_view between = text_.substr(mark.offset, offset - mark.offset);
    const auto characters = std::count_if(between.begin(), between.end(), starts_character);
    return fmt::format(
        "{}:{}:{}", file_name_, mark.line, mark.column + static_cast<std::size_t>(characters)
    );
}

void Mistakes::add(std::size_t offset, std::string message) {
    if (found_.size() < k_kept_max) {
        found_.emplace(offset, std::move(message));
    } else {
        ++not_kept_;
    }
}

Error Mistakes::error() const {
    std::string text;
    std::size_t reported = 0;
    for (const auto& [offset, message] : found_) {
        if (reported == k_reported_max) {
            text += fmt::format("\nand {} more", found_.size() - reported + not_kept_);
            break;
        }
        if (reported > 0) text += '\n';
        text += where(offset) + ": " + message;
        ++reported;
    }
    return Error{ErrorCode::bad_file, std::move(text), {}};
}

}  // namespace rowlock
