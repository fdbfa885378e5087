// Keys and unique values, in one transaction and across them.
#include "mockorg/engine/record_writer.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

struct RecordWriterUniqueFixture : EngineFixture {
    std::uint32_t widgets() const { return store.table(object("Widget__c").number).live_rows(); }

    std::string insert_error(Fields fields) {
        fields.emplace_back("Name", "Bolt");
        return error_of(write("Widget__c", Operation::insert, fields));
    }
};

TEST_CASE_METHOD(
    RecordWriterUniqueFixture,
    "a unique value is refused a second time, and the error names the first record"
) {
    const RecordHandle first = add("Widget__c", {{"Color__c", "Red"}, {"Key__c", "k-1"}});
    CHECK(
        insert_error({{"Color__c", "Red"}, {"Key__c", "K-1"}}) ==
        "DUPLICATE_VALUE:duplicate value found: Key__c duplicates value on record with id: " +
            id(first) + ":--"
    );
    const RecordHandle second = add("Widget__c", {{"Color__c", "Red"}, {"Key__c", "k-2"}});
    CHECK_FALSE(
        write("Widget__c", Operation::update, {{"Id", id(second)}, {"Key__c", "k-1"}}).has_value()
    );
    // Its own value is nobody else's, and null is no value.
    CHECK(write("Widget__c", Operation::update, {{"Id", id(first)}, {"Key__c", "k-1"}}).has_value()
    );
    CHECK(insert_error({{"Color__c", "Red"}, {"Key__c", "#N/A"}}).empty());
    CHECK(insert_error({{"Color__c", "Red"}, {"Key__c", "#N/A"}}).empty());
}

TEST_CASE_METHOD(RecordWriterUniqueFixture, "letters beyond ASCII are unique in either case") {
    add("Widget__c", {{"Color__c", "Red"}, {"Key__c", "k-\xc3\x9c"}});
    CHECK_FALSE(insert_error({{"Color__c", "Red"}, {"Key__c", "K-\xc3\xbc"}}).empty());
    const auto again = write(
        "Widget__c", Operation::upsert, {{"Key__c", "k-\xc3\xbc"}, {"Color__c", "Blue"}}, "Key__c"
    );
    REQUIRE(again.has_value());
    CHECK_FALSE(again->created);
    CHECK(insert_error({{"Color__c", "Red"}, {"Case_Key__c", "\xc3\x9c"}}).empty());
    CHECK(insert_error({{"Color__c", "Red"}, {"Case_Key__c", "\xc3\xbc"}}).empty());
}

TEST_CASE_METHOD(
    RecordWriterUniqueFixture, "unique fields that mind letter case, and unique numbers"
) {
    CHECK(insert_error({{"Color__c", "Red"}, {"Case_Key__c", "a"}}).empty());
    CHECK(insert_error({{"Color__c", "Red"}, {"Case_Key__c", "A"}}).empty());
    CHECK_FALSE(insert_error({{"Color__c", "Red"}, {"Case_Key__c", "a"}}).empty());
    CHECK(insert_error({{"Color__c", "Red"}, {"Number_Key__c", "7"}}).empty());
    CHECK_FALSE(insert_error({{"Color__c", "Red"}, {"Number_Key__c", "7.0"}}).empty());
}

TEST_CASE_METHOD(RecordWriterUniqueFixture, "the same record twice in one transaction") {
    const RecordHandle record = add("Widget__c", {{"Color__c", "Red"}, {"Key__c", "k-1"}});
    RecordWriter chunk = writer("Widget__c");
    SECTION("by id") {
        CHECK(write(
                  chunk, "Widget__c", Operation::update, {{"Id", id(record)}, {"Name", "One"}}
        ).has_value());
        CHECK(
            error_of(
                write(chunk, "Widget__c", Operation::update, {{"Id", id(record)}, {"Name", "Two"}})
            ) == "DUPLICATE_VALUE:duplicate id in list: " + id(record) + ":--"
        );
        CHECK(text(record, "Name") == "One");
    }
    SECTION("by external id, also when the first one created it") {
        const auto key = GENERATE(as<std::string>{}, "k-1", "k-new");
        CHECK(write(
                  chunk,
                  "Widget__c",
                  Operation::upsert,
                  {{"Key__c", key}, {"Color__c", "Blue"}},
                  "Key__c"
        )
                  .has_value());
        CHECK(
            error_of(write(
                chunk,
                "Widget__c",
                Operation::upsert,
                {{"Key__c", key}, {"Color__c", "Green"}},
                "Key__c"
            )) == "DUPLICATE_VALUE:Duplicate external id specified: " + key + ":Key__c --"
        );
    }
    SECTION("deleted") {
        CHECK(write(chunk, "Widget__c", Operation::remove, {{"Id", id(record)}}).has_value());
        CHECK(
            error_of(write(chunk, "Widget__c", Operation::remove, {{"Id", id(record)}})) ==
            "ENTITY_IS_DELETED:entity is deleted:--"
        );
    }
    SECTION("inserted with one unique value") {
        CHECK(write(
                  chunk, "Widget__c", Operation::insert, {{"Key__c", "k-2"}, {"Color__c", "Red"}}
        ).has_value());
        CHECK_FALSE(
            write(
                chunk, "Widget__c", Operation::insert, {{"Key__c", "k-2"}, {"Color__c", "Red"}}
            ).has_value()
        );
    }
    SECTION("a row that failed does not count") {
        CHECK_FALSE(
            write(
                chunk, "Widget__c", Operation::update, {{"Id", id(record)}, {"Size__c", "x"}}
            ).has_value()
        );
        CHECK(write(
                  chunk, "Widget__c", Operation::update, {{"Id", id(record)}, {"Size__c", "1"}}
        ).has_value());
    }
}

}  // namespace
}  // namespace rowlock
