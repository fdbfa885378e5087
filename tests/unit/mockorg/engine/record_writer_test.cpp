#include "mockorg/engine/record_writer.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

struct RecordWriterFixture : EngineFixture {
    std::uint32_t widgets() const { return store.table(object("Widget__c").number).live_rows(); }

    std::string insert_error(Fields fields) {
        fields.emplace_back("Name", "Bolt");
        return error_of(write("Widget__c", Operation::insert, fields));
    }
};

TEST_CASE_METHOD(RecordWriterFixture, "an insert writes values, defaults, dates and numbers") {
    now = k_org_epoch + seconds(90);
    const auto saved = write(
        "Widget__c", Operation::insert, {{"Name", "Bolt"}, {"Color__c", "Red"}, {"Size__c", "1.5"}}
    );
    REQUIRE(saved.has_value());
    CHECK(saved->created);
    const RecordHandle record = saved->record;
    CHECK(text(record, "Name") == "Bolt");
    CHECK(text(record, "Color__c") == "Red");
    CHECK(value(record, "Size__c").number == 1.5);
    CHECK(text(record, "Grade__c") == "B");
    CHECK(text(record, "Serial__c") == "00001000");
    CHECK_FALSE(value(record, "Flag__c").boolean);
    CHECK(value(record, "CreatedDate").datetime == milliseconds_of(now));
    CHECK(value(record, "LastModifiedDate").datetime == milliseconds_of(now));
    CHECK(value(record, "OwnerId").record == store.user());
}

TEST_CASE_METHOD(RecordWriterFixture, "a save is signed with its user and its time") {
    const RecordHandle ann = store.append(store.user().object);
    const WritePlan& plan = plans[static_cast<std::size_t>(object("Widget__c").number)];
    RecordWriter by_ann{store, reader, plan, {k_org_epoch + seconds(90), ann}};
    const auto saved =
        write(by_ann, "Widget__c", Operation::insert, {{"Name", "Bolt"}, {"Color__c", "Red"}});
    REQUIRE(saved.has_value());
    CHECK(value(saved->record, "CreatedById").record == ann);
    CHECK(value(saved->record, "LastModifiedById").record == ann);
    CHECK(value(saved->record, "OwnerId").record == ann);
    RecordWriter by_admin{store, reader, plan, {k_org_epoch + seconds(91), store.user()}};
    const std::string id = store.id_of(saved->record).text();
    REQUIRE(write(by_admin, "Widget__c", Operation::update, {{"Id", id}, {"Color__c", "Blue"}}));
    CHECK(value(saved->record, "CreatedById").record == ann);
    CHECK(value(saved->record, "LastModifiedById").record == store.user());
    CHECK(value(saved->record, "OwnerId").record == ann);
}

TEST_CASE_METHOD(RecordWriterFixture, "required fields are named together, in the schema's order") {
    CHECK(
        error_of(write("Opportunity", Operation::insert, {{"Amount", "5"}})) ==
        "REQUIRED_FIELD_MISSING:Required fields are missing: [Name, StageName, "
        "CloseDate]:Name,StageName,CloseDate --"
    );
    CHECK(
        error_of(write("Contact", Operation::insert, {{"FirstName", "Ann"}})) ==
        "REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --"
    );
    CHECK(
        insert_error({{"Color__c", "#N/A"}}) ==
        "REQUIRED_FIELD_MISSING:Required fields are missing: [Color__c]:Color__c --"
    );
    CHECK(widgets() == 0);
}

TEST_CASE_METHOD(
    RecordWriterFixture, "a required field with a default may be left out but not emptied"
) {
    CHECK(write("Task", Operation::insert, {{"Subject", "Call"}}).has_value());
    CHECK(
        error_of(write("Task", Operation::insert, {{"Status", "#N/A"}})) ==
        "REQUIRED_FIELD_MISSING:Required fields are missing: [Status]:Status --"
    );
}

TEST_CASE_METHOD(RecordWriterFixture, "an update changes what is given and nothing else") {
    const RecordHandle record =
        add("Widget__c",
            {{"Name", "Bolt"}, {"Color__c", "Red"}, {"Short__c", "abc"}, {"Size__c", "1"}});
    now += seconds(5);
    const auto saved = write(
        "Widget__c",
        Operation::update,
        {{"Id", id(record)}, {"Name", ""}, {"Short__c", "#N/A"}, {"Color__c", "Blue"}}
    );
    REQUIRE(saved.has_value());
    CHECK_FALSE(saved->created);
    CHECK(saved->record == record);
    CHECK(text(record, "Name") == "Bolt");
    CHECK(value(record, "Short__c").is_null());
    CHECK(text(record, "Color__c") == "Blue");
    CHECK(value(record, "Size__c").number == 1.0);
    CHECK(value(record, "CreatedDate").datetime == milliseconds_of(k_org_epoch));
    CHECK(value(record, "LastModifiedDate").datetime == milliseconds_of(now));
}

TEST_CASE_METHOD(RecordWriterFixture, "a row that fails writes nothing at all") {
    const RecordHandle record = add("Widget__c", {{"Name", "Bolt"}, {"Color__c", "Red"}});
    const auto saved = write(
        "Widget__c", Operation::update, {{"Id", id(record)}, {"Name", "Nut"}, {"Size__c", "huge"}}
    );
    CHECK(
        error_of(saved) ==
        "INVALID_FIELD:Failed to deserialize field at col 2. Due to, 'huge' is not a valid value "
        "for "
        "the type xsd:double:Size__c --"
    );
    CHECK(text(record, "Name") == "Bolt");
    CHECK(insert_error({{"Color__c", "Mauve"}}) != "");
    CHECK(widgets() == 1);
}

TEST_CASE_METHOD(RecordWriterFixture, "updates and deletes need an id that fits") {
    const RecordHandle account = add("Account", {{"Name", "Acme"}});
    const auto [operation, verb] = GENERATE(table<Operation, std::string>(
        {{Operation::update, "an update"}, {Operation::remove, "a delete"}}
    ));
    const auto error = [&, op = operation](const std::string& id_text) {
        return error_of(write("Widget__c", op, {{"Id", id_text}}));
    };
    CHECK(error("") == "MISSING_ARGUMENT:Id not specified in " + verb + " call:--");
    CHECK(error("nonsense") == "MALFORMED_ID:bad id nonsense:Id --");
    CHECK(
        error(id(account)) ==
        "MALFORMED_ID:Widget ID: id value of incorrect type: " + id(account) + ":Id --"
    );
    CHECK(error("a00TST000000042") == "INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--");
}

TEST_CASE_METHOD(RecordWriterFixture, "a deleted record can be neither updated nor deleted again") {
    const RecordHandle record = add("Widget__c", {{"Color__c", "Red"}});
    REQUIRE(write("Widget__c", Operation::remove, {{"Id", id(record)}}).has_value());
    CHECK(store.state(record) == RowState::deleted);
    CHECK(
        error_of(write("Widget__c", Operation::update, {{"Id", id(record)}, {"Name", "x"}})) ==
        "ENTITY_IS_DELETED:entity is deleted:--"
    );
    CHECK(
        error_of(write("Widget__c", Operation::remove, {{"Id", id(record)}})) ==
        "ENTITY_IS_DELETED:entity is deleted:--"
    );
}

TEST_CASE_METHOD(RecordWriterFixture, "hardDelete leaves nothing in the recycle bin") {
    const RecordHandle record = add("Widget__c", {{"Color__c", "Red"}});
    REQUIRE(write("Widget__c", Operation::hard_remove, {{"Id", id(record)}}).has_value());
    CHECK(store.state(record) == RowState::purged);
    CHECK(widgets() == 0);
}

TEST_CASE_METHOD(
    RecordWriterFixture, "fields that cannot be written are refused, each where it cannot"
) {
    const RecordHandle record = add("Widget__c", {{"Color__c", "Red"}, {"Fixed__c", "once"}});
    const auto cannot = [](const std::string& name) {
        return "INVALID_FIELD_FOR_INSERT_UPDATE:Unable to create/update fields: " + name +
               ". Please check the security settings of this field and verify that it is "
               "read/write for your profile "
               "or permission set.:" +
               name + " --";
    };
    CHECK(
        insert_error({{"Color__c", "Red"}, {"CreatedDate", "2020-01-01"}}) == cannot("CreatedDate")
    );
    CHECK(
        error_of(write("Widget__c", Operation::update, {{"Id", id(record)}, {"Fixed__c", "twice"}})
        ) == cannot("Fixed__c")
    );
    // A cell that is left alone is no attempt to write.
    CHECK(write("Widget__c", Operation::update, {{"Id", id(record)}, {"Fixed__c", ""}}).has_value()
    );
    CHECK(text(record, "Fixed__c") == "once");
}

TEST_CASE_METHOD(RecordWriterFixture, "an insert refuses an Id, an empty one does not matter") {
    const RecordHandle record = add("Widget__c", {{"Color__c", "Red"}});
    const std::string refused =
        "INVALID_FIELD_FOR_INSERT_UPDATE:cannot specify Id in an insert call:Id --";
    CHECK(insert_error({{"Id", id(record)}, {"Color__c", "Red"}}) == refused);
    CHECK(insert_error({{"Id", ""}, {"Color__c", "Red"}}).empty());
    const Fields creating = {{"Id", id(record)}, {"Key__c", "k-1"}, {"Color__c", "Red"}};
    CHECK(error_of(write("Widget__c", Operation::upsert, creating, "Key__c")) == refused);
}

TEST_CASE_METHOD(
    RecordWriterFixture, "an upsert creates, then updates, by its external id in any letter case"
) {
    const auto created =
        write("Widget__c", Operation::upsert, {{"Key__c", "k-1"}, {"Color__c", "Red"}}, "Key__c");
    REQUIRE(created.has_value());
    CHECK(created->created);
    const auto updated =
        write("Widget__c", Operation::upsert, {{"Key__c", "K-1"}, {"Color__c", "Blue"}}, "Key__c");
    REQUIRE(updated.has_value());
    CHECK_FALSE(updated->created);
    CHECK(updated->record == created->record);
    CHECK(text(created->record, "Color__c") == "Blue");
    CHECK(text(created->record, "Key__c") == "K-1");
    CHECK(widgets() == 1);
}

TEST_CASE_METHOD(RecordWriterFixture, "an upsert by a number finds it however it is written") {
    const auto created = write(
        "Widget__c",
        Operation::upsert,
        {{"Number_Key__c", "12"}, {"Color__c", "Red"}},
        "Number_Key__c"
    );
    REQUIRE(created.has_value());
    const auto updated = write(
        "Widget__c",
        Operation::upsert,
        {{"Number_Key__c", "1.2e1"}, {"Color__c", "Blue"}},
        "Number_Key__c"
    );
    REQUIRE(updated.has_value());
    CHECK(updated->record == created->record);
    CHECK(
        error_of(write(
            "Widget__c",
            Operation::upsert,
            {{"Color__c", "Red"}, {"Number_Key__c", "x"}},
            "Number_Key__c"
        )) ==
        "INVALID_FIELD:Failed to deserialize field at col 1. Due to, 'x' is not a valid value for "
        "the type "
        "xsd:double:Number_Key__c --"
    );
    // -0 and 0 are one number.
    REQUIRE(write(
                "Widget__c",
                Operation::upsert,
                {{"Number_Key__c", "0"}, {"Color__c", "Red"}},
                "Number_Key__c"
    )
                .has_value());
    CHECK_FALSE(write(
                    "Widget__c",
                    Operation::upsert,
                    {{"Number_Key__c", "-0"}, {"Color__c", "Red"}},
                    "Number_Key__c"
    )
                    ->created);
}

TEST_CASE_METHOD(RecordWriterFixture, "an upsert without a value for its key") {
    CHECK(
        error_of(
            write("Widget__c", Operation::upsert, {{"Key__c", ""}, {"Color__c", "Red"}}, "Key__c")
        ) == "MISSING_ARGUMENT:Key__c not specified:--"
    );
    CHECK(
        error_of(write(
            "Widget__c", Operation::upsert, {{"Key__c", "#N/A"}, {"Color__c", "Red"}}, "Key__c"
        )) == "MISSING_ARGUMENT:Key__c not specified:--"
    );
}

TEST_CASE_METHOD(RecordWriterFixture, "an upsert that matches two records changes neither") {
    add("Widget__c", {{"Color__c", "Red"}, {"Loose_Key__c", "same"}});
    add("Widget__c", {{"Color__c", "Red"}, {"Loose_Key__c", "same"}});
    CHECK(
        error_of(write(
            "Widget__c",
            Operation::upsert,
            {{"Loose_Key__c", "same"}, {"Color__c", "Blue"}},
            "Loose_Key__c"
        )) ==
        "DUPLICATE_EXTERNAL_ID:Loose_Key__c: more than one record found for external id field: "
        "same:--"
    );
    CHECK(widgets() == 2);
}

TEST_CASE_METHOD(RecordWriterFixture, "a record that lost its key and got it back counts once") {
    const RecordHandle first = add("Widget__c", {{"Color__c", "Red"}, {"Loose_Key__c", "same"}});
    const auto upsert = [&] {
        return write(
            "Widget__c",
            Operation::upsert,
            {{"Loose_Key__c", "same"}, {"Name", "x"}},
            "Loose_Key__c"
        );
    };
    CHECK(upsert()->record == first);
    for (const std::string key : {"other", "same"}) {
        REQUIRE(write(
                    "Widget__c", Operation::update, {{"Id", id(first)}, {"Loose_Key__c", key}}
        ).has_value());
    }
    CHECK(upsert()->record == first);
    add("Widget__c", {{"Color__c", "Red"}, {"Loose_Key__c", "same"}});
    CHECK_FALSE(upsert().has_value());
}

TEST_CASE_METHOD(RecordWriterFixture, "an upsert by Id updates with one and creates without") {
    const RecordHandle record = add("Widget__c", {{"Color__c", "Red"}});
    CHECK_FALSE(
        write("Widget__c", Operation::upsert, {{"Id", id(record)}, {"Color__c", "Blue"}})->created
    );
    CHECK(text(record, "Color__c") == "Blue");
    CHECK(write("Widget__c", Operation::upsert, {{"Id", ""}, {"Color__c", "Green"}})->created);
    CHECK(
        error_of(
            write("Widget__c", Operation::upsert, {{"Id", "a00TST000000042"}, {"Color__c", "Red"}})
        ) == "INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--"
    );
}

TEST_CASE_METHOD(RecordWriterFixture, "a deleted record does not answer to its external id") {
    const RecordHandle old = add("Widget__c", {{"Color__c", "Red"}, {"Key__c", "k-1"}});
    REQUIRE(write("Widget__c", Operation::remove, {{"Id", id(old)}}).has_value());
    const auto saved =
        write("Widget__c", Operation::upsert, {{"Key__c", "k-1"}, {"Color__c", "Red"}}, "Key__c");
    REQUIRE(saved.has_value());
    CHECK(saved->created);
}

TEST_CASE_METHOD(RecordWriterFixture, "rows of one transaction succeed and fail each by itself") {
    rc::prop("good rows are written, bad ones are not, whatever their order", [] {
        EngineFixture fixture;
        RecordWriter chunk = fixture.writer("Widget__c");
        const auto good = *rc::gen::container<std::vector<bool>>(rc::gen::arbitrary<bool>());
        std::uint32_t expected = 0;
        for (const bool is_good : good) {
            const auto saved = fixture.write(
                chunk,
                "Widget__c",
                Operation::insert,
                {{"Name", "x"}, {"Color__c", is_good ? "Red" : "Mauve"}}
            );
            RC_ASSERT(saved.has_value() == is_good);
            if (is_good) ++expected;
            RC_ASSERT(
                fixture.store.table(fixture.object("Widget__c").number).live_rows() == expected
            );
        }
    });
}

}  // namespace
}  // namespace rowlock
