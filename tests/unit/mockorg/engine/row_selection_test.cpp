#include "mockorg/engine/row_selection.hpp"

#include "mockorg/soql/parser.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

#include <algorithm>
#include <numeric>

namespace rowlock {
namespace {

struct Selected {
    std::vector<std::uint32_t> rows;
    std::uint64_t count = 0;
};

struct RowSelectionFixture : EngineFixture {
    /// Rows, or for COUNT() their number alone.
    Result<Selected> select(const std::string& soql, bool include_deleted = false) const {
        const auto query = soql::parse_query(soql);
        if (!query) return tl::unexpected{query.error()};
        const QueryScope scope{store, soql, day_of(now), include_deleted || query->all_rows};
        if (query->count_only) {
            const auto count = count_rows(scope, object("Widget__c"), *query);
            if (!count) return tl::unexpected{count.error()};
            return Selected{{}, *count};
        }
        auto found = select_rows(scope, object("Widget__c"), *query);
        if (!found) return tl::unexpected{found.error()};
        const std::uint64_t count = found->size();
        return Selected{std::move(*found), count};
    }

    std::vector<std::uint32_t> rows(const std::string& soql, bool include_deleted = false) const {
        const auto selected = select(soql, include_deleted);
        INFO(error_of(selected));
        REQUIRE(selected.has_value());
        return selected->rows;
    }
};

using Rows = std::vector<std::uint32_t>;

TEST_CASE_METHOD(
    RowSelectionFixture, "an Id or an external id is looked up, also among nulls and the deleted"
) {
    const RecordHandle first = add("Widget__c", {{"Color__c", "Red"}, {"Key__c", "k-1"}});
    add("Widget__c", {{"Color__c", "Red"}, {"Key__c", "k-2"}});
    CHECK(rows("SELECT Id FROM Widget__c WHERE Key__c = 'K-1'") == Rows{0});
    CHECK(rows("SELECT Id FROM Widget__c WHERE Key__c = 'none'").empty());
    CHECK(rows("SELECT Id FROM Widget__c WHERE Id = '" + id(first) + "'") == Rows{0});
    CHECK(
        rows(
            "SELECT Id FROM Widget__c WHERE Id = '" + id(first).substr(0, 15) +
            "' AND Color__c = 'Red'"
        ) == Rows{0}
    );
    CHECK(rows("SELECT Id FROM Widget__c WHERE Id = '" + id(first) + "' AND Key__c = 'k-2'").empty()
    );
    CHECK(rows("SELECT Id FROM Widget__c WHERE Key__c = 'k-1' OR Key__c = 'k-2'") == Rows{0, 1});
    store.set_state(first, RowState::deleted);
    CHECK(rows("SELECT Id FROM Widget__c WHERE Id = '" + id(first) + "'").empty());
    CHECK(rows("SELECT Id FROM Widget__c WHERE Key__c = 'k-1'").empty());
    CHECK(rows("SELECT Id FROM Widget__c WHERE Key__c = 'k-1'", true) == Rows{0});
    CHECK(rows("SELECT Id FROM Widget__c WHERE Key__c = 'k-1' ALL ROWS") == Rows{0});
}

TEST_CASE_METHOD(
    RowSelectionFixture, "a reference whose targets are unknown is found by its id, long or short"
) {
    const ObjectType& account = object("Account");
    const RecordHandle record = add("Account", {{"Name", "A"}});
    const Field& field = *account.find_field("RecordTypeId");
    REQUIRE(field.reference_to.empty());
    store.set(record, field.number, Value::of_text("012000000000001AAA"));
    const auto count = [&](const std::string& soql) {
        const auto query = soql::parse_query(soql);
        return *count_rows({store, soql, 0, false}, account, *query);
    };
    const std::string where = "SELECT COUNT() FROM Account WHERE RecordTypeId ";
    CHECK(count(where + "= '012000000000001AAA'") == 1);
    CHECK(count(where + "IN ('012000000000001')") == 1);
    CHECK(count(where + "= '012000000000002'") == 0);
    CHECK(count(where + "!= null") == 1);
}

TEST_CASE_METHOD(RowSelectionFixture, "purged rows are never found") {
    const RecordHandle gone = add("Widget__c", {{"Color__c", "Red"}, {"Key__c", "k-1"}});
    store.set_state(gone, RowState::purged);
    CHECK(rows("SELECT Id FROM Widget__c", true).empty());
    CHECK(rows("SELECT Id FROM Widget__c WHERE Id = '" + id(gone) + "'", true).empty());
}

TEST_CASE("pages by Id are what sorting by Id gives, whatever the ids are") {
    rc::prop("same rows", [](bool with_others) {
        RowSelectionFixture fixture;
        std::vector<std::pair<RecordId, std::uint32_t>> sorted;
        const auto count = *rc::gen::inRange(1, 90);
        for (int i = 0; i < count; ++i) {
            const RecordHandle record = fixture.add("Widget__c", {{"Color__c", "Red"}});
            if (*rc::gen::inRange(0, 5) == 0) {
                fixture.store.set_state(record, RowState::deleted);
            } else {
                sorted.emplace_back(fixture.store.id_of(record), record.row);
            }
        }
        if (with_others) {
            const ObjectType& widget = fixture.object("Widget__c");
            const auto number = *rc::gen::inRange<std::uint64_t>(1, 90);
            const RecordId id = RecordId::make(widget.key_prefix, {'0', '0', '1'}, number);
            const RecordHandle record = fixture.store.adopt(widget.number, id);
            const Field& color = fixture.field("Widget__c", "Color__c");
            fixture.store.set(record, color.number, Value::of_text("Red"));
            sorted.emplace_back(id, record.row);
        }
        std::sort(sorted.begin(), sorted.end());
        RC_PRE(!sorted.empty());
        const RecordId bound = (*rc::gen::elementOf(sorted)).first;
        const auto limit = *rc::gen::inRange<std::size_t>(1, 20);
        const bool behind = *rc::gen::arbitrary<bool>();
        const bool open = *rc::gen::arbitrary<bool>();
        Rows expected;
        for (const auto& [id, row] : sorted) {
            const bool fits = (id == bound && !open) || (behind ? id > bound : id < bound);
            if (fits && expected.size() < limit) expected.push_back(row);
        }
        const std::string comparison = std::string{behind ? ">" : "<"} + (open ? "" : "=");
        const std::string soql = "SELECT Id FROM Widget__c WHERE Color__c = 'Red' AND Id " +
                                 comparison + " '" + std::string{bound.text()} +
                                 "' ORDER BY Id LIMIT " + std::to_string(limit);
        RC_ASSERT(fixture.rows(soql) == expected);
    });
}

TEST_CASE_METHOD(RowSelectionFixture, "texts sort without letter case, nulls first unless told") {
    add("Widget__c", {{"Color__c", "Red"}, {"Short__c", "b"}});
    add("Widget__c", {{"Color__c", "Red"}});
    add("Widget__c", {{"Color__c", "Red"}, {"Short__c", "A"}});
    add("Widget__c", {{"Color__c", "Red"}, {"Short__c", "C"}});
    CHECK(rows("SELECT Id FROM Widget__c ORDER BY Short__c") == Rows{1, 2, 0, 3});
    CHECK(rows("SELECT Id FROM Widget__c ORDER BY Short__c NULLS LAST") == Rows{2, 0, 3, 1});
    CHECK(rows("SELECT Id FROM Widget__c ORDER BY Short__c DESC") == Rows{1, 3, 0, 2});
    CHECK(rows("SELECT Id FROM Widget__c ORDER BY Short__c DESC NULLS LAST") == Rows{3, 0, 2, 1});
}

TEST_CASE_METHOD(
    RowSelectionFixture, "rows sort by fields of their parents, by dates and by references"
) {
    const RecordHandle z = add("Account", {{"Name", "Z"}});
    const RecordHandle a = add("Account", {{"Name", "A"}});
    add("Widget__c", {{"Color__c", "Red"}, {"Account__c", id(z)}, {"Day__c", "2026-01-02"}});
    add("Widget__c", {{"Color__c", "Red"}, {"Account__c", id(a)}, {"Day__c", "2026-01-03"}});
    add("Widget__c", {{"Color__c", "Red"}, {"Account__c", id(a)}, {"Day__c", "2026-01-01"}});
    CHECK(rows("SELECT Id FROM Widget__c ORDER BY Account__r.Name, Day__c DESC") == Rows{1, 2, 0});
    CHECK(rows("SELECT Id FROM Widget__c ORDER BY Account__c DESC, Day__c") == Rows{2, 1, 0});
    CHECK(rows("SELECT Id FROM Widget__c ORDER BY Day__c LIMIT 1 OFFSET 1") == Rows{0});
}

TEST_CASE_METHOD(
    RowSelectionFixture, "parents of the same name are one place in the order of their children"
) {
    const auto account = [&](const std::string& name) {
        return id(add("Account", {{"Name", "Long names are alike: " + name}}));
    };
    const auto widget = [&](const std::string& parent, const std::string& size) {
        add("Widget__c", {{"Color__c", "Red"}, {"Account__c", parent}, {"Size__c", size}});
    };
    const std::string b = account("b");
    const std::string a = account("a");
    const std::string also_b = account("B");
    widget(b, "3");
    widget("", "5");
    widget(a, "4");
    widget(also_b, "1");
    widget(b, "2");
    const std::string ordered = "SELECT Id FROM Widget__c ORDER BY Account__r.Name";
    CHECK(rows(ordered) == Rows{1, 2, 0, 3, 4});
    CHECK(rows(ordered + ", Size__c") == Rows{1, 2, 3, 4, 0});
    CHECK(rows(ordered + ", Account__r.Name DESC, Size__c") == Rows{1, 2, 3, 4, 0});
    CHECK(rows(ordered + " DESC") == Rows{1, 0, 3, 4, 2});
    CHECK(rows(ordered + " NULLS LAST LIMIT 2") == Rows{2, 0});
    CHECK(
        rows("SELECT Id FROM Widget__c ORDER BY CALENDAR_YEAR(Account__r.CreatedDate) NULLS LAST"
        ) == Rows{0, 2, 3, 4, 1}
    );
}

TEST_CASE_METHOD(RowSelectionFixture, "what cannot be bound is an error, with nothing found") {
    CHECK_FALSE(select("SELECT Id FROM Widget__c WHERE Nope__c = 1").has_value());
    CHECK_FALSE(select("SELECT Id FROM Widget__c ORDER BY Nope__c").has_value());
    CHECK_FALSE(select("SELECT Id FROM Widget__c WHERE Size__c = 'x'").has_value());
}

/// A widget as the oracle knows it.
struct Model {
    std::string key;
    std::optional<int> size;
    bool red = false;
    RowState state = RowState::live;
};

struct Question {
    std::optional<std::string> key;
    std::optional<int> below;
    bool red_only = false;
    int order = 0;
    bool all_rows = false;
    std::optional<std::size_t> limit;
    std::optional<std::size_t> offset;

    std::string conditions() const {
        std::string text;
        const auto add = [&](const std::string& part) {
            text.append(text.empty() ? " WHERE " : " AND ").append(part);
        };
        if (key) add("Key__c = '" + *key + "'");
        if (below) add("Size__c < " + std::to_string(*below));
        if (red_only) add("Color__c = 'red'");
        return text;
    }

    std::string ordering() const {
        constexpr std::array<std::string_view, 4> k_words = {
            "", " ORDER BY Size__c", " ORDER BY Size__c DESC", " ORDER BY Size__c NULLS LAST"};
        return std::string{k_words.at(static_cast<std::size_t>(order))};
    }

    std::string cut() const {
        std::string text;
        if (limit) text.append(" LIMIT " + std::to_string(*limit));
        if (offset) text.append(" OFFSET " + std::to_string(*offset));
        if (all_rows) text.append(" ALL ROWS");
        return text;
    }

    bool holds(const Model& row) const {
        if (row.state == RowState::purged || (row.state == RowState::deleted && !all_rows))
            return false;
        if (key && row.key != *key) return false;
        if (below && (!row.size || *row.size >= *below)) return false;
        return !red_only || row.red;
    }

    Rows answer(const std::vector<Model>& models) const {
        Rows found;
        for (std::size_t i = 0; i < models.size(); ++i) {
            if (holds(models[i])) found.push_back(static_cast<std::uint32_t>(i));
        }
        // Nulls as numbers beyond all others, on the side where they belong.
        const auto rank = [&](std::uint32_t row) {
            const int null_rank = order == 2 ? 1000 : (order == 3 ? 1000 : -1000);
            const int size = models[row].size.value_or(null_rank);
            return order == 2 ? -size : size;
        };
        if (order != 0) {
            std::stable_sort(found.begin(), found.end(), [&](auto a, auto b) {
                return rank(a) < rank(b);
            });
        }
        const std::size_t skipped = std::min(offset.value_or(0), found.size());
        found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(skipped));
        if (limit && *limit < found.size()) found.resize(*limit);
        return found;
    }
};

template <class T>
std::optional<T> some_or_none(rc::Gen<T> values) {
    const auto drawn = *rc::gen::maybe(std::move(values));
    return drawn ? std::optional<T>{*drawn} : std::nullopt;
}

Question draw_question() {
    Question question;
    question.key = some_or_none(rc::gen::element<std::string>("k0", "k1", "k2"));
    question.below = some_or_none(rc::gen::inRange(0, 6));
    question.red_only = *rc::gen::arbitrary<bool>();
    question.order = *rc::gen::inRange(0, 4);
    question.all_rows = *rc::gen::arbitrary<bool>();
    question.limit = some_or_none(rc::gen::inRange<std::size_t>(0, 6));
    question.offset = some_or_none(rc::gen::inRange<std::size_t>(0, 4));
    return question;
}

TEST_CASE("queries agree with an oracle, by index and by scan") {
    rc::prop("the same rows in the same order, and the same count", [] {
        RowSelectionFixture fixture;
        std::vector<Model> models(*rc::gen::inRange<std::size_t>(0, 12));
        for (Model& model : models) {
            model.key = "k" + std::to_string(*rc::gen::inRange(0, 8));
            model.size = some_or_none(rc::gen::inRange(0, 6));
            model.red = *rc::gen::arbitrary<bool>();
            model.state = *rc::gen::element(
                RowState::live, RowState::live, RowState::deleted, RowState::purged
            );
            const RecordHandle record = fixture.store.append(fixture.object("Widget__c").number);
            const auto set = [&](const std::string& name, const Value& value) {
                fixture.store.set(record, fixture.field("Widget__c", name).number, value);
            };
            set("Key__c", Value::of_text(model.key));
            set("Color__c", Value::of_text(model.red ? "Red" : "Blue"));
            if (model.size) set("Size__c", Value::of_number(*model.size));
            fixture.store.set_state(record, model.state);
        }
        const Question question = draw_question();
        const Rows expected = question.answer(models);
        const std::string tail = question.conditions() + question.ordering() + question.cut();
        const auto found = fixture.select("SELECT Id FROM Widget__c" + tail);
        RC_LOG() << tail << error_of(found);
        RC_ASSERT(found.has_value());
        RC_ASSERT(found->rows == expected);
        RC_ASSERT(found->count == expected.size());
        const auto counted = fixture.select(
            "SELECT COUNT() FROM Widget__c" + question.conditions() + question.cut()
        );
        RC_ASSERT(counted.has_value());
        RC_ASSERT(counted->count == expected.size());
        RC_ASSERT(counted->rows.empty());
    });
}

TEST_CASE("any order is that of a comparison of values") {
    rc::prop("any order is that of a comparison of values", [] {
        RowSelectionFixture fixture;
        const ObjectType& widget = fixture.object("Widget__c");
        const RecordHandle a = fixture.add("Account", {{"Name", "A"}});
        const RecordHandle b = fixture.add("Account", {{"Name", "B"}});
        // Equal up to the 16th byte, in another case, with a zero, and more than ASCII.
        const std::vector<std::string> texts{
            "a",
            "A",
            "b",
            "0123456789abcdef",
            "0123456789ABCDEFx",
            "0123456789abcdefX",
            "0123456789abcdefy",
            std::string("a\0", 2),
            "\xc3\xbc",
            "\xc3\x9c",
            "\xc3\x9cx",
            "0123456789abcde\xc3\xbc",
            "0123456789abcde\xc3\x9cx",
            "\xe2\x82",
            "\xe2\x82\xc3\x9c",
            ""};
        for (int i = *rc::gen::inRange(1, 12); i > 0; --i) {
            const RecordHandle row = fixture.store.append(widget.number);
            const auto set = [&](const std::string& name, const Value& value) {
                if (*rc::gen::inRange(0, 4) == 0) return;
                fixture.store.set(row, widget.find_field(name)->number, value);
            };
            set("Short__c", Value::of_text(*rc::gen::elementOf(texts)));
            set("Price__c", Value::of_number(*rc::gen::element(-1.5, -0.0, 0.0, 2.0, 1e300)));
            set("Day__c", Value::of_date(*rc::gen::inRange(-2, 2)));
            set("Flag__c", Value::of_boolean(*rc::gen::arbitrary<bool>()));
            set("Account__c", Value::of_record(*rc::gen::element(a, b)));
        }
        const std::string name = *rc::gen::element<std::string>(
            "Short__c", "Price__c", "Day__c", "Flag__c", "Account__c", "Id"
        );
        const bool descending = *rc::gen::arbitrary<bool>();
        const bool last = *rc::gen::arbitrary<bool>();
        Rows expected(fixture.store.table(widget.number).rows());
        std::iota(expected.begin(), expected.end(), 0U);
        const FieldNo field = widget.find_field(name)->number;
        std::stable_sort(expected.begin(), expected.end(), [&](std::uint32_t x, std::uint32_t y) {
            const Value of_x = fixture.store.value({widget.number, x}, field);
            const Value of_y = fixture.store.value({widget.number, y}, field);
            return compare_in_order(fixture.store, of_x, of_y, descending, last) < 0;
        });
        const std::string soql = "SELECT Id FROM Widget__c ORDER BY " + name +
                                 (descending ? " DESC" : " ASC") +
                                 (last ? " NULLS LAST" : " NULLS FIRST");
        RC_LOG() << soql << '\n';
        RC_ASSERT(fixture.rows(soql) == expected);
        RC_ASSERT(fixture.rows(soql + ", Day__c LIMIT 20").size() == expected.size());
    });
}

}  // namespace
}  // namespace rowlock
