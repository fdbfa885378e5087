#include "mockorg/soql/value_set.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/soql/fake_org.hpp"

#include <set>

namespace rowlock::soql {
namespace {

using Kind = ValueSet::Kind;

TEST_CASE("a set holds its own kind of value only") {
    const FakeOrg org{Schema::standard()};
    ValueSet dates{Kind::date};
    dates.add_instant(0);
    dates.seal();
    CHECK(dates.contains(Value::of_date(0), org));
    CHECK_FALSE(dates.contains(Value::of_datetime(0), org));
    CHECK_FALSE(dates.contains(Value::of_number(0), org));
    CHECK_FALSE(dates.contains(Value::of_null(), org));
    CHECK_FALSE(dates.compare(Value::of_datetime(1), org).has_value());
    CHECK(dates.compare(Value::of_date(1), org) == 1);
}

TEST_CASE("null is a member only if it was added; a boolean that was never set is false") {
    const FakeOrg org{Schema::standard()};
    ValueSet numbers{Kind::number};
    numbers.add_null();
    numbers.seal();
    CHECK(numbers.contains(Value::of_null(), org));
    CHECK_FALSE(numbers.contains(Value::of_number(0), org));
    CHECK_FALSE(numbers.compare(Value::of_number(0), org).has_value());

    ValueSet no{Kind::boolean};
    no.add_boolean(false);
    no.seal();
    CHECK(no.contains(Value::of_null(), org));
    CHECK(no.contains(Value::of_boolean(false), org));
    CHECK_FALSE(no.contains(Value::of_boolean(true), org));
}

TEST_CASE("text is folded unless it must be exact") {
    const FakeOrg org{Schema::standard()};
    const auto set_of = [](Kind kind) {
        ValueSet set{kind};
        set.add_text("Acme");
        set.add_text("Zeta");
        set.seal();
        return set;
    };
    CHECK(set_of(Kind::text).contains(Value::of_text("aCME"), org));
    CHECK_FALSE(set_of(Kind::exact_text).contains(Value::of_text("aCME"), org));
    CHECK(set_of(Kind::exact_text).contains(Value::of_text("Acme"), org));
    CHECK_FALSE(set_of(Kind::text).contains(Value::of_text("Acme "), org));
}

TEST_CASE("records are told apart by object and id") {
    FakeOrg org{Schema::standard()};
    const RecordHandle first = org.add("Account", {});
    const RecordHandle second = org.add("Account", {});
    const RecordHandle contact = org.add("Contact", {});
    ValueSet set{Kind::record};
    set.add_record(org.id_of(second), Schema::standard()->find("Account"));
    set.seal();
    CHECK_FALSE(set.contains(Value::of_record(first), org));
    CHECK(set.contains(Value::of_record(second), org));
    CHECK_FALSE(set.contains(Value::of_record(contact), org));
    CHECK(set.compare(Value::of_record(first), org) == -1);
    CHECK(set.compare(Value::of_record(second), org) == 0);
}

TEST_CASE("large sets find exactly what was added") {
    const FakeOrg org{Schema::standard()};
    rc::prop("large sets find exactly what was added", [&] {
        const auto members = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-40, 40));
        ValueSet numbers{Kind::number};
        ValueSet texts{Kind::text};
        std::set<int> expected;
        for (const int member : members) {
            numbers.add_number(member);
            texts.add_text("Name" + std::to_string(member));
            expected.insert(member);
        }
        numbers.seal();
        texts.seal();
        for (int i = -41; i <= 41; ++i) {
            const std::string name = "nAME" + std::to_string(i);
            RC_ASSERT(numbers.contains(Value::of_number(i), org) == (expected.count(i) > 0));
            RC_ASSERT(texts.contains(Value::of_text(name), org) == (expected.count(i) > 0));
        }
    });
}

}  // namespace
}  // namespace rowlock::soql
