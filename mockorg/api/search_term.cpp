#include "mockorg/api/search_term.hpp"

#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

using Kind = SearchTerm::Kind;

constexpr std::size_t k_word_min = 2;
/// More than anybody types: each of them is looked for in every field.
constexpr std::size_t k_words_max = 20;
constexpr std::size_t k_depth_max = 20;
/// Those that mean something of their own here are not among them. [SOSL reference: reserved
/// characters]
constexpr std::string_view k_reserved = "&|!{[]^~:'+-";

SearchTerm joined(Kind kind, std::vector<SearchTerm> parts) {
    if (parts.size() == 1 && kind != Kind::none_of) return std::move(parts.front());
    SearchTerm term;
    term.kind = kind;
    term.parts = std::move(parts);
    return term;
}

void append_literal(SearchTerm& word, char c) {
    if (c == '\'' || c == '\\' || c == '%' || c == '_') word.pattern.push_back('\\');
    word.pattern.push_back(c);
    ++word.letters;
}

/// Whether every way to fit the term needs a word that is long enough to be looked for.
bool is_long_enough(const SearchTerm& term) {
    const auto& parts = term.parts;
    switch (term.kind) {
        case Kind::word:
            return term.letters >= k_word_min;
        case Kind::all_of:
            return std::any_of(parts.begin(), parts.end(), is_long_enough);
        case Kind::any_of:
            return std::all_of(parts.begin(), parts.end(), is_long_enough);
        case Kind::none_of:
            break;
    }
    return false;
}

/// Each step gives false once there is a mistake.
class TermReader {
public:
    TermReader(std::string_view text, std::size_t begin) : text_(text), at_(begin) {}

    bool read(SearchTerm& term) {
        skip_blanks();
        return read_any(term, 0) && (at_end() || unexpected());
    }

    std::size_t place() const { return at_; }

    SearchMistake take_mistake() { return std::move(mistake_); }

private:
    bool read_any(SearchTerm& term, std::size_t depth) {
        std::vector<SearchTerm> parts;
        do {
            if (!read_all(parts.emplace_back(), depth)) return false;
        } while (take_word("OR"));
        term = joined(Kind::any_of, std::move(parts));
        return true;
    }

    bool read_all(SearchTerm& term, std::size_t depth) {
        std::vector<SearchTerm> parts;
        do {
            const bool negated = !parts.empty() && take_word("AND") && take_word("NOT");
            SearchTerm part;
            if (!read_one(part, depth)) return false;
            if (negated) part = joined(Kind::none_of, {std::move(part)});
            parts.push_back(std::move(part));
        } while (!at_end() && text_[at_] != ')' && !is_at_word("OR"));
        term = joined(Kind::all_of, std::move(parts));
        return true;
    }

    bool read_one(SearchTerm& term, std::size_t depth) {
        if (at_end() || text_[at_] == ')' || is_at_word("AND") || is_at_word("OR")) {
            return unexpected();
        }
        if (text_[at_] != '(') return read_word(term);
        if (depth == k_depth_max) return complain("search term is nested too deeply");
        ++at_;
        skip_blanks();
        if (!read_any(term, depth + 1)) return false;
        if (at_end()) return unexpected();
        ++at_;
        skip_blanks();
        return true;
    }

    /// A word, or a phrase in double quotes.
    bool read_word(SearchTerm& word) {
        if (++words_ > k_words_max) return complain("search term has too many words");
        const bool phrase = text_[at_] == '"';
        if (phrase) ++at_;
        while (!at_end() && text_[at_] != '"' && (phrase || !ends_word(text_[at_]))) {
            if (!read_letter(word)) return false;
        }
        if (phrase) {
            if (at_end()) return unexpected();
            ++at_;
        }
        skip_blanks();
        return true;
    }

    bool read_letter(SearchTerm& word) {
        char c = text_[at_];
        if (k_reserved.find(c) != std::string_view::npos) return mismatched(c);
        ++at_;
        if (c == '*' || c == '?') {
            word.pattern.push_back(c == '*' ? '%' : '_');
            return true;
        }
        if (c == '\\') {
            if (at_ == text_.size()) return unexpected();
            c = text_[at_++];
        }
        append_literal(word, c);
        return true;
    }

    static bool ends_word(char c) { return is_search_blank(c) || c == '(' || c == ')'; }

    bool at_end() const { return at_ == text_.size() || text_[at_] == '}'; }

    bool is_at_word(std::string_view word) const {
        if (!equal_ignoring_case(text_.substr(at_, word.size()), word)) return false;
        const std::size_t behind = at_ + word.size();
        return behind == text_.size() || text_[behind] == '}' || text_[behind] == '"' ||
               ends_word(text_[behind]);
    }

    bool take_word(std::string_view word) {
        if (!is_at_word(word)) return false;
        at_ += word.size();
        skip_blanks();
        return true;
    }

    void skip_blanks() {
        while (at_ < text_.size() && is_search_blank(text_[at_])) ++at_;
    }

    bool complain(std::string message) {
        mistake_ = {std::move(message), at_};
        return false;
    }

    bool unexpected() {
        if (at_ == text_.size()) {
            mistake_ = {
                "No search term found. The search term must be enclosed in braces.", std::nullopt};
            return false;
        }
        const auto end =
            std::find_if(text_.begin() + static_cast<std::ptrdiff_t>(at_), text_.end(), [](char c) {
                return ends_word(c) || c == '}';
            });
        const auto size = static_cast<std::size_t>(end - text_.begin()) - at_;
        return complain(
            fmt::format("unexpected token: {}", text_.substr(at_, std::max(size, std::size_t{1})))
        );
    }

    bool mismatched(char c) {
        const auto before = text_.substr(0, at_);
        const auto line = std::count(before.begin(), before.end(), '\n') + 1;
        const std::size_t column = at_ - (before.rfind('\n') + 1);
        return complain(
            fmt::format("line {}:{} mismatched character '{}' expecting '}}'", line, column, c)
        );
    }

    std::string_view text_;
    std::size_t at_;
    std::size_t words_ = 0;
    SearchMistake mistake_;
};

}  // namespace

bool is_search_blank(char c) {
    return k_text_blanks.find(c) != std::string_view::npos;
}

tl::expected<SearchTerm, SearchMistake> read_search_term(
    std::string_view text, std::size_t begin, std::size_t& end
) {
    const auto too_short = [&](std::size_t close) {
        const std::string_view term = trimmed(text.substr(begin, close - begin), k_text_blanks);
        return tl::unexpected{SearchMistake{
            fmt::format("search term must be longer than one character: {}", term), std::nullopt}};
    };
    const std::size_t first = text.find_first_not_of(k_text_blanks, begin);
    if (first != std::string_view::npos && text[first] == '}') return too_short(first);
    TermReader reader{text, begin};
    SearchTerm term;
    if (!reader.read(term)) return tl::unexpected{reader.take_mistake()};
    end = reader.place();
    if (end == text.size()) {
        return tl::unexpected{SearchMistake{
            "No search term found. The search term must be enclosed in braces.", std::nullopt}};
    }
    if (!is_long_enough(term)) return too_short(end);
    return term;
}

}  // namespace rowlock
