#include "mockorg/soql/query_checks.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/soql/error_text.hpp"

#include <algorithm>
#include <cstddef>

namespace rowlock::soql {

namespace {

/// LIMIT at most, where FIELDS(ALL) or FIELDS(CUSTOM) is selected. [SOQL reference, FIELDS()]
constexpr std::uint64_t k_most_rows_of_all_fields = 200;
constexpr std::size_t k_most_semi_joins = 2;
constexpr std::size_t k_most_subtotal_fields = 3;

/// Queries are of three kinds, which differ in what they may hold.
enum class Place : std::uint8_t { root, child, semi_join };

class QueryCheck {
public:
    QueryCheck(const Query& query, std::string_view source) : query_(query), source_(source) {}

    Result<void> run(Place place) {
        check_items();
        if (query_.is_aggregate() || query_.count_only) check_aggregate(place);
        if (query_.for_update) check_for_update(place);
        if (query_.where) check_top_level(*query_.where);
        if (place == Place::semi_join) check_semi_join();
        if (failure_) return Failure{*failure_};
        return check_subqueries();
    }

private:
    void complain(std::size_t position, ErrorCode code, std::string_view message) {
        if (!failure_) failure_ = fail_at(source_, position, code, message).value();
    }

    void complain(std::size_t position, std::string_view message) {
        complain(position, ErrorCode::malformed_query, message);
    }

    void check_items() {
        const bool aliases_are_fine = query_.is_aggregate();
        for (const SelectItem& item : query_.items) {
            const bool plain = item.kind == SelectItem::Kind::value && item.operand.is_plain() &&
                               item.shown == Presentation::as_stored;
            if (plain && !item.alias.empty() && !aliases_are_fine) {
                complain(item.position, "only aggregate expressions use field aliasing");
            }
            if (item.kind == SelectItem::Kind::all_fields) check_field_group(item);
        }
    }

    void check_field_group(const SelectItem& item) {
        if (query_.is_aggregate()) {
            complain(item.position, "The SOQL FIELDS function cannot be used with GROUP BY");
        }
        if (item.group == FieldGroup::standard) return;
        if (query_.limit && *query_.limit <= k_most_rows_of_all_fields) return;
        complain(item.position, "The SOQL FIELDS function must have a LIMIT of at most 200");
    }

    void check_aggregate(Place place) {
        if (place == Place::child) {
            complain(query_.object_position, "only root queries support aggregate expressions");
        }
        if (query_.count_only && !query_.group_by.empty()) {
            complain(query_.object_position, "Grouped query cannot use COUNT()");
        }
        if (query_.grouping != Grouping::plain && query_.group_by.size() > k_most_subtotal_fields) {
            complain(
                query_.group_by[k_most_subtotal_fields].position,
                "GROUP BY ROLLUP and CUBE take three fields at most"
            );
        }
        if (!query_.group_by.empty() || query_.count_only) return;
        if (query_.limit) complain(query_.object_position, overall("LIMIT"));
        if (!query_.order_by.empty()) complain(query_.object_position, overall("ORDER BY"));
    }

    static std::string overall(std::string_view clause) {
        return "Non-grouped query that uses overall aggregate functions cannot also use " +
               std::string{clause};
    }

    void check_for_update(Place place) {
        if (place != Place::root) {
            complain(query_.object_position, "FOR UPDATE cannot be used in a subquery");
        }
        if (query_.is_aggregate() || query_.count_only) {
            complain(
                query_.object_position, "FOR UPDATE cannot be used with aggregate expressions"
            );
        }
        if (!query_.order_by.empty()) {
            complain(query_.object_position, "FOR UPDATE cannot be used with ORDER BY");
        }
    }

    void check_semi_join() {
        const bool one_field = query_.items.size() == 1 &&
                               query_.items.front().kind == SelectItem::Kind::value &&
                               query_.items.front().operand.is_plain();
        if (!one_field || query_.is_aggregate()) {
            complain(query_.object_position, "Semi join sub-selects must select one id field");
        }
        if (query_.limit || query_.offset || !query_.order_by.empty()) {
            complain(
                query_.object_position, "Semi join sub-selects cannot use ORDER BY, LIMIT or OFFSET"
            );
        }
        if (semi_joins_ > 0) {
            complain(query_.object_position, "Nesting of semi join sub-selects is not supported");
        }
    }

    /// One comparison, or parts joined by one AND: only there may semi-joins stand.
    void check_top_level(const Condition& where) {
        if (where.kind == Condition::Kind::compare) return count_semi_join(where);
        if (where.kind == Condition::Kind::none_of) return refuse_semi_joins(where);
        for (const Condition& part : where.parts) {
            if (part.kind != Condition::Kind::compare) {
                refuse_semi_joins(part);
            } else if (where.kind == Condition::Kind::all_of) {
                count_semi_join(part);
            } else if (part.subquery) {
                complain(
                    part.operand.position,
                    "Semi join sub-selects are not allowed with the 'OR' operator"
                );
            }
        }
    }

    void count_semi_join(const Condition& condition) {
        if (!condition.subquery || ++semi_joins_ <= k_most_semi_joins) return;
        complain(condition.operand.position, "Maximum 2 semi join sub-selects are allowed");
    }

    void refuse_semi_joins(const Condition& condition) {
        if (condition.subquery) {
            complain(
                condition.operand.position,
                "Semi join sub-selects are only allowed at the top level WHERE expressions and not "
                "in nested WHERE expressions."
            );
        }
        for (const Condition& part : condition.parts) refuse_semi_joins(part);
    }

    Result<void> check_subqueries() {
        for (const SelectItem& item : query_.items) {
            if (!item.subquery) continue;
            auto checked = QueryCheck{*item.subquery, source_}.run(Place::child);
            if (!checked) return checked;
        }
        return query_.where ? check_joined(*query_.where) : Result<void>{};
    }

    Result<void> check_joined(const Condition& where) {
        if (where.subquery) {
            if (auto other = check_other_object(*where.subquery); !other) return other;
            return QueryCheck{*where.subquery, source_}.run(Place::semi_join);
        }
        for (const Condition& part : where.parts) {
            if (auto checked = check_joined(part); !checked) return checked;
        }
        return {};
    }

    /// [SOQL reference, semi-joins; text: client]
    Result<void> check_other_object(const Query& inner) const {
        if (!equal_ignoring_case(inner.object, query_.object)) return {};
        return fail_at(
            source_,
            inner.object_position,
            ErrorCode::malformed_query,
            "The inner and outer selects should not be on the same object type"
        );
    }

    const Query& query_;
    std::string_view source_;
    std::size_t semi_joins_ = 0;
    std::optional<Error> failure_;
};

}  // namespace

Result<void> check_query(const Query& query, std::string_view source) {
    return QueryCheck{query, source}.run(Place::root);
}

}  // namespace rowlock::soql
