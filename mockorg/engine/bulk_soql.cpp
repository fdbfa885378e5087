#include "mockorg/engine/bulk_soql.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/engine/row_selection.hpp"
#include "mockorg/engine/semi_joins.hpp"
#include "mockorg/soql/lexer.hpp"
#include "mockorg/soql/parser.hpp"
#include "mockorg/soql/predicate.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace rowlock {
namespace {

using soql::Token;

/// Something SOQL has and a bulk query does not.
struct Unsupported {
    enum class Kind : std::uint8_t { child_subquery, compound, binary, other };

    Kind kind = Kind::other;
    /// other only: its name.
    std::string name;
};

constexpr std::array<std::string_view, 6> k_aggregates = {
    "avg", "count", "count_distinct", "max", "min", "sum"};

bool is_word(const Token& token, std::string_view word) {
    return token.kind == Token::Kind::name && equal_ignoring_case(token.text, word);
}

bool is_symbol(const Token& token, std::string_view symbol) {
    return token.kind == Token::Kind::symbol && token.text == symbol;
}

bool is_aggregate(const Token& token) {
    return token.kind == Token::Kind::name &&
           std::any_of(k_aggregates.begin(), k_aggregates.end(), [&](std::string_view name) {
               return equal_ignoring_case(token.text, name);
           });
}

/// What begins with these two tokens, of which neither stands in parentheses.
std::optional<Unsupported> unsupported_at(const Token& token, const Token& next, bool selecting) {
    using Kind = Unsupported::Kind;
    if (selecting && is_symbol(token, "(") && is_word(next, "select")) {
        return Unsupported{Kind::child_subquery, {}};
    }
    if (selecting && is_word(token, "typeof") && next.kind == Token::Kind::name) {
        return Unsupported{Kind::other, "TYPEOF"};
    }
    if (selecting && is_aggregate(token) && is_symbol(next, "(")) {
        return Unsupported{Kind::other, fmt::format("Aggregate function {}()", token.text)};
    }
    if (!selecting && is_word(token, "group") && is_word(next, "by")) {
        return Unsupported{Kind::other, "GROUP BY"};
    }
    if (!selecting && is_word(token, "offset") && next.kind == Token::Kind::number) {
        return Unsupported{Kind::other, "OFFSET"};
    }
    return std::nullopt;
}

/// Looks at the words alone, so that it also knows what the parser does not.
std::optional<Unsupported> find_unsupported(std::span<const Token> tokens) {
    std::size_t depth = 0;
    bool selecting = true;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const Token& token = tokens[i];
        if (depth == 0) {
            if (is_word(token, "from")) selecting = false;
            if (auto found = unsupported_at(token, tokens[i + 1], selecting)) return found;
        }
        if (is_symbol(token, "(")) ++depth;
        if (is_symbol(token, ")") && depth > 0) --depth;
    }
    return std::nullopt;
}

/// What only the parsed query shows.
std::optional<Unsupported> find_unsupported(const soql::Query& query) {
    using Kind = Unsupported::Kind;
    if (query.for_update) return Unsupported{Kind::other, "FOR UPDATE"};
    for (const soql::SelectItem& item : query.items) {
        const bool is_function = item.shown != soql::Presentation::as_stored ||
                                 item.operand.function != soql::DateFunction::none;
        if (is_function) return Unsupported{Kind::other, "A function in the SELECT list"};
        const bool unbounded = item.kind == soql::SelectItem::Kind::all_fields &&
                               item.group != soql::FieldGroup::standard;
        if (unbounded) return Unsupported{Kind::other, "FIELDS(ALL) or FIELDS(CUSTOM)"};
    }
    return std::nullopt;
}

/// What only the fields it selects show.
std::optional<Unsupported> find_unsupported(const std::vector<soql::BoundPath>& columns) {
    using Kind = Unsupported::Kind;
    for (const soql::BoundPath& column : columns) {
        if (column.type == FieldType::address) return Unsupported{Kind::compound, {}};
        if (column.field != nullptr && column.field->holds_file)
            return Unsupported{Kind::binary, {}};
    }
    return std::nullopt;
}

/// The platform's words for compound fields and child subqueries; those for the rest are ours.
/// [salesforcer's tests against an org]
Failure refuse_v2(const Unsupported& what) {
    using Kind = Unsupported::Kind;
    if (what.kind == Kind::compound) {
        return fail(ErrorCode::api_error, "Selecting compound data not supported in Bulk Query");
    }
    if (what.kind == Kind::child_subquery) {
        return fail(
            ErrorCode::api_error,
            "Aggregate Relationships not supported in Bulk V2 Query with CSV content type"
        );
    }
    return fail(ErrorCode::api_error, what.name + " not supported in Bulk Query");
}

/// What XML and JSON jobs are told is not known; only of CSV jobs the words are.
Failure refuse_v1(const Unsupported& what, ContentType type) {
    using Kind = Unsupported::Kind;
    if (what.kind == Kind::child_subquery) {
        std::string message = "Aggregate Relationships not supported in Bulk Query";
        if (type == ContentType::csv) message += " with CSV content type";
        return fail(ErrorCode::feature_not_enabled, std::move(message));
    }
    const std::string name = what.kind == Kind::compound ? "Selecting compound data" : what.name;
    return fail(
        ErrorCode::invalid_batch,
        "Failed to process query: FUNCTIONALITY_NOT_ENABLED: " + name +
            " not supported in Bulk Query"
    );
}

Failure refuse(BulkApi api, ContentType type, const Unsupported& what) {
    // [CumulusCI issue 1662]
    if (what.kind == Unsupported::Kind::binary) {
        return fail(ErrorCode::feature_not_enabled, "Binary field not supported");
    }
    return api == BulkApi::v1 ? refuse_v1(what, type) : refuse_v2(what);
}

/// An error of the query itself.
Failure pass_on(BulkApi api, const Error& error) {
    if (api == BulkApi::v2) return Failure{error};
    return fail(
        ErrorCode::invalid_batch,
        fmt::format("Failed to process query: {}: {}", wire_code(error.code), error.message)
    );
}

/// Whether a condition is about the record's id or one of its references. PK chunking leaves such
/// queries alone. [async_api_headers_enable_pk_chunking]
bool asks_for_an_id(const Schema& schema, const ObjectType& object, const soql::Condition& where) {
    if (where.kind != soql::Condition::Kind::compare) {
        return std::any_of(where.parts.begin(), where.parts.end(), [&](const auto& part) {
            return asks_for_an_id(schema, object, part);
        });
    }
    const auto path = soql::bind_path(schema, object, where.operand.field);
    return path && (path->type == FieldType::id || path->type == FieldType::reference);
}

/// So that a query that was bound can always be run.
Result<void> check_conditions(
    const Schema& schema, const ObjectType& object, const BulkQuery& query
) {
    if (query.query.where) {
        const CheckedSemiJoins joins{schema, query.soql};
        const auto bound = soql::Predicate::bind(
            schema, object, *query.query.where, {query.soql, std::int64_t{0}, &joins}
        );
        if (!bound) return tl::unexpected{bound.error()};
    }
    const auto order = ResultOrder::bind(schema, object, query.query.order_by, query.soql);
    return order ? Result<void>{} : tl::unexpected{order.error()};
}

}  // namespace

Result<void> check_bulk_query_text(std::string_view soql, BulkApi api) {
    const auto checked = soql::check_query_text(soql);
    return checked ? Result<void>{} : pass_on(api, checked.error());
}

Result<BulkQuery> bind_bulk_query(
    const Schema& schema, std::string soql, BulkApi api, ContentType type
) {
    if (const auto fits = check_bulk_query_text(soql, api); !fits)
        return tl::unexpected{fits.error()};
    if (const auto tokens = soql::tokenize(soql)) {
        if (const auto found = find_unsupported(*tokens)) return refuse(api, type, *found);
    }
    BulkQuery bound;
    bound.soql = std::move(soql);
    auto query = soql::parse_query(bound.soql);
    if (!query) return pass_on(api, query.error());
    if (const auto found = find_unsupported(*query)) return refuse(api, type, *found);
    bound.query = std::move(*query);
    const auto object = soql::bind_object(schema, bound.query, bound.soql);
    if (!object) return pass_on(api, object.error());
    bound.object = *object;
    auto columns = bind_selected(schema, *bound.object, bound.query, bound.soql);
    if (!columns) return pass_on(api, columns.error());
    bound.columns = std::move(*columns);
    if (const auto found = find_unsupported(bound.columns)) {
        return refuse(api, type, *found);
    }
    if (auto fine = check_conditions(schema, *bound.object, bound); !fine) {
        return pass_on(api, fine.error());
    }
    const soql::Query& parsed = bound.query;
    bound.pk_chunking_supported =
        parsed.order_by.empty() && !parsed.limit &&
        !(parsed.where && asks_for_an_id(schema, *bound.object, *parsed.where));
    return bound;
}

}  // namespace rowlock
