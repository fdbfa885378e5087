#include "mockorg/api/search_parameters.hpp"

#include "mockorg/api/json_body.hpp"
#include "mockorg/api/name_list.hpp"
#include "mockorg/api/search_query.hpp"
#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// [SOSL reference: length of statements]
constexpr std::size_t k_sosl_max = 100'000;

Result<SearchParameters> with_term(SearchParameters parameters) {
    if (trimmed(parameters.term, k_text_blanks).empty())
        return fail(ErrorCode::missing_argument, "The parameter 'q' is missing");
    return parameters;
}

/// The parameter's value, whatever the letter case of its name; empty if it is not there.
std::string parameter_of(const HttpTarget& target, std::string_view name) {
    const auto found = std::find_if(target.query.begin(), target.query.end(), [&](const auto& own) {
        return equal_ignoring_case(own.first, name);
    });
    return found == target.query.end() ? std::string{} : found->second;
}

SearchParameters::Object object_of(const HttpTarget& target, const std::string& name) {
    return {
        name,
        parameter_of(target, name + ".fields"),
        parameter_of(target, name + ".where"),
        parameter_of(target, name + ".orderBy"),
        parameter_of(target, name + ".limit")};
}

/// A number, or a text that should be one.
std::string number_of(BodyMembers& members, std::string_view name) {
    const Json* member = members.find(name);
    return member != nullptr && member->is_number() ? member->dump() : members.text(name);
}

void refuse_items(BodyMembers& members, std::string_view name, std::string_view items) {
    members.complain(
        {ErrorCode::json_parser_error,
         fmt::format("The member '{}' must be an array of {}", name, items),
         {}}
    );
}

/// Texts in an array, or one text of them all.
std::string list_of(BodyMembers& members, std::string_view name) {
    const Json* member = members.find(name);
    if (member == nullptr || !member->is_array()) return members.text(name);
    std::vector<std::string> items;
    for (const Json& item : *member) {
        if (item.is_string()) {
            items.push_back(item.get<std::string>());
        } else {
            refuse_items(members, name, "strings");
        }
    }
    return fmt::format("{}", fmt::join(items, ", "));
}

SearchParameters::Object object_of(BodyMembers& members) {
    return {
        members.text("name"),
        list_of(members, "fields"),
        members.text("where"),
        members.text("orderBy"),
        number_of(members, "limit")};
}

std::vector<SearchParameters::Object> objects_of(BodyMembers& members, std::string_view name) {
    std::vector<SearchParameters::Object> objects;
    const Json* member = members.find(name);
    if (member == nullptr || member->is_null()) return objects;
    if (!member->is_array()) refuse_items(members, name, "objects");
    for (const Json& item : *member) {
        if (!item.is_object()) {
            refuse_items(members, name, "objects");
            continue;
        }
        BodyMembers own{item};
        objects.push_back(object_of(own));
        if (!own.outcome()) members.complain(own.outcome().error());
    }
    return objects;
}

/// The words with a backslash before whatever would not stand for itself in the braces: no client
/// that sends plain words knows SOSL's reserved characters. [inferred]
std::string escaped_term(std::string_view term) {
    constexpr std::string_view k_reserved = "&|!{}[]^~:'+-";
    std::string escaped;
    for (std::size_t i = 0; i < term.size(); ++i) {
        const bool is_escape = term[i] == '\\' && i + 1 < term.size();
        const bool is_reserved = k_reserved.find(term[i]) != std::string_view::npos;
        if (is_reserved || (term[i] == '\\' && !is_escape)) escaped.push_back('\\');
        escaped.push_back(term[i]);
        if (is_escape) escaped.push_back(term[++i]);
    }
    return escaped;
}

/// Appends the clause if there is something to put into it.
void append_clause(std::string& sosl, std::string_view word, std::string_view text) {
    if (!text.empty()) sosl += fmt::format(" {} {}", word, text);
}

/// `Name DESC NULLS_LAST` has a blank in SOSL. [REST API guide: from memory]
std::string order_of(std::string order_by) {
    constexpr std::string_view k_nulls = "NULLS_";
    for (std::size_t i = 0; i + k_nulls.size() <= order_by.size(); ++i) {
        const std::string_view here{order_by.data() + i, k_nulls.size()};
        if (equal_ignoring_case(here, k_nulls)) order_by[i + k_nulls.size() - 1] = ' ';
    }
    return order_by;
}

std::string selection_of(
    const SearchParameters::Object& object, const SearchParameters& parameters
) {
    const std::string& fields = object.fields.empty() ? parameters.fields : object.fields;
    std::string sosl = fmt::format("{}({}", object.name, fields.empty() ? "Id" : fields);
    append_clause(sosl, "WHERE", object.where);
    append_clause(sosl, "ORDER BY", order_of(object.order_by));
    append_clause(sosl, "LIMIT", object.limit.empty() ? parameters.default_limit : object.limit);
    append_clause(sosl, "OFFSET", parameters.offset);
    return sosl + ")";
}

}  // namespace

Result<SearchParameters> read_search_parameters(const HttpTarget& target) {
    SearchParameters parameters;
    parameters.term = parameter_of(target, "q");
    parameters.scope = parameter_of(target, "in");
    parameters.fields = parameter_of(target, "fields");
    parameters.default_limit = parameter_of(target, "defaultLimit");
    parameters.overall_limit = parameter_of(target, "overallLimit");
    parameters.offset = parameter_of(target, "offset");
    for (const auto& [name, value] : target.query) {
        if (!equal_ignoring_case(name, "sobject")) continue;
        for (const std::string& object : split_names(value))
            parameters.objects.push_back(object_of(target, object));
    }
    return with_term(std::move(parameters));
}

Result<SearchParameters> read_search_parameters(std::string_view body) {
    const auto json = parse_json_object(body);
    if (!json) return Failure{json.error()};
    BodyMembers members{*json};
    SearchParameters parameters;
    parameters.term = members.text("q");
    parameters.scope = members.text("in");
    parameters.objects = objects_of(members, "sobjects");
    parameters.fields = list_of(members, "fields");
    parameters.default_limit = number_of(members, "defaultLimit");
    parameters.overall_limit = number_of(members, "overallLimit");
    parameters.offset = number_of(members, "offset");
    if (!members.outcome()) return Failure{members.outcome().error()};
    return with_term(std::move(parameters));
}

Result<std::string> sosl_of(const SearchParameters& parameters) {
    std::string sosl = fmt::format("FIND {{{}}}", escaped_term(parameters.term));
    if (!parameters.scope.empty()) sosl += fmt::format(" IN {} FIELDS", parameters.scope);
    std::vector<std::string> objects;
    for (const SearchParameters::Object& object : parameters.objects)
        objects.push_back(selection_of(object, parameters));
    if (!objects.empty()) sosl += fmt::format(" RETURNING {}", fmt::join(objects, ", "));
    append_clause(sosl, "LIMIT", parameters.overall_limit);
    if (sosl.size() > k_sosl_max) {
        return fail(
            ErrorCode::malformed_search,
            fmt::format("A search must not be longer than {} characters", k_sosl_max)
        );
    }
    const auto read = parse_search(sosl);
    if (read && read->objects.size() != objects.size())
        return fail(ErrorCode::malformed_search, "unexpected token: )");
    return sosl;
}

}  // namespace rowlock
