#include "mockorg/engine/group_query.hpp"

#include "mockorg/engine/group_columns.hpp"
#include "mockorg/soql/parser.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

#include <map>
#include <optional>
#include <set>

namespace rowlock {
namespace {

struct GroupQueryFixture : EngineFixture {
    Result<RunQuery::Reply> query(const std::string& soql) const {
        const auto parsed = soql::parse_query(soql);
        if (!parsed) return tl::unexpected{parsed.error()};
        const QueryScope scope{store, soql, day_of(now), false};
        const auto object = soql::bind_object(*schema, *parsed, soql);
        if (!object) return tl::unexpected{object.error()};
        return run_group_query(scope, **object, *parsed);
    }

    /// `Name=value Name=value` for each group.
    std::vector<std::string> groups(const std::string& soql) const {
        const auto reply = query(soql);
        CAPTURE(soql);
        INFO(error_of(reply));
        REQUIRE(reply.has_value());
        std::vector<std::string> lines;
        for (const RecordFields& record : reply->records) {
            CHECK(record.aggregate);
            CHECK(record.object == "AggregateResult");
            std::string line;
            for (const auto& [name, json] : record.fields) {
                line.append(line.empty() ? "" : " ").append(name).append("=").append(json);
            }
            lines.push_back(line);
        }
        return lines;
    }

    std::string refusal(const std::string& soql) const {
        const auto reply = query(soql);
        CAPTURE(soql);
        REQUIRE_FALSE(reply.has_value());
        const std::string& message = reply.error().message;
        return std::string{wire_code(reply.error().code)} + ": " +
               message.substr(message.rfind('\n') + 1);
    }

    void add_widgets() {
        const RecordHandle account = add("Account", {{"Name", "Acme"}});
        add("Widget__c",
            {{"Color__c", "Red"},
             {"Grade__c", "A"},
             {"Count__c", "1"},
             {"Price__c", "10"},
             {"Day__c", "2026-01-02"},
             {"Account__c", id(account)}});
        add("Widget__c",
            {{"Color__c", "Red"},
             {"Grade__c", "a"},
             {"Count__c", "2"},
             {"Price__c", "20.5"},
             {"Day__c", "2026-03-02"}});
        add("Widget__c", {{"Color__c", "Blue"}, {"Grade__c", "B"}, {"Count__c", "2"}});
    }
};

using Lines = std::vector<std::string>;

TEST_CASE_METHOD(GroupQueryFixture, "every aggregate, over all and over groups") {
    add_widgets();
    CHECK(
        groups("SELECT COUNT(Id), COUNT(Price__c) priced, COUNT_DISTINCT(Count__c), SUM(Count__c), "
               "AVG(Price__c), MIN(Day__c), MAX(Color__c) FROM Widget__c") ==
        Lines{"expr0=3 priced=2 expr1=2 expr2=5 expr3=15.25 expr4=\"2026-01-02\" expr5=\"Red\""}
    );
    CHECK(
        groups("SELECT color__c, COUNT(id) n, SUM(Price__c) FROM Widget__c GROUP BY Color__c") ==
        Lines{"Color__c=\"Blue\" n=1 expr0=null", "Color__c=\"Red\" n=2 expr0=30.5"}
    );
}

TEST_CASE_METHOD(GroupQueryFixture, "no records make one group of nothing, or none") {
    CHECK(
        groups("SELECT COUNT(Id), SUM(Count__c), MIN(Name) FROM Widget__c") ==
        Lines{"expr0=0 expr1=null expr2=null"}
    );
    CHECK(groups("SELECT Color__c, COUNT(Id) FROM Widget__c GROUP BY Color__c").empty());
}

TEST_CASE_METHOD(GroupQueryFixture, "a field named again is one key of the groups") {
    add_widgets();
    const std::string soql =
        "SELECT Color__c, COUNT(Id) n FROM Widget__c GROUP BY Color__c, color__c, Grade__c, "
        "Color__c";
    CHECK(groups(soql) == Lines{"Color__c=\"Blue\" n=1", "Color__c=\"Red\" n=2"});
    const auto parsed = require_value(soql::parse_query(soql));
    const QueryScope scope{store, soql, 0, false};
    GroupColumns columns{scope, object("Widget__c")};
    require_value(columns.add_keys(parsed));
    CHECK(columns.all().size() == 2);
}

TEST_CASE_METHOD(GroupQueryFixture, "texts are grouped without letter case") {
    add_widgets();
    CHECK(
        groups("SELECT Grade__c, COUNT(Id) FROM Widget__c GROUP BY Grade__c") ==
        Lines{"Grade__c=\"A\" expr0=2", "Grade__c=\"B\" expr0=1"}
    );
}

TEST_CASE_METHOD(GroupQueryFixture, "fields of parents and functions of dates make groups") {
    add_widgets();
    CHECK(
        groups("SELECT Account__r.Name, COUNT(Id) FROM Widget__c GROUP BY Account__r.Name") ==
        Lines{"Name=null expr0=2", "Name=\"Acme\" expr0=1"}
    );
    CHECK(
        groups("SELECT CALENDAR_MONTH(Day__c), CALENDAR_YEAR(Day__c) y FROM Widget__c WHERE Day__c "
               "!= null GROUP BY CALENDAR_MONTH(Day__c), CALENDAR_YEAR(Day__c)"
        ) == Lines{"expr0=1 y=2026", "expr0=3 y=2026"}
    );
}

TEST_CASE_METHOD(GroupQueryFixture, "HAVING, ORDER BY, LIMIT and OFFSET look at groups") {
    add_widgets();
    const std::string select = "SELECT Color__c FROM Widget__c GROUP BY Color__c ";
    CHECK(groups(select + "HAVING COUNT(Id) > 1") == Lines{"Color__c=\"Red\""});
    CHECK(
        groups(select + "HAVING (NOT (Color__c = 'red' OR SUM(Count__c) > 100))") ==
        Lines{"Color__c=\"Blue\""}
    );
    CHECK(
        groups(select + "ORDER BY COUNT(Id) DESC") == Lines{"Color__c=\"Red\"", "Color__c=\"Blue\""}
    );
    CHECK(
        groups(select + "ORDER BY MAX(Price__c) NULLS LAST LIMIT 1") == Lines{"Color__c=\"Red\""}
    );
    CHECK(groups(select + "LIMIT 5 OFFSET 1") == Lines{"Color__c=\"Red\""});
}

TEST_CASE_METHOD(
    GroupQueryFixture, "ROLLUP and CUBE add subtotals, which GROUPING() tells from groups"
) {
    add_widgets();
    const std::string select =
        "SELECT Color__c, Count__c, GROUPING(Count__c) g, COUNT(Id) n FROM Widget__c GROUP BY ";
    CHECK(
        groups(select + "ROLLUP(Color__c, Count__c)") ==
        Lines{
            "Color__c=\"Blue\" Count__c=2 g=0 n=1",
            "Color__c=\"Blue\" Count__c=null g=1 n=1",
            "Color__c=\"Red\" Count__c=1 g=0 n=1",
            "Color__c=\"Red\" Count__c=2 g=0 n=1",
            "Color__c=\"Red\" Count__c=null g=1 n=2",
            "Color__c=null Count__c=null g=1 n=3"}
    );
    CHECK(groups(select + "CUBE(Color__c, Count__c)").size() == 8);
}

TEST_CASE_METHOD(GroupQueryFixture, "FORMAT shows groups' values as people read them") {
    add_widgets();
    CHECK(
        groups("SELECT FORMAT(SUM(Price__c)) total, FORMAT(MIN(Day__c)) FROM Widget__c") ==
        Lines{"total=\"$30.50\" expr0=\"1/2/2026\""}
    );
}

TEST_CASE_METHOD(GroupQueryFixture, "what groups cannot show is refused in the org's words") {
    CHECK(
        refusal("SELECT Name, COUNT(Id) FROM Widget__c") ==
        "MALFORMED_QUERY: Field must be grouped or aggregated: Name"
    );
    CHECK(
        refusal("SELECT Color__c FROM Widget__c GROUP BY Grade__c") ==
        "MALFORMED_QUERY: Field must be grouped or aggregated: Color__c"
    );
    CHECK(
        refusal("SELECT Color__c FROM Widget__c GROUP BY Color__c ORDER BY Name") ==
        "MALFORMED_QUERY: Field must be grouped or aggregated: Name"
    );
    CHECK(
        refusal("SELECT CreatedDate FROM Widget__c GROUP BY CreatedDate") ==
        "MALFORMED_QUERY: field 'CreatedDate' can not be grouped in a query call"
    );
    CHECK(
        refusal("SELECT SUM(Name) FROM Widget__c") ==
        "MALFORMED_QUERY: field Name does not support aggregate operator SUM"
    );
    CHECK(
        refusal("SELECT COUNT(Flag__c) FROM Widget__c") ==
        "MALFORMED_QUERY: field Flag__c does not support aggregate operator COUNT"
    );
    CHECK(
        refusal("SELECT Color__c x, COUNT(Id) x FROM Widget__c GROUP BY Color__c") ==
        "MALFORMED_QUERY: duplicate alias: x"
    );
    CHECK(
        refusal("SELECT GROUPING(Color__c) FROM Widget__c GROUP BY Color__c") ==
        "MALFORMED_QUERY: GROUPING() can be used only with GROUP BY ROLLUP or GROUP BY CUBE"
    );
    CHECK_THAT(
        refusal("SELECT Nope__c FROM Widget__c GROUP BY Nope__c"),
        Catch::StartsWith("INVALID_FIELD: No such column 'Nope__c'")
    );
}

TEST_CASE_METHOD(GroupQueryFixture, "more than 2,000 groups have no second page") {
    for (int i = 0; i < 2001; ++i) add("Widget__c", {{"Color__c", "Red"}});
    CHECK(
        refusal("SELECT Id FROM Widget__c GROUP BY Id") ==
        "EXCEEDED_ID_LIMIT: Aggregate query does not support queryMore(), use LIMIT to restrict "
        "the results to a single batch"
    );
    CHECK(groups("SELECT Id FROM Widget__c GROUP BY Id LIMIT 2000").size() == 2000);
}

// ---- the oracle: plain records, plain loops ----

struct Plain {
    std::optional<int> count;
    std::optional<int> size;
    bool red = false;
};

using Key = std::vector<std::optional<int>>;

std::string number_text(const std::optional<int>& number) {
    return number ? std::to_string(*number) : "null";
}

/// `count`, `red` as numbers; a field that is summed up is absent.
std::string naive_line(const Key& key, const std::vector<Plain>& members) {
    std::set<int> sizes;
    std::optional<int> least;
    std::optional<int> sum;
    int filled = 0;
    for (const Plain& plain : members) {
        if (!plain.size) continue;
        ++filled;
        sizes.insert(*plain.size);
        least = std::min(least.value_or(*plain.size), *plain.size);
        sum = sum.value_or(0) + *plain.size;
    }
    std::string line;
    for (const auto& part : key) line += number_text(part) + " ";
    const auto decimal = [](const std::optional<int>& number) {
        return number ? std::to_string(*number) + ".0" : "null";
    };
    return line + std::to_string(members.size()) + " " + std::to_string(filled) + " " +
           std::to_string(sizes.size()) + " " + decimal(sum) + " " + decimal(least);
}

/// Which of two grouping fields a set of groups keeps.
std::vector<std::pair<bool, bool>> grouping_sets(int grouping) {
    if (grouping == 0) return {{true, true}};
    if (grouping == 1) return {{true, true}, {true, false}, {false, false}};
    return {{true, true}, {true, false}, {false, true}, {false, false}};
}

std::multiset<std::string> naive_groups(const std::vector<Plain>& plains, int grouping) {
    std::multiset<std::string> lines;
    for (const auto& [by_count, by_red] : grouping_sets(grouping)) {
        std::map<Key, std::vector<Plain>> groups;
        for (const Plain& plain : plains) {
            Key key(2);
            if (by_count) key[0] = plain.count;
            if (by_red) key[1] = plain.red ? 1 : 0;
            groups[key].push_back(plain);
        }
        for (const auto& [key, members] : groups) lines.insert(naive_line(key, members));
    }
    return lines;
}

TEST_CASE("groups agree with plain loops over plain records") {
    rc::prop("groups agree with plain loops over plain records", [] {
        GroupQueryFixture fixture;
        std::vector<Plain> plains(*rc::gen::inRange<std::size_t>(0, 14));
        for (Plain& plain : plains) {
            if (*rc::gen::inRange(0, 4) > 0) plain.count = *rc::gen::inRange(0, 3);
            if (*rc::gen::inRange(0, 4) > 0) plain.size = *rc::gen::inRange(-3, 4);
            plain.red = *rc::gen::arbitrary<bool>();
            const RecordHandle record = fixture.store.append(fixture.object("Widget__c").number);
            const auto set = [&](const std::string& name, const Value& value) {
                fixture.store.set(record, fixture.field("Widget__c", name).number, value);
            };
            if (plain.count) set("Count__c", Value::of_number(*plain.count));
            if (plain.size) set("Size__c", Value::of_number(*plain.size));
            set("Flag__c", Value::of_boolean(plain.red));
        }
        const int grouping = *rc::gen::inRange(0, 3);
        const std::array<std::string, 3> words{"", "ROLLUP", "CUBE"};
        const bool plain_fields = grouping == 0;
        const std::string fields = plain_fields ? "Count__c, Flag__c" : "(Count__c, Flag__c)";
        const auto reply = fixture.query(
            "SELECT Count__c, Flag__c, COUNT(Id), COUNT(Size__c), COUNT_DISTINCT(Size__c), "
            "SUM(Size__c), MIN(Size__c) FROM Widget__c GROUP BY " +
            words.at(static_cast<std::size_t>(grouping)) + fields
        );
        RC_LOG() << error_of(reply);
        RC_ASSERT(reply.has_value());
        std::multiset<std::string> lines;
        for (const RecordFields& record : reply->records) {
            std::string line;
            for (const auto& field : record.fields) {
                std::string text = field.second;
                if (text == "true") text = "1";
                if (text == "false") text = "0";
                line += (line.empty() ? "" : " ") + text;
            }
            lines.insert(line);
        }
        RC_ASSERT(lines == naive_groups(plains, grouping));
    });
}

/// One account for each number below.
void add_numbers(GroupQueryFixture& fixture, std::uint32_t accounts) {
    const ObjectNo account = fixture.object("Account").number;
    const FieldNo name = fixture.field("Account", "Name").number;
    const FieldNo number = fixture.field("Account", "NumberOfEmployees").number;
    for (std::uint32_t i = 0; i < accounts; ++i) {
        const RecordHandle record = fixture.store.append(account);
        fixture.store.set(record, name, Value::of_text("A" + std::to_string(i)));
        fixture.store.set(record, number, Value::of_number(i));
    }
}

TEST_CASE_METHOD(GroupQueryFixture, "of many groups, those shown are in order") {
    add_numbers(*this, 5'000);
    const std::string soql = "SELECT NumberOfEmployees n FROM Account GROUP BY NumberOfEmployees ";
    CHECK(groups(soql + "LIMIT 2") == std::vector<std::string>{"n=0", "n=1"});
    CHECK(groups(soql + "LIMIT 2 OFFSET 1999") == std::vector<std::string>{"n=1999", "n=2000"});
    CHECK(
        groups(soql + "ORDER BY NumberOfEmployees DESC LIMIT 1") ==
        std::vector<std::string>{"n=4999"}
    );
    CHECK(groups(soql + "HAVING COUNT(Id) > 1").empty());
    CHECK(
        groups(soql + "HAVING MAX(NumberOfEmployees) > 4997") ==
        std::vector<std::string>{"n=4998", "n=4999"}
    );
    CHECK(groups(soql + "LIMIT 2000").size() == 2'000);
    CHECK(
        groups("SELECT COUNT_DISTINCT(Name) n FROM Account") == std::vector<std::string>{"n=5000"}
    );
}

TEST_CASE_METHOD(
    GroupQueryFixture, "more groups than one answer holds are refused, whatever follows them"
) {
    add_numbers(*this, 2'001);
    const std::string soql = "SELECT NumberOfEmployees n FROM Account GROUP BY NumberOfEmployees ";
    const std::string expected =
        "EXCEEDED_ID_LIMIT: Aggregate query does not support queryMore(), use LIMIT to restrict "
        "the results to a single batch";
    CHECK(refusal(soql) == expected);
    CHECK(refusal(soql + "LIMIT 2001") == expected);
    CHECK(refusal(soql + "HAVING COUNT(Id) = 1") == expected);
    CHECK(groups(soql + "OFFSET 1").size() == 2'000);
    CHECK(groups(soql + "HAVING MAX(NumberOfEmployees) > 0").size() == 2'000);
    // The subtotal counts, too.
    CHECK(
        refusal("SELECT NumberOfEmployees n FROM Account WHERE NumberOfEmployees > 0 GROUP BY "
                "ROLLUP(NumberOfEmployees)") == expected
    );
}

}  // namespace
}  // namespace rowlock
