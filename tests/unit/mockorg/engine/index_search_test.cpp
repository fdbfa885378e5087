#include "mockorg/engine/index_search.hpp"

#include "mockorg/engine/row_selection.hpp"
#include "mockorg/soql/parser.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

using Rows = std::vector<std::uint32_t>;

struct IndexSearchFixture : EngineFixture {
    const ObjectType& widget = object("Widget__c");

    void set(RecordHandle record, const std::string& name, const Value& value) {
        store.set(record, widget.find_field(name)->number, value);
    }

    Result<Rows> rows(const std::string& where) const {
        const std::string soql = "SELECT Id FROM Widget__c WHERE " + where;
        const auto query = soql::parse_query(soql);
        if (!query) return tl::unexpected{query.error()};
        return select_rows({store, soql, 0, false}, widget, *query);
    }

    /// Whether an index has something to say, and how many rows it offers.
    std::optional<std::size_t> offered(const std::string& where) const {
        const auto condition = require_value(soql::parse_condition(where));
        const auto predicate = require_value(soql::Predicate::bind(*schema, widget, condition));
        const auto offer = rows_from_index({store, where, 0, false}, widget, predicate);
        return offer ? std::optional{offer->size()} : std::nullopt;
    }
};

TEST_CASE_METHOD(
    IndexSearchFixture, "ids, parents and external ids are looked up, other fields are not"
) {
    const RecordHandle account = add("Account", {{"Name", "Acme"}});
    for (int i = 0; i < 3; ++i) {
        add("Widget__c",
            {{"Color__c", "Red"},
             {"Key__c", "k" + std::to_string(i)},
             {"Number_Key__c", std::to_string(i)},
             {"Account__c", i == 0 ? "" : id(account)}});
    }
    CHECK(offered("Account__c = '" + id(account) + "'") == 2U);
    CHECK(offered("Account__c = '001TST000000099'") == 0U);
    CHECK(offered("Key__c IN ('K0', 'k2', 'none')") == 2U);
    CHECK(offered("Number_Key__c = 2.0") == 1U);
    CHECK(offered("Color__c = 'Red' AND Number_Key__c IN (0, 1)") == 2U);
    // One key before many children.
    CHECK(offered("Account__c = '" + id(account) + "' AND Key__c = 'k1'") == 1U);
    CHECK_FALSE(offered("Color__c = 'Red'").has_value());
    CHECK_FALSE(offered("OwnerId = '" + id(store.user()) + "'").has_value());
    CHECK_FALSE(offered("Key__c != 'k1'").has_value());
    // Alternatives are put together, unless one of them has no index.
    CHECK(offered("Key__c = 'k1' OR Key__c = 'k2'") == 2U);
    CHECK(offered("Key__c = 'k1' OR (Number_Key__c = 1 AND Color__c = 'Red')") == 1U);
    CHECK(offered("Key__c = 'k0' OR Account__c = '" + id(account) + "'") == 3U);
    CHECK(offered("Id IN ('" + id({widget.number, 0}) + "') OR Key__c = 'k2'") == 2U);
    CHECK_FALSE(offered("Key__c = 'k1' OR Color__c = 'Red'").has_value());
    CHECK_FALSE(offered("NOT (Key__c = 'k1' OR Key__c = 'k2')").has_value());
}

/// One comparison that an index may answer.
std::string draw_condition(const std::vector<std::string>& accounts) {
    const auto account = [&] { return "'" + *rc::gen::elementOf(accounts) + "'"; };
    const auto key = [] { return "'K" + std::to_string(*rc::gen::inRange(0, 5)) + "'"; };
    switch (*rc::gen::inRange(0, 5)) {
        case 0:
            return "Account__c = " + account();
        case 1:
            return "Account__c IN (" + account() + ", " + account() + ")";
        case 2:
            return "Loose_Key__c = " + key();
        case 3:
            return "Loose_Key__c IN (" + key() + ", " + key() + ")";
        default:
            return "Number_Key__c = " + std::to_string(*rc::gen::inRange(0, 5));
    }
}

/// Conditions put together, two deep.
std::string draw_conditions(const std::vector<std::string>& accounts, int depth) {
    const int kind = depth == 0 ? 0 : *rc::gen::inRange(0, 3);
    if (kind == 0) return draw_condition(accounts);
    std::string all;
    for (int i = *rc::gen::inRange(2, 4); i > 0; --i) {
        if (!all.empty()) all += kind == 1 ? " AND " : " OR ";
        all += "(" + draw_conditions(accounts, depth - 1) + ")";
    }
    return all;
}

TEST_CASE_METHOD(
    IndexSearchFixture, "what several indexes offer is cut while there is much of it"
) {
    const RecordHandle account = add("Account", {{"Name", "Acme"}});
    for (int i = 0; i < 3'000; ++i) {
        const RecordHandle record = store.append(widget.number);
        set(record, "Account__c", Value::of_record(account));
        set(record, "Loose_Key__c", Value::of_text(i % 2 == 0 ? "even" : "odd"));
    }
    const std::string parent = "Account__c = '" + id(account) + "'";
    CHECK(offered("Loose_Key__c = 'even' AND " + parent) == 1'500U);
    CHECK(offered(parent + " AND Loose_Key__c = 'odd'") == 1'500U);
    CHECK(offered(parent + " AND (Loose_Key__c = 'odd' OR Loose_Key__c = 'x')") == 1'500U);
    CHECK(offered(parent) == 3'000U);
    CHECK(offered(parent + " AND Loose_Key__c = 'x'") == 0U);
}

TEST_CASE("an index finds what a look at every row finds") {
    rc::prop("an index finds what a look at every row finds", [] {
        IndexSearchFixture fixture;
        std::vector<RecordHandle> accounts;
        std::vector<std::string> ids;
        for (int i = 0; i < 3; ++i) {
            accounts.push_back(fixture.store.append(fixture.object("Account").number));
            ids.push_back(fixture.id(accounts.back()));
        }
        const auto change = [&](RecordHandle record) {
            fixture.set(record, "Account__c", Value::of_record(*rc::gen::elementOf(accounts)));
            const std::string key = "k" + std::to_string(*rc::gen::inRange(0, 5));
            fixture.set(record, "Loose_Key__c", Value::of_text(key));
            fixture.set(record, "Number_Key__c", Value::of_number(*rc::gen::inRange(0, 5)));
        };
        std::vector<RecordHandle> widgets;
        for (int i = *rc::gen::inRange(1, 10); i > 0; --i) {
            widgets.push_back(fixture.store.append(fixture.widget.number));
            change(widgets.back());
        }
        for (int i = 0; i < 4; ++i) {
            const std::string condition = draw_conditions(ids, 2);
            RC_LOG() << condition << '\n';
            const auto by_index = fixture.rows(condition);
            // No index looks behind a NOT.
            const auto by_scan = fixture.rows("NOT (NOT (" + condition + "))");
            RC_ASSERT(by_index.has_value());
            RC_ASSERT(by_scan.has_value());
            RC_ASSERT(*by_index == *by_scan);
            change(*rc::gen::elementOf(widgets));
            fixture.store.set_state(
                *rc::gen::elementOf(widgets), *rc::gen::element(RowState::live, RowState::deleted)
            );
        }
    });
}

}  // namespace
}  // namespace rowlock
