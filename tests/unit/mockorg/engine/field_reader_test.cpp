#include "mockorg/engine/field_reader.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

struct FieldReaderFixture : EngineFixture {
    Result<Value> read(const std::string& name, std::string_view text, std::size_t column = 3)
        const {
        return reader.read(field("Widget__c", name), text, column);
    }

    std::string error(const std::string& name, std::string_view text) const {
        return error_of(read(name, text));
    }
};

std::string cannot_deserialize(
    const std::string& text, const std::string& type, const std::string& name
) {
    return "INVALID_FIELD:Failed to deserialize field at col 3. Due to, '" + text +
           "' is not a valid value for the type xsd:" + type + ":" + name + " --";
}

TEST_CASE_METHOD(FieldReaderFixture, "a date that is none names column, text and field") {
    CHECK(
        error("Day__c", "2003-04-987654321987654321") ==
        cannot_deserialize("2003-04-987654321987654321", "date", "Day__c")
    );
    CHECK(error("Day__c", "6/15/19") == cannot_deserialize("6/15/19", "date", "Day__c"));
    CHECK(error("Day__c", "2026-02-29") == cannot_deserialize("2026-02-29", "date", "Day__c"));
    CHECK(read("Day__c", "1970-01-11")->date == 10);
    CHECK(read("Day__c", "1970-01-11Z")->date == 10);
}

TEST_CASE_METHOD(FieldReaderFixture, "date and time") {
    CHECK(read("Moment__c", "1970-01-01T00:00:01.500Z")->datetime == 1500);
    CHECK(read("Moment__c", "1970-01-01T01:00:00+01:00")->datetime == 0);
    CHECK(
        error("Moment__c", "yesterday") == cannot_deserialize("yesterday", "dateTime", "Moment__c")
    );
}

TEST_CASE_METHOD(FieldReaderFixture, "whole numbers") {
    CHECK(read("Count__c", "-42")->number == -42.0);
    CHECK(read("Count__c", "2147483647")->number == 2147483647.0);
    const auto text =
        GENERATE(as<std::string>{}, "1.5", "1e3", "abc", "2147483648", "-2147483649", " 1", "1 ");
    CHECK(error("Count__c", text) == cannot_deserialize(text, "int", "Count__c"));
}

TEST_CASE_METHOD(FieldReaderFixture, "numbers with a fraction, also in scientific notation") {
    CHECK(read("Size__c", "12.25")->number == 12.25);
    CHECK(read("Size__c", "-1.5e2")->number == -150.0);
    const auto text =
        GENERATE(as<std::string>{}, "twelve", "1,5", "NaN", "Infinity", "0x10", "--1");
    CHECK(error("Size__c", text) == cannot_deserialize(text, "double", "Size__c"));
}

TEST_CASE_METHOD(FieldReaderFixture, "a number must fit the digits in front of the point") {
    // 5 digits, 2 of them behind the point.
    CHECK(read("Size__c", "999.99").has_value());
    CHECK(
        error("Size__c", "1000") ==
        "NUMBER_OUTSIDE_VALID_RANGE:Size: value outside of valid range on numeric field: "
        "1000:Size__c --"
    );
    CHECK_FALSE(read("Size__c", "-1000").has_value());
}

TEST_CASE_METHOD(FieldReaderFixture, "booleans are true, false, 1 and 0 in any letter case") {
    CHECK(read("Flag__c", "TRUE")->boolean);
    CHECK(read("Flag__c", "1")->boolean);
    CHECK_FALSE(read("Flag__c", "False")->boolean);
    CHECK_FALSE(read("Flag__c", "0")->boolean);
    CHECK(error("Flag__c", "yes") == cannot_deserialize("yes", "boolean", "Flag__c"));
}

TEST_CASE_METHOD(FieldReaderFixture, "a text is measured in characters, not in bytes") {
    CHECK(read("Short__c", "äöüßé").has_value());
    CHECK(
        error("Short__c", "abcdef") ==
        "STRING_TOO_LONG:Short: data value too large: abcdef (max length=5):Short__c --"
    );
    CHECK_FALSE(read("Short__c", "äöüßéx").has_value());
    // A message does not repeat megabytes.
    CHECK(error("Short__c", std::string(1'000'000, 'x')).size() < 132'000);
}

TEST_CASE_METHOD(FieldReaderFixture, "a restricted picklist takes its own values only") {
    CHECK(read("Color__c", "Green")->text == "Green");
    CHECK(
        error("Color__c", "Mauve") ==
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST:bad value for restricted picklist field: "
        "Mauve:Color__c --"
    );
    // The other kind takes any.
    CHECK(read("Shape__c", "Oval")->text == "Oval");
}

TEST_CASE_METHOD(FieldReaderFixture, "an e-mail address must look like one") {
    CHECK(read("Mail__c", "ann@example.com").has_value());
    const auto text = GENERATE(
        as<std::string>{},
        "ann",
        "ann@example",
        "@example.com",
        "a@b@c.de",
        "ann@example.com.",
        "an n@example.com"
    );
    CHECK(
        error("Mail__c", text) ==
        "INVALID_EMAIL_ADDRESS:Mail: invalid email address: " + text + ":Mail__c --"
    );
}

TEST_CASE_METHOD(
    FieldReaderFixture, "a reference is an id of the right object, 15 or 18 characters long"
) {
    const RecordHandle account = add("Account", {{"Name", "Acme"}});
    const RecordHandle contact = add("Contact", {{"LastName", "Smith"}});
    const std::string wrong = "MALFORMED_ID:Account: id value of incorrect type: ";
    CHECK(read("Account__c", id(account))->record == account);
    CHECK(read("Account__c", id(account).substr(0, 15))->record == account);
    CHECK(error("Account__c", id(contact)) == wrong + id(contact) + ":Account__c --");
    CHECK(error("Account__c", "nonsense") == wrong + "nonsense:Account__c --");
    // No object has this prefix.
    CHECK(error("Account__c", "zzz000000000001") == wrong + "zzz000000000001:Account__c --");
}

TEST_CASE_METHOD(FieldReaderFixture, "a reference to nobody, to the deleted and to the purged") {
    const RecordHandle account = add("Account", {{"Name", "Acme"}});
    CHECK(
        error("Account__c", "001TST000000009") ==
        "INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--"
    );
    CHECK(
        error("Account__c", "001XYZ000000001") ==
        "INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--"
    );
    store.set_state(account, RowState::deleted);
    CHECK(error("Account__c", id(account)) == "ENTITY_IS_DELETED:entity is deleted:--");
    store.set_state(account, RowState::purged);
    CHECK(
        error("Account__c", id(account)) ==
        "INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--"
    );
}

TEST_CASE_METHOD(FieldReaderFixture, "an id that is none") {
    CHECK(error_of(reader.read_record("001")) == "MALFORMED_ID:bad id 001:Id --");
    CHECK(error_of(reader.read_record("")) == "MALFORMED_ID:bad id :Id --");
}

TEST_CASE_METHOD(FieldReaderFixture, "ids of another org are adopted where that is asked for") {
    const FieldReader adopting{store, true};
    const auto first = adopting.read(field("Widget__c", "Account__c"), "001P000001vkheI", 0);
    REQUIRE(first.has_value());
    CHECK(store.id_of(first->record).short_text() == "001P000001vkheI");
    const auto again = adopting.read(field("Widget__c", "Account__c"), "001P000001vkheIIAQ", 0);
    REQUIRE(again.has_value());
    CHECK(again->record == first->record);
    // An id that this org would have given itself is no other org's.
    CHECK_FALSE(adopting.read(field("Widget__c", "Account__c"), "001TST000000099", 0).has_value());
    CHECK_FALSE(adopting.read_record("zzzP000001vkheI").has_value());
}

TEST_CASE_METHOD(FieldReaderFixture, "a parent is found by its external id") {
    const RecordHandle account = add("Account", {{"Name", "Acme"}, {"Code__c", "A-1"}});
    const ObjectType& widget = object("Widget__c");
    const auto binding = bind_column(*schema, widget, "Account__r.Code__c");
    REQUIRE(binding.has_value());
    CHECK(reader.read_parent(widget, *binding, "a-1", 3)->record == account);
    CHECK(
        error_of(reader.read_parent(widget, *binding, "B-2", 3)) ==
        "INVALID_FIELD:Foreign key external ID: B-2 not found for field Code__c in entity "
        "Account:--"
    );
    store.set_state(account, RowState::deleted);
    CHECK_FALSE(reader.read_parent(widget, *binding, "A-1", 3).has_value());
}

TEST_CASE_METHOD(FieldReaderFixture, "two parents with one key are an error") {
    add("Widget__c", {{"Color__c", "Red"}, {"Loose_Key__c", "same"}});
    add("Widget__c", {{"Color__c", "Red"}, {"Loose_Key__c", "same"}});
    const auto binding = bind_column(*schema, object("Widget__c"), "Parent__r.Loose_Key__c");
    REQUIRE(binding.has_value());
    CHECK(
        error_of(reader.read_parent(object("Widget__c"), *binding, "same", 3)) ==
        "DUPLICATE_EXTERNAL_ID:Loose_Key__c: more than one record found for external id field: "
        "same:--"
    );
}

TEST_CASE_METHOD(FieldReaderFixture, "a parent may be named by its Id, too") {
    const RecordHandle account = add("Account", {{"Name", "Acme"}});
    const auto binding = bind_column(*schema, object("Widget__c"), "Account__r.Id");
    REQUIRE(binding.has_value());
    CHECK(reader.read_parent(object("Widget__c"), *binding, id(account), 3)->record == account);
}

TEST_CASE_METHOD(FieldReaderFixture, "a parent is found by an external id that is a number") {
    const RecordHandle parent = add("Widget__c", {{"Color__c", "Red"}, {"Number_Key__c", "12"}});
    const auto binding = bind_column(*schema, object("Widget__c"), "Parent__r.Number_Key__c");
    REQUIRE(binding.has_value());
    CHECK(reader.read_parent(object("Widget__c"), *binding, "12.0", 3)->record == parent);
    CHECK_FALSE(reader.read_parent(object("Widget__c"), *binding, "13", 3).has_value());
    CHECK_FALSE(reader.read_parent(object("Widget__c"), *binding, "twelve", 3).has_value());
}

TEST_CASE_METHOD(FieldReaderFixture, "whatever text arrives, a field takes it or refuses it") {
    rc::prop("no crash, and a text value is the text itself", [&] {
        const auto text = *rc::gen::arbitrary<std::string>();
        for (const Field& each : object("Widget__c").fields()) {
            const auto value = reader.read(each, text, 0);
            if (value && value->kind == Value::Kind::text) RC_ASSERT(value->text == text);
            if (!value) RC_ASSERT_FALSE(value.error().message.empty());
        }
    });
}

}  // namespace
}  // namespace rowlock
