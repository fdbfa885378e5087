#include "mockorg/codec/json_events.hpp"

#include "mockorg/codec/json.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

constexpr std::size_t k_deepest_nesting = 200;
constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

Failure json_failure(std::string_view text, std::size_t offset, std::string_view what) {
    const TextPosition position = position_of(text, offset);
    return fail(
        ErrorCode::json_parser_error,
        fmt::format("{} at line {}, column {}", what, position.line, position.column)
    );
}

/// Walks over the text and counts what the library has taken.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(pointer place, std::size_t& count) : place_(place), count_(&count) {}

    reference operator*() const { return *place_; }

    CountingIterator& operator++() {
        ++place_;
        ++*count_;
        return *this;
    }

    bool operator==(const CountingIterator& other) const { return place_ == other.place_; }

private:
    pointer place_;
    std::size_t* count_;
};

/// Where the next token starts: behind blanks, separators and comments.
std::size_t token_start(std::string_view text, std::size_t offset) {
    while (true) {
        offset = std::min(text.find_first_not_of(" \t\r\n,:", offset), text.size());
        const std::string_view opening = text.substr(offset, 2);
        std::size_t end = offset;
        if (opening == "//") end = text.find_first_of("\r\n", offset);
        if (opening == "/*") end = text.find("*/", offset + opening.size());
        if (end == offset || end == std::string_view::npos) return offset;
        offset = opening == "//" ? end : end + 2;
    }
}

/// The library's words for what is wrong, without its numbering and without the token: that may
/// hold anything and be of any length.
std::string statement_of(const Json::exception& error, const std::string& token) {
    if (dynamic_cast<const Json::out_of_range*>(&error) != nullptr) {
        return "The number is too large";
    }
    std::string statement = error.what();
    const std::string shown_token = "; last read: '" + token + "'";
    if (const auto shown = statement.find(shown_token); shown != std::string::npos) {
        statement.erase(shown, shown_token.size());
    }
    constexpr std::string_view k_context_end = " - ";
    const auto context_end = statement.find(k_context_end);
    if (context_end != std::string::npos) statement.erase(0, context_end + k_context_end.size());
    statement[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(statement[0])));
    return statement;
}

/// What the library calls back; a function that returns false ends the reading.
class SaxHandler {
public:
    SaxHandler(std::string_view text, bool refuse_repeats, JsonEvents& events)
        : text_(text), refuse_repeats_(refuse_repeats), events_(events) {
        if (text.starts_with(k_byte_order_mark)) token_end_ = k_byte_order_mark.size();
    }

    std::size_t& bytes_taken() { return bytes_taken_; }

    const Failure& failure() const { return failure_; }

    bool null() {
        events_.null(take_token());
        return true;
    }

    bool boolean(bool value) {
        events_.boolean(value, take_token());
        return true;
    }

    bool number_integer(std::int64_t value) { return number(value); }

    bool number_unsigned(std::uint64_t value) { return number(value); }

    bool number_float(double value, const std::string& /*spelling*/) { return number(value); }

    bool string(std::string& value) {
        events_.text(std::move(value), take_token());
        return true;
    }

    /// JSON has no such value.
    bool binary(Json::binary_t& /*value*/) { return false; }

    bool start_object(std::size_t /*size*/) { return open(&JsonEvents::begin_object); }

    bool end_object() { return close(&JsonEvents::end_object); }

    bool start_array(std::size_t /*size*/) { return open(&JsonEvents::begin_array); }

    bool end_array() { return close(&JsonEvents::end_array); }

    bool key(std::string& name) {
        const std::size_t offset = take_token();
        auto& places = open_.back();
        const auto [member, is_new] = places.try_emplace(name, places.size());
        if (!is_new && refuse_repeats_) {
            return refuse(
                offset, fmt::format("The name \"{}\" appears twice in one object, again", name)
            );
        }
        events_.key(std::move(name), member->second, offset);
        return true;
    }

    /// `bytes_read` ends at the last byte that was looked at; one more than there are stands for
    /// the end of the text. Inside of a string that byte is the place to show, for everything else
    /// it is where the token starts.
    bool parse_error(
        std::size_t bytes_read, const std::string& token, const Json::exception& error
    ) {
        const std::size_t last = bytes_read - 1;
        const std::string statement = statement_of(error, token);
        const bool in_string = statement.starts_with("Invalid string") && last < text_.size();
        return refuse(in_string ? last : std::min(token_start(text_, token_end_), last), statement);
    }

private:
    bool number(JsonNumber value) {
        const std::size_t offset = take_token();
        // Only a look at the byte behind it tells where a number ends.
        const char last = text_[token_end_ - 1];
        if (last < '0' || last > '9') --token_end_;
        events_.number(value, offset);
        return true;
    }

    using BracketEvent = void (JsonEvents::*)(std::size_t offset);

    bool open(BracketEvent event) {
        const std::size_t offset = take_token();
        if (open_.size() == k_deepest_nesting) {
            return refuse(offset, fmt::format("Nesting deeper than {} levels", k_deepest_nesting));
        }
        open_.emplace_back();
        (events_.*event)(offset);
        return true;
    }

    bool close(BracketEvent event) {
        open_.pop_back();
        (events_.*event)(take_token());
        return true;
    }

    /// Steps to the end of the current token and returns its start.
    std::size_t take_token() { return token_start(text_, std::exchange(token_end_, bytes_taken_)); }

    bool refuse(std::size_t offset, std::string_view what) {
        failure_ = json_failure(text_, offset, what);
        return false;
    }

    std::string_view text_;
    bool refuse_repeats_;
    JsonEvents& events_;
    std::size_t bytes_taken_ = 0;
    /// Where the token before the current one ends.
    std::size_t token_end_ = 0;
    /// The places of the members of each open object; nothing for arrays.
    std::vector<std::map<std::string, std::size_t>> open_;
    Failure failure_{Error{}};
};

}  // namespace

Result<void> read_json_events(std::string_view text, bool allow_comments, JsonEvents& events) {
    // The library takes it for the end of the text.
    if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
        return json_failure(text, nul, "JSON holds no NUL characters; one stands");
    }
    SaxHandler handler{text, allow_comments, events};
    const CountingIterator begin{text.data(), handler.bytes_taken()};
    const CountingIterator end{text.data() + text.size(), handler.bytes_taken()};
    const bool is_read =
        Json::sax_parse(begin, end, &handler, Json::input_format_t::json, true, allow_comments);
    if (!is_read) return handler.failure();
    return {};
}

}  // namespace rowlock
