#include "mockorg/api/search_query.hpp"

#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/soql/error_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

constexpr std::size_t k_results_max = 2000;

/// The org counts these places from 0, and points left of them. [recorded]
std::string told(const SearchMistake& mistake, std::string_view sosl) {
    if (!mistake.position) return mistake.message;
    const std::size_t place = *mistake.position == 0 ? 0 : *mistake.position - 1;
    return soql::fail_at(sosl, place, ErrorCode::malformed_query, mistake.message).value().message;
}

bool is_word_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Walks a search from its front. Blanks between words mean nothing.
class SearchText {
public:
    explicit SearchText(std::string_view text) : text_(text) { skip_blanks(); }

    std::size_t place() const { return at_; }

    bool at_end() const { return at_ == text_.size(); }

    void go_to(std::size_t place) {
        at_ = place;
        skip_blanks();
    }

    /// Takes the word if it stands here, in any letter case.
    bool take_word(std::string_view word) {
        if (!equal_ignoring_case(text_.substr(at_, word.size()), word)) return false;
        const std::size_t behind = at_ + word.size();
        if (behind < text_.size() && is_word_letter(text_[behind])) return false;
        go_to(behind);
        return true;
    }

    bool take(char letter) {
        if (at_end() || text_[at_] != letter) return false;
        go_to(at_ + 1);
        return true;
    }

    /// Takes letters, digits and underscores; empty if there are none.
    SearchPart take_name() {
        const SearchPart name{name_here(), at_};
        go_to(at_ + name.text.size());
        return name;
    }

    /// Takes what stands before the closing parenthesis, which is taken, too; nothing if it never
    /// comes. What is in quotes or in parentheses of its own does not close.
    std::optional<SearchPart> take_until_closed() {
        int depth = 0;
        bool quoted = false;
        for (std::size_t i = at_; i < text_.size(); ++i) {
            const char c = text_[i];
            if (c == '\\') {
                ++i;
            } else if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                ++depth;
            } else if (!quoted && c == ')' && depth-- == 0) {
                const SearchPart inside{text_.substr(at_, i - at_), at_};
                go_to(i + 1);
                return inside;
            }
        }
        return std::nullopt;
    }

    SearchMistake unexpected(std::string_view what) const {
        if (at_end()) return {"unexpected token: <EOF>", at_};
        const std::string_view name = name_here();
        return {fmt::format("{}: {}", what, name.empty() ? text_.substr(at_, 1) : name), at_};
    }

private:
    std::string_view name_here() const {
        const std::string_view rest = text_.substr(at_);
        const auto end = std::find_if_not(rest.begin(), rest.end(), is_word_letter);
        return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    }

    void skip_blanks() {
        at_ = std::min(text_.find_first_not_of(k_text_blanks, at_), text_.size());
    }

    std::string_view text_;
    std::size_t at_ = 0;
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
        const bool begins = !is_search_blank(c) && (i == 0 || is_search_blank(text[i - 1]));
        if (depth > 0 || !begins) continue;
        for (const std::string_view word : words) {
            if (SearchText{text.substr(i)}.take_word(word)) return i;
        }
    }
    return text.size();
}

/// Without the blanks at its ends.
SearchPart part_of(const SearchPart& whole, std::size_t begin, std::size_t end) {
    const std::string_view text = whole.text.substr(begin, end - begin);
    const std::size_t first = std::min(text.find_first_not_of(k_text_blanks), text.size());
    return {trimmed(text, k_text_blanks), whole.position + begin + first};
}

SearchedObject read_selection(const SearchPart& name, const SearchPart& inside) {
    constexpr std::string_view k_where = "WHERE";
    SearchedObject object;
    object.name = name;
    const std::size_t size = inside.text.size();
    const std::size_t where = find_clause(inside.text, {k_where});
    const std::size_t order = find_clause(inside.text, {"ORDER", "LIMIT", "OFFSET"});
    const std::size_t offset = find_clause(inside.text, {"OFFSET"});
    object.fields = part_of(inside, 0, std::min(where, order));
    if (where < order) object.where = part_of(inside, where + k_where.size(), order);
    object.order = part_of(inside, order, offset);
    object.limited = find_clause(object.order.text, {"LIMIT"}) < object.order.text.size();
    object.offset = part_of(inside, offset, size);
    return object;
}

/// Reads a search clause by clause; each step gives false once there is a mistake.
class SearchReader {
public:
    explicit SearchReader(std::string_view sosl) : sosl_(sosl), text_(sosl) {}

    bool read(SearchQuery& search) {
        if (!read_term(search.term)) return false;
        if (text_.take_word("IN") && !read_scope(search.scope)) return false;
        if (text_.take_word("RETURNING") && !read_objects(search.objects)) return false;
        if (text_.take_word("LIMIT") && !read_limit(search.limit)) return false;
        return text_.at_end() || refuse("unexpected token");
    }

    SearchMistake take_mistake() { return std::move(mistake_); }

private:
    bool read_term(SearchTerm& term) {
        if (!text_.take_word("FIND") || text_.at_end() || sosl_[text_.place()] != '{') {
            return complain(
                {"No search term found. The search term must be enclosed in braces.", std::nullopt}
            );
        }
        std::size_t end = 0;
        auto read = read_search_term(sosl_, text_.place() + 1, end);
        if (!read) return complain(std::move(read.error()));
        term = std::move(*read);
        text_.go_to(end + 1);
        return true;
    }

    bool read_scope(SearchScope& scope) {
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
        const auto* named = std::find_if(k_scopes.begin(), k_scopes.end(), [&](const Named& each) {
            return text_.take_word(each.word);
        });
        // The text is recorded for what is not FIELDS.
        if (named == k_scopes.end() || !text_.take_word("FIELDS"))
            return refuse("Malformed search token");
        scope = named->scope;
        return true;
    }

    bool read_objects(std::vector<SearchedObject>& objects) {
        do {
            const SearchPart name = text_.take_name();
            if (name.text.empty()) return refuse("unexpected token");
            SearchPart inside{{}, text_.place()};
            if (text_.take('(')) {
                const auto found = text_.take_until_closed();
                if (!found) {
                    text_.go_to(sosl_.size());
                    return refuse("unexpected token");
                }
                inside = *found;
            }
            objects.push_back(read_selection(name, inside));
        } while (text_.take(','));
        return true;
    }

    bool read_limit(std::size_t& limit) {
        SearchText ahead = text_;
        const auto number = parse_integer(ahead.take_name().text);
        if (!number || *number < 1) return refuse("unexpected token");
        text_ = ahead;
        limit = std::min(static_cast<std::size_t>(*number), k_results_max);
        return true;
    }

    bool refuse(std::string_view what) { return complain(text_.unexpected(what)); }

    bool complain(SearchMistake mistake) {
        mistake_ = std::move(mistake);
        return false;
    }

    std::string_view sosl_;
    SearchText text_;
    SearchMistake mistake_;
};

}  // namespace

tl::expected<SearchQuery, std::string> parse_search(std::string_view text) {
    SearchReader reader{text};
    SearchQuery search;
    if (!reader.read(search)) return tl::unexpected{told(reader.take_mistake(), text)};
    return search;
}

}  // namespace rowlock
