#include "mockorg/engine/input_row.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

struct InputRowFixture : EngineFixture {
    Value pending(
        const TestRow& row,
        const std::string& name,
        std::optional<RecordHandle> before = std::nullopt
    ) const {
        const PendingRow view{reader, store, object("Widget__c"), row.input(), before};
        return view.value(field("Widget__c", name).number);
    }

    TestRow widget(const Fields& fields) const { return {*schema, object("Widget__c"), fields}; }
};

TEST_CASE("an empty cell leaves the field alone, #N/A empties it") {
    CHECK(bulk_cell("").kind == InputCell::Kind::ignored);
    CHECK(bulk_cell("#N/A").kind == InputCell::Kind::null);
    CHECK(bulk_cell("#n/a").kind == InputCell::Kind::text);
    CHECK(bulk_cell(" ").kind == InputCell::Kind::text);
    CHECK(bulk_cell("Red").text == "Red");
}

TEST_CASE_METHOD(InputRowFixture, "a row gives the text of a column it has") {
    const TestRow row = widget({{"Name", "Bolt"}, {"Color__c", "#N/A"}});
    CHECK(row.input().text(0) == "Bolt");
    CHECK(row.input().text(1).empty());
    CHECK(row.input().text(7).empty());
    CHECK(row.input().text(std::nullopt).empty());
}

TEST_CASE_METHOD(
    InputRowFixture, "a pending insert shows what is given, then the default, then nothing"
) {
    const TestRow row = widget({{"Name", "Bolt"}, {"Size__c", "2.5"}, {"Short__c", ""}});
    CHECK(pending(row, "Name").text == "Bolt");
    CHECK(pending(row, "Size__c").number == 2.5);
    CHECK(pending(row, "Grade__c").text == "B");
    CHECK(pending(row, "Short__c").is_null());
    CHECK(pending(row, "Color__c").is_null());
    CHECK_FALSE(pending(row, "Flag__c").boolean);
}

TEST_CASE_METHOD(InputRowFixture, "a pending update shows what is given, then what is stored") {
    const RecordHandle stored =
        add("Widget__c", {{"Color__c", "Red"}, {"Short__c", "abc"}, {"Grade__c", "A"}});
    const TestRow row = widget({{"Color__c", "Green"}, {"Short__c", "#N/A"}, {"Grade__c", ""}});
    CHECK(pending(row, "Color__c", stored).text == "Green");
    CHECK(pending(row, "Short__c", stored).is_null());
    CHECK(pending(row, "Grade__c", stored).text == "A");
}

TEST_CASE_METHOD(InputRowFixture, "what cannot be read counts as null") {
    const RecordHandle stored = add("Widget__c", {{"Color__c", "Red"}, {"Size__c", "1"}});
    CHECK(pending(widget({{"Size__c", "large"}}), "Size__c", stored).is_null());
    CHECK(pending(widget({{"Account__c", "001"}}), "Account__c", stored).is_null());
}

TEST_CASE_METHOD(InputRowFixture, "a relationship column shows as its reference") {
    const RecordHandle account = add("Account", {{"Name", "Acme"}, {"Code__c", "A-1"}});
    const Value value = pending(widget({{"Account__r.Code__c", "A-1"}}), "Account__c");
    REQUIRE(value.kind == Value::Kind::reference);
    CHECK(value.record == account);
}

TEST_CASE_METHOD(
    InputRowFixture, "a row's Id is that of the stored record, whatever the column says"
) {
    const RecordHandle stored = add("Widget__c", {{"Color__c", "Red"}});
    const TestRow row = widget({{"Id", id(stored)}, {"Name", "Nut"}});
    CHECK(pending(row, "Id", stored).record == stored);
    CHECK(pending(row, "Id").is_null());
}

}  // namespace
}  // namespace rowlock
