#include "mockorg/engine/group_query.hpp"

#include "mockorg/codec/json_writer.hpp"
#include "mockorg/engine/groups.hpp"
#include "mockorg/engine/record_json.hpp"
#include "mockorg/engine/result_order.hpp"
#include "mockorg/engine/row_search.hpp"
#include "mockorg/engine/row_selection.hpp"
#include "mockorg/engine/shown_value.hpp"
#include "mockorg/soql/error_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace rowlock {
namespace {

constexpr std::size_t k_most_groups = 2'000;

/// One thing selected, and under which name it is shown.
struct Shown {
    std::string name;
    /// As written, for people.
    std::string label;
    std::size_t column = 0;
    bool formatted = false;
};

/// Numbers of groups.
using Numbers = std::vector<std::uint32_t>;

class GroupQuery {
public:
    GroupQuery(const QueryScope& scope, const ObjectType& object, const soql::Query& query)
        : scope_(scope), object_(object), query_(query), columns_(scope, object) {}

    Result<RunQuery::Reply> run() {
        if (auto bound = bind(); !bound) return tl::unexpected{bound.error()};
        RowSearch search{scope_, object_};
        if (auto bound = search.bind(query_.where); !bound) return tl::unexpected{bound.error()};
        Groups groups{scope_.store, columns_};
        TableRow current{scope_.store, object_};
        search.run({}, [&](std::uint32_t row) {
            current.go_to(row);
            groups.add(current);
            return having_ || !are_too_many(groups.size());
        });
        if (query_.group_by.empty()) groups.add_empty();
        if (!having_ && are_too_many(groups.size())) return too_many();
        groups.add_subtotals(query_.grouping);
        Numbers shown = kept(groups);
        if (are_too_many(shown.size())) return too_many();
        arrange(groups, shown);
        return reply(groups, shown);
    }

private:
    Result<void> bind() {
        if (auto added = columns_.add_keys(query_); !added) return added;
        for (const soql::SelectItem& item : query_.items) {
            if (auto added = add(item); !added) return added;
        }
        for (const soql::OrderBy& order : query_.order_by) {
            const auto column = columns_.column_of(order.operand);
            if (!column) return tl::unexpected{column.error()};
            order_.push_back(*column);
        }
        if (!query_.having) return {};
        if (auto added = columns_.add_all(*query_.having); !added) return added;
        auto having = soql::Predicate::bind(
            scope_.schema(), columns_, *query_.having, {scope_.source, scope_.today, nullptr}
        );
        if (!having) return tl::unexpected{having.error()};
        having_ = std::move(*having);
        return {};
    }

    Result<void> add(const soql::SelectItem& item) {
        if (item.kind != soql::SelectItem::Kind::value) {
            return fail_at(item, "Only fields and functions can be selected of groups");
        }
        const auto column = columns_.column_of(item.operand);
        if (!column) return tl::unexpected{column.error()};
        Shown shown;
        shown.column = *column;
        shown.formatted = item.shown == soql::Presentation::formatted;
        name(item, shown);
        if (!names_.insert(shown.name).second) {
            return fail_at(item, "duplicate alias: " + shown.name);
        }
        shown_.push_back(std::move(shown));
        return {};
    }

    /// The alias, the field's name without its path, or for a function expr0, expr1, ...
    void name(const soql::SelectItem& item, Shown& shown) {
        const GroupColumn& column = columns_.all()[shown.column];
        const std::string& canonical = column.operand.canonical;
        const bool is_function = !item.operand.is_plain();
        shown.label = item.operand.aggregate == soql::Aggregate::none
                          ? canonical
                          : fmt::format("{}({})", name_of(column.aggregate), canonical);
        if (!item.alias.empty()) {
            shown.name = item.alias;
        } else if (is_function) {
            shown.name = fmt::format("expr{}", functions_++);
        } else {
            shown.name = canonical.substr(canonical.rfind('.') + 1);
        }
    }

    /// Whether OFFSET and LIMIT leave more of so many groups than one page holds: once there are as
    /// many, no further record changes that.
    bool are_too_many(std::size_t groups) const {
        const std::uint64_t offset = std::min<std::uint64_t>(groups, query_.offset.value_or(0));
        const std::uint64_t left = groups - offset;
        return std::min(left, query_.limit.value_or(left)) > k_most_groups;
    }

    static Failure too_many() {
        return fail(
            ErrorCode::exceeded_id_limit,
            "Aggregate query does not support queryMore(), use LIMIT to restrict the results "
            "to a single batch"
        );
    }

    /// The groups that HAVING leaves.
    Numbers kept(const Groups& groups) const {
        Numbers kept;
        for (std::size_t group = 0; group < groups.size(); ++group) {
            const bool fits =
                !having_ || having_->matches(Groups::Row{groups, group}, scope_.store);
            if (fits) kept.push_back(static_cast<std::uint32_t>(group));
        }
        return kept;
    }

    /// Puts them in order as far as they are shown, and leaves out the others.
    void arrange(const Groups& groups, Numbers& shown) const {
        // Some values take long to work out: once for each group.
        std::vector<Value> values;
        std::vector<std::size_t> place(groups.size());
        for (const std::uint32_t group : shown) {
            place[group] = values.size();
            for (const std::size_t column : order_)
                values.push_back(Groups::Row{groups, group}.value(static_cast<FieldNo>(column)));
        }
        const auto before = [&](std::uint32_t a, std::uint32_t b) {
            const int order = compare(values.data() + place[a], values.data() + place[b]);
            return order != 0 ? order < 0 : groups.before(a, b);
        };
        const auto at = [&](std::uint64_t number) {
            return shown.begin() +
                   static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(number, shown.size()));
        };
        const auto end = at(rows_needed(query_));
        std::partial_sort(shown.begin(), end, shown.end(), before);
        shown.erase(end, shown.end());
        shown.erase(shown.begin(), at(query_.offset.value_or(0)));
    }

    /// Of two groups' values of the ORDER BY columns.
    int compare(const Value* a, const Value* b) const {
        for (std::size_t i = 0; i < order_.size(); ++i) {
            const soql::OrderBy& order = query_.order_by[i];
            const int sign =
                compare_in_order(scope_.store, a[i], b[i], order.descending, order.nulls_last);
            if (sign != 0) return sign;
        }
        return 0;
    }

    RunQuery::Reply reply(const Groups& groups, const Numbers& groups_shown) const {
        RunQuery::Reply reply;
        reply.total = groups_shown.size();
        for (const Shown& shown : shown_) {
            const bool is_function = shown.name != shown.label;
            reply.columns.push_back({shown.name, shown.label, is_function, {}});
        }
        for (const std::uint32_t group : groups_shown) {
            const Groups::Row row{groups, group};
            RecordFields& record = reply.records.emplace_back();
            record.object = "AggregateResult";
            record.aggregate = true;
            for (const Shown& shown : shown_) {
                record.fields.emplace_back(shown.name, json_of(row, shown));
            }
        }
        return reply;
    }

    std::string json_of(const Groups::Row& row, const Shown& shown) const {
        const GroupColumn& column = columns_.all()[shown.column];
        const Value value = row.value(static_cast<FieldNo>(shown.column));
        if (!shown.formatted || value.is_null()) {
            return value_json(scope_.store, value, column.type);
        }
        const Field* field = column.operand.path.field;
        const bool is_count = column.type == FieldType::int_ || field == nullptr;
        std::string out;
        JsonWriter{out}.value(
            shown_value(scope_.store, value, column.type, is_count ? 0 : field->scale)
        );
        return out;
    }

    Failure fail_at(const soql::SelectItem& item, std::string_view message) const {
        return soql::fail_at(scope_.source, item.position, ErrorCode::malformed_query, message);
    }

    const QueryScope& scope_;
    const ObjectType& object_;
    const soql::Query& query_;
    GroupColumns columns_;
    std::vector<Shown> shown_;
    std::set<std::string> names_;
    std::size_t functions_ = 0;
    std::vector<std::size_t> order_;
    std::optional<soql::Predicate> having_;
};

}  // namespace

Result<RunQuery::Reply> run_group_query(
    const QueryScope& scope, const ObjectType& object, const soql::Query& query
) {
    return GroupQuery{scope, object, query}.run();
}

}  // namespace rowlock
