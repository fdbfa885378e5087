#include "mockorg/api/search_query.hpp"

#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

constexpr std::size_t k_results_max = 2000;
constexpr std::size_t k_word_min = 2;
/// More than anybody types: each of them is looked for in every field.
constexpr std::size_t k_words_max = 20;
/// A text area that holds more cannot be filtered by.
constexpr std::uint32_t k_short_text_max = 255;

auto mistake(std::string message) {
    return tl::unexpected{SearchMistake{std::move(message)}};
}

/// Walks a text from its front.
class SearchText {
public:
    explicit SearchText(std::string_view text) : text_(trimmed(text, k_text_blanks)) {}

    bool empty() const { return text_.empty(); }

    /// Takes the word if it stands here, in any letter case.
    bool take_word(std::string_view word) {
        if (!equal_ignoring_case(text_.substr(0, word.size()), word)) return false;
        const std::string_view rest = text_.substr(word.size());
        if (!rest.empty() && is_word_letter(rest.front())) return false;
        text_ = trimmed(rest, k_text_blanks);
        return true;
    }

    bool take(char letter) {
        if (text_.empty() || text_.front() != letter) return false;
        text_ = trimmed(text_.substr(1), k_text_blanks);
        return true;
    }

    /// Takes letters, digits and underscores; empty if there are none.
    std::string_view take_name() {
        const auto end = std::find_if_not(text_.begin(), text_.end(), is_word_letter);
        return take_first(static_cast<std::size_t>(end - text_.begin()));
    }

    /// Takes what stands before the closing letter, which is taken, too; nothing if it never comes.
    /// What is in quotes, in parentheses or behind a backslash does not close.
    std::optional<std::string_view> take_until(char closing) {
        int depth = 0;
        bool quoted = false;
        for (std::size_t i = 0; i < text_.size(); ++i) {
            const char c = text_[i];
            if (c == '\\') {
                ++i;
            } else if (c == '\'' && closing != '}') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                ++depth;
            } else if (!quoted && c == closing && (depth == 0 || closing == '}')) {
                const std::string_view inside = text_.substr(0, i);
                text_ = trimmed(text_.substr(i + 1), k_text_blanks);
                return inside;
            } else if (!quoted && c == ')') {
                --depth;
            }
        }
        return std::nullopt;
    }

private:
    static bool is_word_letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    }

    std::string_view take_first(std::size_t size) {
        const std::string_view first = text_.substr(0, size);
        text_ = trimmed(text_.substr(size), k_text_blanks);
        return first;
    }

    std::string_view text_;
};

/// Where one of the words begins outside of quotes and parentheses; the end if none does.
std::size_t find_clause(std::string_view text, std::initializer_list<std::string_view> words) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\') ++i;
        if (c == '\'') quoted = !quoted;
        if (quoted) continue;
        if (c == '(') ++depth;
        if (c == ')') --depth;
        const bool begins = i == 0 || k_text_blanks.find(text[i - 1]) != std::string_view::npos;
        if (depth > 0 || !begins) continue;
        for (const std::string_view word : words) {
            if (SearchText{text.substr(i)}.take_word(word)) return i;
        }
    }
    return text.size();
}

SearchedObject read_selection(std::string_view name, std::string_view inside) {
    SearchedObject object;
    object.name = name;
    const std::size_t where = find_clause(inside, {"WHERE"});
    const std::size_t rest = find_clause(inside, {"ORDER", "LIMIT", "OFFSET"});
    const std::string_view fields = trimmed(inside.substr(0, std::min(where, rest)), k_text_blanks);
    if (!fields.empty()) object.fields = fields;
    if (where < rest) {
        constexpr std::size_t k_word = std::string_view{"WHERE"}.size();
        object.where = trimmed(inside.substr(where + k_word, rest - where - k_word), k_text_blanks);
    }
    object.rest = inside.substr(rest);
    return object;
}

/// Words and phrases, in groups of which one must fit.
std::vector<std::vector<std::string>> read_terms(std::string_view term) {
    std::vector<std::vector<std::string>> groups{1};
    while (!(term = trimmed(term, k_text_blanks)).empty()) {
        const bool phrase = term.front() == '"';
        if (phrase) term.remove_prefix(1);
        const std::size_t end =
            std::min(phrase ? term.find('"') : term.find_first_of(k_text_blanks), term.size());
        const std::string_view word = term.substr(0, end);
        term.remove_prefix(std::min(end + 1, term.size()));
        if (!phrase && word == "OR") {
            groups.emplace_back();
        } else if (!word.empty() && (phrase || word != "AND")) {
            groups.back().emplace_back(word);
        }
    }
    std::erase_if(groups, [](const auto& group) { return group.empty(); });
    return groups;
}

bool is_long_enough(const std::string& word) {
    const auto wild =
        std::count_if(word.begin(), word.end(), [](char c) { return c == '*' || c == '?'; });
    return word.size() - static_cast<std::size_t>(wild) >= k_word_min;
}

std::optional<SearchScope> take_scope(SearchText& text) {
    struct Named {
        std::string_view word;
        SearchScope scope;
    };

    constexpr std::array k_scopes = {
        Named{"ALL", SearchScope::all},
        Named{"NAME", SearchScope::name},
        Named{"EMAIL", SearchScope::email},
        Named{"PHONE", SearchScope::phone},
        Named{"SIDEBAR", SearchScope::all},
    };
    for (const Named& named : k_scopes) {
        if (text.take_word(named.word)) {
            return text.take_word("FIELDS") ? std::optional{named.scope} : std::nullopt;
        }
    }
    return std::nullopt;
}

tl::expected<std::vector<SearchedObject>, SearchMistake> take_objects(SearchText& text) {
    std::vector<SearchedObject> objects;
    do {
        const std::string_view name = text.take_name();
        if (name.empty()) return mistake("RETURNING must be followed by an object");
        if (!text.take('(')) {
            objects.push_back(read_selection(name, {}));
            continue;
        }
        const auto inside = text.take_until(')');
        if (!inside) return mistake(fmt::format("The parenthesis behind {} is not closed", name));
        objects.push_back(read_selection(name, *inside));
    } while (text.take(','));
    return objects;
}

/// Whether a search of the scope looks into the field.
bool is_searched(const Field& field, SearchScope scope) {
    const bool is_name = field.name_field || field.name == "FirstName" || field.name == "LastName";
    switch (scope) {
        case SearchScope::name:
            return is_name;
        case SearchScope::email:
            return field.type == FieldType::email;
        case SearchScope::phone:
            return field.type == FieldType::phone;
        case SearchScope::all:
            break;
    }
    const bool short_area = field.type == FieldType::textarea && field.length <= k_short_text_max;
    return field.filterable && (field.type == FieldType::string || short_area ||
                                field.type == FieldType::email || field.type == FieldType::phone);
}

/// A word as LIKE wants it, inside its quotes.
std::string like_text(std::string_view word) {
    std::string text;
    for (const char c : word) {
        if (c == '\'' || c == '\\' || c == '%' || c == '_') text.push_back('\\');
        text.push_back(c == '*' ? '%' : c == '?' ? '_' : c);
    }
    return text;
}

/// The field holds the word between blanks or its own ends.
std::string word_condition(const std::string& field, const std::string& word) {
    const std::string text = like_text(word);
    return fmt::format(
        "{0} LIKE '{1}' OR {0} LIKE '{1} %' OR {0} LIKE '% {1}' OR {0} LIKE '% {1} %'", field, text
    );
}

}  // namespace

tl::expected<SearchQuery, SearchMistake> parse_search(std::string_view sosl) {
    SearchText text{sosl};
    const bool finds = text.take_word("FIND");
    const auto term = finds && text.take('{') ? text.take_until('}') : std::nullopt;
    if (!term) return mistake("No search term found. The search term must be enclosed in braces.");
    SearchQuery search;
    search.groups = read_terms(*term);
    std::size_t words = 0;
    for (const auto& group : search.groups) {
        words += group.size();
        if (words > k_words_max) return mistake("search term has too many words");
        if (std::any_of(group.begin(), group.end(), is_long_enough)) continue;
        return mistake("search term must be longer than one character: " + std::string{*term});
    }
    if (search.groups.empty()) {
        return mistake("search term must be longer than one character: " + std::string{*term});
    }
    if (text.take_word("IN")) {
        const auto scope = take_scope(text);
        if (!scope) return mistake("IN must be followed by ALL, NAME, EMAIL or PHONE, and FIELDS");
        search.scope = *scope;
    }
    if (text.take_word("RETURNING")) {
        auto objects = take_objects(text);
        if (!objects) return tl::unexpected{objects.error()};
        search.objects = std::move(*objects);
    }
    if (text.take_word("LIMIT")) {
        const auto limit = parse_integer(text.take_name());
        if (!limit || *limit < 1) return mistake("LIMIT must be followed by a number above 0");
        search.limit = std::min(static_cast<std::size_t>(*limit), k_results_max);
    }
    if (!text.empty()) return mistake("unexpected text at the end of the search");
    return search;
}

std::string soql_of(
    const SearchQuery& search, const ObjectType& object, const SearchedObject& wanted
) {
    std::vector<std::string> groups;
    for (const auto& words : search.groups) {
        std::vector<std::string> conditions;
        for (const std::string& word : words) {
            std::vector<std::string> fields;
            for (const Field& field : object.fields()) {
                if (is_searched(field, search.scope))
                    fields.push_back(word_condition(field.name, word));
            }
            if (fields.empty()) return {};
            conditions.push_back(fmt::format("({})", fmt::join(fields, " OR ")));
        }
        groups.push_back(fmt::format("({})", fmt::join(conditions, " AND ")));
    }
    const std::string own =
        wanted.where.empty() ? std::string{} : fmt::format(" AND ({})", wanted.where);
    const bool limited = find_clause(wanted.rest, {"LIMIT"}) < wanted.rest.size();
    return fmt::format(
        "SELECT {} FROM {} WHERE ({}){} {}{}",
        wanted.fields,
        object.name,
        fmt::join(groups, " OR "),
        own,
        wanted.rest,
        limited ? std::string{} : fmt::format(" LIMIT {}", search.limit)
    );
}

}  // namespace rowlock
