#include "checks/input/record_name.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

using Form = RecordName::Form;

std::string bytes_of(const RecordName& name) {
    std::string bytes;
    name.append_to(bytes);
    return bytes;
}

TEST_CASE("a name's bytes are the documented ones, and come back") {
    const RecordName name{Form::value, ObjectNo{258}, FieldNo{3}, "Code"};
    CHECK(bytes_of(name) == std::string("\1\2\1\3\0Code", 9));
    const std::string bytes = bytes_of(name);
    const auto read = RecordName::read(bytes);
    REQUIRE(read.has_value());
    CHECK(read->form == Form::value);
    CHECK(read->object == ObjectNo{258});
    CHECK(read->field == FieldNo{3});
    CHECK(read->text == "Code");
}

TEST_CASE("an id is the same record whatever it is taken for, a value is not") {
    const auto identity = [](Form form, unsigned object) {
        const RecordName name{
            form, ObjectNo{static_cast<std::uint16_t>(object)}, {}, "001000000000001"};
        return std::string{RecordName::identity(bytes_of(name))};
    };
    CHECK(identity(Form::id, 1) == identity(Form::id, 2));
    CHECK(identity(Form::value, 1) != identity(Form::value, 2));
    CHECK(identity(Form::value, 1) != identity(Form::wrong_id, 1));
}

TEST_CASE("what else is known of a record is part of its name, not of an id's identity") {
    const NameKinds more = (NameKinds{1} << 63U) + 2;
    const std::string bytes = bytes_of({Form::id, ObjectNo{1}, {}, "001000000000001", more});
    const auto read = RecordName::read(bytes);
    REQUIRE(read.has_value());
    CHECK(read->form == Form::id);
    CHECK(read->more == more);
    CHECK(read->text == "001000000000001");
    CHECK(RecordName::identity(bytes) == "001000000000001");
    CHECK_FALSE(RecordName::read(bytes.substr(0, 13)).has_value());
    const std::string other = bytes_of({Form::value, {}, FieldNo{3}, "x", 6});
    const auto value = RecordName::read(other);
    REQUIRE(value.has_value());
    CHECK(value->more == 6);
    CHECK(value->text == "x");
}

TEST_CASE("names are shown as people know them") {
    CHECK(RecordName{Form::id, {}, {}, "001000000000001"}.shown("Id") == "001000000000001AAA");
    CHECK(RecordName{Form::value, {}, {}, "x"}.shown("Code__c") == "Code__c = x");
    CHECK(RecordName{Form::wrong_id, {}, {}, "x y"}.shown("Id") == "x y");
}

TEST_CASE("other bytes are no name") {
    const std::string good = bytes_of({Form::id, {}, {}, "001000000000001"});
    CHECK(RecordName::read(good).has_value());
    CHECK_FALSE(RecordName::read(good.substr(0, good.size() - 1)).has_value());
    CHECK_FALSE(RecordName::read(good.substr(0, 5)).has_value());
    CHECK_FALSE(RecordName::read("").has_value());
    CHECK_FALSE(RecordName::read("\x03" + good.substr(1)).has_value());
}

}  // namespace
}  // namespace rowlock
