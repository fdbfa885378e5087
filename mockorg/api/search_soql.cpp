#include "mockorg/api/search_query.hpp"
#include "mockorg/soql/error_text.hpp"
#include "mockorg/soql/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace rowlock {
namespace {

/// A text area that holds more cannot be filtered by.
constexpr std::uint32_t k_short_text_max = 255;

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

bool ends_with_any_text(std::string_view pattern) {
    if (!pattern.ends_with('%')) return false;
    pattern.remove_suffix(1);
    const std::size_t last_other = pattern.find_last_not_of('\\');
    const std::size_t backslashes =
        last_other == std::string_view::npos ? pattern.size() : pattern.size() - last_other - 1;
    return backslashes % 2 == 0;
}

std::vector<std::string> searched_fields(const ObjectType& object, SearchScope scope) {
    std::vector<std::string> fields;
    for (const Field& field : object.fields()) {
        if (is_searched(field, scope)) fields.push_back(field.name);
    }
    return fields;
}

/// The field holds the word between blanks or its own ends. Where any text may stand at an end,
/// blanks say nothing there.
std::string word_condition(const std::string& field, const std::string& pattern) {
    const bool open_begin = pattern.starts_with('%');
    const bool open_end = ends_with_any_text(pattern);
    const std::string whole = fmt::format("{} LIKE '{}'", field, pattern);
    if (open_begin && open_end) return whole;
    // Most texts do not hold the word at all, which one look tells.
    std::string condition = fmt::format("({0} LIKE '%{1}%' AND ({2}", field, pattern, whole);
    if (!open_end) condition += fmt::format(" OR {} LIKE '{} %'", field, pattern);
    if (!open_begin) condition += fmt::format(" OR {} LIKE '% {}'", field, pattern);
    if (!open_begin && !open_end) condition += fmt::format(" OR {} LIKE '% {} %'", field, pattern);
    return condition + "))";
}

std::size_t words_of(const SearchTerm& term) {
    if (term.kind == SearchTerm::Kind::word) return 1;
    std::size_t words = 0;
    for (const SearchTerm& part : term.parts) words += words_of(part);
    return words;
}

std::string condition_of(const SearchTerm& term, const std::vector<std::string>& fields) {
    std::vector<std::string> parts;
    if (term.kind == SearchTerm::Kind::word) {
        for (const std::string& field : fields)
            parts.push_back(word_condition(field, term.pattern));
        return fmt::format("({})", fmt::join(parts, " OR "));
    }
    for (const SearchTerm& part : term.parts) parts.push_back(condition_of(part, fields));
    if (term.kind == SearchTerm::Kind::none_of) return fmt::format("(NOT {})", parts.front());
    const bool all = term.kind == SearchTerm::Kind::all_of;
    return fmt::format("({})", fmt::join(parts, all ? " AND " : " OR "));
}

/// What SOSL has no words for.
bool is_more_than_search(const soql::Query& query) {
    const auto is_plain = [](const soql::SelectItem& item) {
        return item.kind == soql::SelectItem::Kind::value && item.alias.empty();
    };
    return query.count_only || query.is_aggregate() || query.all_rows || query.for_update ||
           !std::all_of(query.items.begin(), query.items.end(), is_plain);
}

}  // namespace

std::uint32_t searched_rows_max(
    const SearchQuery& search, const ObjectType& object, std::size_t looks_max
) {
    const std::size_t fields = searched_fields(object, search.scope).size();
    const std::size_t looks = std::max<std::size_t>(1, fields * words_of(search.term));
    constexpr std::size_t k_rows_max = std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(std::clamp(looks_max / looks, k_searched_rows_min, k_rows_max)
    );
}

SearchSoql::SearchSoql(
    const SearchQuery& search,
    const ObjectType& object,
    const SearchedObject& wanted,
    const std::optional<RecordId>& last
) {
    const std::vector<std::string> fields = searched_fields(object, search.scope);
    if (fields.empty()) return;
    text_ = "SELECT ";
    take(wanted.fields.text.empty() ? SearchPart{"Id", wanted.name.position} : wanted.fields);
    text_ += fmt::format(" FROM {} WHERE ", object.name);
    if (last) text_ += fmt::format("Id <= '{}' AND ", last->text());
    text_ += condition_of(search.term, fields);
    if (!wanted.where.text.empty()) {
        text_ += " AND (";
        take(wanted.where);
        text_ += ")";
    }
    text_ += " ";
    take(wanted.order);
    if (!wanted.limited) text_ += fmt::format(" LIMIT {}", search.limit);
    text_ += " ";
    take(wanted.offset);
}

void SearchSoql::take(const SearchPart& part) {
    taken_.push_back({part, text_.size()});
    text_ += part.text;
}

std::size_t SearchSoql::place_in_search(std::size_t offset) const {
    // What is behind a part, its missing end say, is told of the part's own end.
    const auto behind = std::find_if(taken_.rbegin(), taken_.rend(), [&](const Taken& taken) {
        return taken.begin <= offset;
    });
    if (behind == taken_.rend()) return taken_.front().part.position;
    return behind->part.position + std::min(offset - behind->begin, behind->part.text.size());
}

tl::expected<void, std::string> SearchSoql::check(std::string_view sosl) const {
    const auto told = [&](const Error& error) {
        return tl::unexpected{retold(error, sosl).message};
    };
    if (const auto fits = soql::check_query_text(text_); !fits) {
        return tl::unexpected{std::string{"search term has too many words"}};
    }
    const auto query = soql::parse_query(text_);
    if (!query) return told(query.error());
    if (!is_more_than_search(*query)) return {};
    const SearchPart& part = taken_.front().part;
    return tl::unexpected{soql::fail_at(
                              sosl,
                              part.position,
                              ErrorCode::malformed_query,
                              "A search returns fields of records and nothing else"
    )
                              .value()
                              .message};
}

Error SearchSoql::retold(const Error& error, std::string_view sosl) const {
    return soql::moved_to(sosl, error, text_, [this](std::size_t offset) {
        return place_in_search(offset);
    });
}

}  // namespace rowlock
