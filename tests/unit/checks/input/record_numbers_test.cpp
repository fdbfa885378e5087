#include "checks/input/record_numbers.hpp"

#include "tests/unit/checks/input/files.hpp"

namespace rowlock {
namespace {

struct RecordNumbersFixture {
    std::shared_ptr<const Schema> schema = test::input_schema();
    RecordNumbers numbers{schema};

    ObjectNo object(const std::string& name) const { return schema->find(name)->number; }

    NameColumn key(const std::string& object_name, const std::string& field) {
        return numbers.key_column(
            object(object_name), schema->find(object_name)->find_field(field)->number
        );
    }
};

TEST_CASE_METHOD(
    RecordNumbersFixture, "of several objects an id's prefix says which, and a single one is meant"
) {
    const NameColumn who = numbers.id_column({object("Contact"), object("Lead")});
    const NameColumn account = numbers.id_column({object("Account")});
    CHECK(numbers.object_of(numbers.number_of(who, "00Q000000000001")) == object("Lead"));
    CHECK(numbers.object_of(numbers.number_of(who, "a9z000000000001")) == object("Contact"));
    CHECK(numbers.object_of(numbers.number_of(account, "a9z000000000002")) == object("Account"));
}

TEST_CASE_METHOD(RecordNumbersFixture, "values of different fields are different records") {
    const std::uint32_t account = numbers.number_of(key("Account", "Code__c"), "x");
    CHECK(account != numbers.number_of(key("Contact", "Code__c"), "x"));
    CHECK(account == numbers.number_of(key("Account", "Code__c"), "X"));
    CHECK(numbers.name_of(account) == "Code__c = x");
}

TEST_CASE_METHOD(RecordNumbersFixture, "values of every length are told apart and come back") {
    const NameColumn column = key("Opportunity", "Key__c");
    std::set<std::uint32_t> seen;
    std::string value;
    for (int length = 1; length < 40; ++length) {
        value += static_cast<char>('a' + length % 26);
        const std::uint32_t number = numbers.number_of(column, value);
        CHECK(seen.insert(number).second);
        CHECK(numbers.number_of(column, value) == number);
        CHECK(numbers.name_of(number) == "Key__c = " + value);
    }
    CHECK(numbers.number_of(column, std::string("a\0", 2)) != numbers.number_of(column, "a"));
}

TEST_CASE_METHOD(RecordNumbersFixture, "linked names mean one record, over several links") {
    const NameColumn code = key("Account", "Code__c");
    const NameColumn id = numbers.id_column({object("Account")});
    const std::uint32_t first = numbers.number_of(code, "one");
    const std::uint32_t second = numbers.number_of(code, "a second and longer name");
    numbers.link(first, second);
    const std::uint32_t record = numbers.number_of(id, "001000000000001");
    numbers.link(second, record);
    CHECK(numbers.number_of(code, "one") == record);
    CHECK(numbers.current(first) == record);
    std::vector<std::uint32_t> found(2);
    const std::vector<PackedId> names{*RecordNumbers::pack(code, "ONE"), PackedId{}};
    numbers.numbers_of(code, names, found);
    CHECK(found == std::vector<std::uint32_t>{record, RecordNumbers::k_none});
    CHECK(numbers.find(*RecordId::parse("001000000000001")) == record);
}

}  // namespace
}  // namespace rowlock
