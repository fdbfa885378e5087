#include "mockorg/soql/query_parser.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/soql/error_text.hpp"
#include "mockorg/soql/object_aliases.hpp"
#include "mockorg/soql/query_checks.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rowlock::soql {

namespace {

constexpr std::uint64_t k_largest_offset = 2'000;
constexpr std::size_t k_most_order_fields = 32;
constexpr std::size_t k_most_items = 5'000;
/// Levels of child records below the queried object. [SOQL reference, relationship queries]
constexpr std::size_t k_deepest_subquery = 4;

}  // namespace

Result<Query> QueryParser::run_query() {
    Query query;
    if (!(parse_clauses(query) && parse_end())) return Failure{error()};
    if (auto checked = check_query(query, source()); !checked) return Failure{checked.error()};
    return query;
}

bool QueryParser::parse_semi_join(std::shared_ptr<const Query>& query) {
    auto parsed = std::make_shared<Query>();
    ++depth_;
    if (!parse_clauses(*parsed)) return false;
    --depth_;
    query = std::move(parsed);
    return true;
}

bool QueryParser::parse_clauses(Query& query) {
    if (depth_ > k_deepest_subquery) {
        return complain(peek(), ErrorCode::malformed_query, "subqueries are nested too deeply");
    }
    std::vector<ObjectAlias> aliases;
    const bool parsed = parse_select(query) && parse_from(query, aliases) &&
                        check_parents(query, aliases) && parse_scope(query) && parse_where(query) &&
                        parse_with() && parse_group_by(query) && parse_order_by(query) &&
                        parse_limits(query) && parse_trailing(query);
    if (parsed) replace_aliases(query, aliases);
    return parsed;
}

bool QueryParser::parse_select(Query& query) {
    if (!expect_word("select")) return false;
    if (at_call("count") && is_symbol(peek(2), ")")) {
        skip(3);
        query.count_only = true;
        return true;
    }
    do {
        if (query.items.size() == k_most_items) {
            return complain(peek(), ErrorCode::malformed_query, "too many fields are selected");
        }
        if (!parse_item(query.items.emplace_back())) return false;
    } while (accept_symbol(","));
    return true;
}

bool QueryParser::parse_item(SelectItem& item) {
    item.position = peek().position;
    if (is_symbol(peek(), "(") && is_word(peek(1), "select")) return parse_child_query(item);
    if (is_word(peek(), "typeof") && peek(1).kind == Token::Kind::name &&
        !is_reserved(peek(1).text)) {
        return parse_type_of(item);
    }
    if (at_call("fields")) return parse_field_group(item);
    return parse_value_item(item);
}

bool QueryParser::parse_value_item(SelectItem& item) {
    const auto shown = is_symbol(peek(1), "(") ? presentation_of(peek().text) : std::nullopt;
    const bool parsed =
        shown ? parse_presented(item, *shown) : parse_expression(item.operand, true);
    if (!parsed) return false;
    if (at_name()) item.alias = take().text;
    return true;
}

/// `FORMAT(convertCurrency(Amount))` is shown formatted.
bool QueryParser::parse_presented(SelectItem& item, Presentation shown) {
    item.shown = shown;
    skip(2);
    item.operand.position = peek().position;
    const bool parsed = shown == Presentation::formatted && !at_call("convertCurrency")
                            ? parse_expression(item.operand, true)
                            : parse_amount(item.operand.field);
    return parsed && expect_symbol(")");
}

bool QueryParser::parse_field_group(SelectItem& item) {
    item.kind = SelectItem::Kind::all_fields;
    skip(2);
    const auto group =
        peek().kind == Token::Kind::name ? field_group_of(peek().text) : std::nullopt;
    if (!group) return unexpected();
    item.group = *group;
    skip(1);
    return expect_symbol(")");
}

bool QueryParser::parse_type_of(SelectItem& item) {
    item.kind = SelectItem::Kind::type_of;
    skip(1);
    item.operand.position = peek().position;
    if (!parse_path(item.operand.field)) return false;
    do {
        TypeBranch& branch = item.branches.emplace_back();
        if (!expect_word("when")) return false;
        branch.position = peek().position;
        if (!at_name()) return unexpected();
        branch.object = take().text;
        if (!expect_word("then") || !parse_branch(branch)) return false;
    } while (is_word(peek(), "when"));
    if (accept_word("else") && !parse_branch(item.branches.emplace_back())) return false;
    return expect_word("end");
}

bool QueryParser::parse_branch(TypeBranch& branch) {
    do {
        if (!parse_path(branch.fields.emplace_back())) return false;
    } while (accept_symbol(","));
    return true;
}

bool QueryParser::parse_child_query(SelectItem& item) {
    item.kind = SelectItem::Kind::subquery;
    skip(1);
    auto query = std::make_shared<Query>();
    ++depth_;
    if (!parse_clauses(*query)) return false;
    --depth_;
    item.subquery = std::move(query);
    return expect_symbol(")");
}

bool QueryParser::begins_clause(const Token& token) const {
    constexpr std::array<std::string_view, 11> k_clauses{
        "where",
        "using",
        "with",
        "group",
        "having",
        "order",
        "limit",
        "offset",
        "all",
        "for",
        "update"};
    return std::any_of(k_clauses.begin(), k_clauses.end(), [&](std::string_view word) {
        return is_word(token, word);
    });
}

bool QueryParser::parse_from(Query& query, std::vector<ObjectAlias>& aliases) {
    if (!expect_word("from") || !parse_object(query, aliases)) return false;
    while (accept_symbol(",")) {
        if (!parse_further_object(query, aliases)) return false;
    }
    return true;
}

bool QueryParser::parse_object(Query& query, std::vector<ObjectAlias>& aliases) {
    if (!at_name()) return unexpected();
    if (depth_ > 0 && is_symbol(peek(1), ".")) {
        query.parent = take().text;
        skip(1);
        if (!at_name()) return unexpected();
    }
    query.object_position = peek().position;
    query.object = take().text;
    if (at_name() && !begins_clause(peek())) aliases.push_back({std::string{take().text}, {}});
    return true;
}

/// `FROM Contact c, c.Account a`: a stands for the path Account.
bool QueryParser::parse_further_object(const Query& query, std::vector<ObjectAlias>& aliases) {
    FieldPath path;
    if (!parse_path(path)) return false;
    ObjectAlias alias;
    const auto known = std::find_if(aliases.begin(), aliases.end(), [&](const ObjectAlias& each) {
        return equal_ignoring_case(each.name, path.steps.front());
    });
    if (known != aliases.end()) {
        alias.path = known->path;
        path.steps.erase(path.steps.begin());
    } else if (equal_ignoring_case(query.object, path.steps.front())) {
        path.steps.erase(path.steps.begin());
    }
    alias.path.insert(alias.path.end(), path.steps.begin(), path.steps.end());
    if (alias.path.empty() || !at_name() || begins_clause(peek())) return unexpected();
    alias.name = take().text;
    aliases.push_back(std::move(alias));
    return true;
}

/// `(SELECT ... FROM Account.Contacts)`: what stands before the dot is the object around it.
bool QueryParser::check_parents(const Query& query, const std::vector<ObjectAlias>& aliases) {
    for (const SelectItem& item : query.items) {
        if (!item.subquery || item.subquery->parent.empty()) continue;
        const std::string& parent = item.subquery->parent;
        const bool is_object = equal_ignoring_case(parent, query.object);
        const bool is_alias = !aliases.empty() &&
                              equal_ignoring_case(parent, aliases.front().name) &&
                              aliases.front().path.empty();
        if (is_object || is_alias) continue;
        return complain(fail_at(
                            source(),
                            item.position,
                            ErrorCode::malformed_query,
                            "A subquery in the SELECT list must be about children of " +
                                query.object + ", not of " + parent
        )
                            .value());
    }
    return true;
}

/// [SOQL and SOSL reference: USING SCOPE]
constexpr std::array<std::string_view, 8> k_scopes{
    "delegated",
    "everything",
    "mine",
    "mine_and_my_groups",
    "my_territory",
    "my_team_territory",
    "scopingrule",
    "team"};

bool QueryParser::parse_scope(Query& query) {
    if (!accept_word("using")) return true;
    if (!expect_word("scope")) return false;
    query.has_scope = true;
    for (const std::string_view scope : k_scopes) {
        if (accept_word(scope)) return true;
    }
    return unexpected();
}

bool QueryParser::parse_where(Query& query) {
    query.where_begin = end_of_last();
    query.where_end = query.where_begin;
    if (!accept_word("where")) return true;
    query.where_begin = peek().position;
    if (!parse_condition(query.where.emplace(), false)) return false;
    query.where_end = end_of_last();
    return true;
}

bool QueryParser::parse_with() {
    constexpr std::array<std::string_view, 3> k_modes{
        "security_enforced", "user_mode", "system_mode"};
    if (!accept_word("with")) return true;
    for (const std::string_view mode : k_modes) {
        if (accept_word(mode)) return true;
    }
    if (is_word(peek(), "data")) return refuse(peek(), "WITH DATA CATEGORY");
    return unexpected();
}

bool QueryParser::parse_group_by(Query& query) {
    if (!accept_word("group")) return true;
    if (!expect_word("by") || !parse_group_fields(query)) return false;
    return !accept_word("having") || parse_condition(query.having.emplace(), true);
}

bool QueryParser::parse_group_fields(Query& query) {
    if (at_call("rollup")) query.grouping = Grouping::rollup;
    if (at_call("cube")) query.grouping = Grouping::cube;
    const bool in_parentheses = query.grouping != Grouping::plain;
    if (in_parentheses) skip(2);
    do {
        if (!parse_expression(query.group_by.emplace_back(), false)) return false;
    } while (accept_symbol(","));
    return !in_parentheses || expect_symbol(")");
}

bool QueryParser::parse_order_by(Query& query) {
    if (!accept_word("order")) return true;
    if (!expect_word("by")) return false;
    do {
        if (query.order_by.size() == k_most_order_fields) {
            return complain(peek(), ErrorCode::malformed_query, "more than 32 fields in ORDER BY");
        }
        if (!parse_order_field(query.order_by.emplace_back())) return false;
    } while (accept_symbol(","));
    return true;
}

bool QueryParser::parse_order_field(OrderBy& order) {
    if (!parse_expression(order.operand, true)) return false;
    if (!accept_word("asc")) order.descending = accept_word("desc");
    if (!accept_word("nulls")) return true;
    if (accept_word("first")) return true;
    order.nulls_last = true;
    return expect_word("last");
}

bool QueryParser::parse_limits(Query& query) {
    if (accept_word("limit") && !parse_count(query.limit.emplace())) return false;
    if (is_word(peek(), "offset")) {
        const Token place = take();
        if (!parse_count(query.offset.emplace())) return false;
        if (*query.offset > k_largest_offset) {
            return complain(
                place, ErrorCode::number_outside_valid_range, "Maximum SOQL offset allowed is 2000"
            );
        }
    }
    if (!accept_word("all")) return true;
    query.all_rows = true;
    return expect_word("rows");
}

/// FOR VIEW, FOR REFERENCE, FOR UPDATE, UPDATE TRACKING, UPDATE VIEWSTAT
bool QueryParser::parse_trailing(Query& query) {
    while (accept_word("for")) {
        const bool update = accept_word("update");
        query.for_update = query.for_update || update;
        if (!update && !accept_word("view") && !accept_word("reference")) return unexpected();
    }
    if (!accept_word("update")) return true;
    do {
        if (!accept_word("tracking") && !accept_word("viewstat")) return unexpected();
    } while (accept_symbol(","));
    return true;
}

}  // namespace rowlock::soql
