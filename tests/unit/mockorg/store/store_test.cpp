#include "mockorg/store/store.hpp"

#include "tests/support/test.hpp"

#include <map>

namespace rowlock {
namespace {

struct Fixture {
    std::shared_ptr<const Schema> schema = Schema::standard();
    Store store{schema, {'T', 'S', 'T'}};
    const ObjectType& account = *schema->find("Account");
    const ObjectType& contact = *schema->find("Contact");
    FieldNo name = account.find_field("Name")->number;
    FieldNo last_name = contact.find_field("LastName")->number;
    FieldNo account_id = contact.find_field("AccountId")->number;
    FieldNo email = contact.find_field("Email")->number;
};

TEST_CASE_METHOD(Fixture, "a fresh store holds the org's user and nothing else") {
    CHECK(store.table(store.user().object).live_rows() == 1);
    CHECK(store.table(account.number).rows() == 0);
}

TEST_CASE_METHOD(Fixture, "ids name the row they were minted for") {
    const RecordHandle first = store.append(account.number);
    const RecordHandle second = store.append(account.number);
    CHECK(store.id_of(first).short_text() == "001TST000000001");
    CHECK(store.find(store.id_of(second)) == second);
    CHECK_FALSE(store.find(*RecordId::parse("001TST000000003")).has_value());
    CHECK_FALSE(store.find(*RecordId::parse("001TST000000000")).has_value());
    CHECK_FALSE(store.find(*RecordId::parse("001XYZ000000001")).has_value());
    CHECK_FALSE(store.find(*RecordId::parse("zzzTST000000001")).has_value());
}

TEST_CASE_METHOD(Fixture, "an adopted row goes by its own id, also in a printer") {
    store.append(account.number);
    const auto id = *RecordId::parse("001P000001vkheI");
    const RecordHandle adopted = store.adopt(account.number, id);
    CHECK(store.find(id) == adopted);
    CHECK(store.id_of(adopted) == id);
    const Store::IdPrinter printer = store.id_printer(account.number);
    CHECK(printer.id_of(adopted.row) == id);
    CHECK(printer.id_of(0).short_text() == "001TST000000001");
    // The id it would have had is nobody's.
    CHECK_FALSE(store.find(*RecordId::parse("001TST000000002")).has_value());
}

TEST_CASE_METHOD(Fixture, "owner and author are the org's user until set") {
    const RecordHandle record = store.append(account.number);
    const Value owner = store.value(record, account.find_field("OwnerId")->number);
    REQUIRE(owner.kind == Value::Kind::reference);
    CHECK(owner.record == store.user());
}

TEST_CASE_METHOD(
    Fixture, "unset fields are null, unset booleans false, SystemModstamp is LastModifiedDate"
) {
    const RecordHandle record = store.append(account.number);
    CHECK(store.value(record, name).is_null());
    const Value partner = store.value(record, account.find_field("IsPartner")->number);
    CHECK(partner.kind == Value::Kind::boolean);
    CHECK_FALSE(partner.boolean);
    store.set(record, account.find_field("LastModifiedDate")->number, Value::of_datetime(123));
    CHECK(store.value(record, account.find_field("SystemModstamp")->number).datetime == 123);
}

TEST_CASE_METHOD(Fixture, "purged rows are gone, deleted ones are found") {
    const RecordHandle record = store.append(account.number);
    const RecordId id = store.id_of(record);
    store.set_state(record, RowState::deleted);
    CHECK(store.find(id) == record);
    CHECK(store.value(record, account.find_field("IsDeleted")->number).boolean);
    CHECK(store.table(account.number).live_rows() == 0);
    store.set_state(record, RowState::live);
    CHECK(store.table(account.number).live_rows() == 1);
    store.set_state(record, RowState::purged);
    CHECK_FALSE(store.find(id).has_value());
}

TEST_CASE_METHOD(Fixture, "finding by text follows every change, before and after a snapshot") {
    rc::prop("model", [this] {
        Store world = store;
        std::vector<std::string> names;
        const auto text_of = [](unsigned number) { return "N" + std::to_string(number % 5); };
        const auto expected = [&](const std::string& text) {
            std::vector<std::uint32_t> rows;
            for (std::uint32_t row = 0; row < names.size(); ++row) {
                if (names[row] == text) rows.push_back(row);
            }
            return rows;
        };
        const auto steps = *rc::gen::container<std::vector<std::pair<unsigned, unsigned>>>(
            rc::gen::pair(rc::gen::inRange(0U, 4U), rc::gen::inRange(0U, 50U))
        );
        Store before = world;
        std::vector<std::string> names_before;
        for (const auto& [step, number] : steps) {
            if (step == 0) {
                const RecordHandle record = world.append(account.number);
                world.set(record, name, Value::of_text(text_of(number)));
                names.push_back(text_of(number));
            } else if (step == 1 && !names.empty()) {
                const auto row = static_cast<std::uint32_t>(number % names.size());
                world.set({account.number, row}, name, Value::of_text(text_of(number / 2)));
                names[row] = text_of(number / 2);
            } else if (step == 2) {
                before = world;
                names_before = names;
            } else {
                RC_ASSERT(
                    world.find_by_text(account.number, name, text_of(number), 1'000) ==
                    expected(text_of(number))
                );
            }
        }
        for (unsigned number = 0; number < 5; ++number) {
            RC_ASSERT(
                world.find_by_text(account.number, name, text_of(number), 1'000) ==
                expected(text_of(number))
            );
        }
        std::swap(names, names_before);
        for (unsigned number = 0; number < 5; ++number) {
            RC_ASSERT(
                before.find_by_text(account.number, name, text_of(number), 1'000) ==
                expected(text_of(number))
            );
        }
    });
}

TEST_CASE_METHOD(Fixture, "finding by text folds case and leaves out deleted rows") {
    const RecordHandle record = store.append(contact.number);
    store.set(record, email, Value::of_text("Ada@Example.com"));
    CHECK(store.find_by_text(contact.number, email, "ada@example.COM", 2).size() == 1);
    store.set_state(record, RowState::deleted);
    CHECK(store.find_by_text(contact.number, email, "ada@example.com", 2).empty());
}

TEST_CASE_METHOD(Fixture, "a purged row has lost its values, and its place in every index") {
    const RecordHandle parent = store.append(account.number);
    const RecordHandle child = store.append(contact.number);
    store.set(child, email, Value::of_text("a@b.c"));
    store.set(child, account_id, Value::of_record(parent));
    const FieldNo modified = contact.find_field("LastModifiedDate")->number;
    store.set(child, modified, Value::of_datetime(77));
    CHECK_FALSE(store.purged_at(child));
    CHECK(store.find_by_text(contact.number, email, "a@b.c", 2).size() == 1);
    CHECK(store.children(contact.number, account_id, parent).size() == 1);
    store.set_state(child, RowState::purged);
    CHECK(store.value(child, email).is_null());
    CHECK(store.value(child, account_id).is_null());
    CHECK(store.value(child, modified).is_null());
    CHECK(store.purged_at(child) == 77);
    CHECK(store.children(contact.number, account_id, parent).empty());
}

TEST_CASE_METHOD(Fixture, "rounds of rows that come and go for good take no more memory") {
    const auto round = [&](std::uint32_t number) {
        std::vector<RecordHandle> rows;
        for (std::uint32_t i = 0; i < 4 * ObjectTable::k_chunk; ++i) {
            rows.push_back(store.append(account.number));
            const std::string text = std::to_string(number) + std::string(600, 'x');
            store.set(rows.back(), name, Value::of_text(text + std::to_string(i)));
        }
        store.find_by_text(account.number, name, "any", 1);
        for (const RecordHandle row : rows) store.set_state(row, RowState::purged);
        store.reclaim();
        return store.bytes();
    };
    std::size_t most = 0;
    for (std::uint32_t i = 0; i < 6; ++i) most = std::max(most, round(i));
    for (std::uint32_t i = 6; i < 18; ++i) {
        // Row numbers are never used again: their states, and their places in lists of indexes,
        // are all that is left. Texts go by blocks of 16 MiB, once there are two to be had.
        const std::size_t states = (i + 1) * 4 * ObjectTable::k_chunk * 12;
        CHECK(round(i) <= most + states + (std::size_t{32} << 20));
    }
}

TEST_CASE_METHOD(
    Fixture, "texts move together when most of them were replaced, and stay readable"
) {
    const std::string padding(2'000, 'p');
    const auto text_of = [&](std::uint32_t row, std::uint32_t round) {
        return std::to_string(row) + "-" + std::to_string(round) + padding;
    };
    std::vector<std::uint32_t> rounds(20'000);
    for (std::uint32_t row = 0; row < rounds.size(); ++row)
        store.set(store.append(account.number), name, Value::of_text(text_of(row, 0)));
    const auto adopted_id = *RecordId::parse("001P000001vkheI");
    const RecordHandle adopted = store.adopt(account.number, adopted_id);
    const Store before = store;
    const std::size_t bytes = store.bytes();
    for (std::uint32_t round = 1; round < 8; ++round) {
        for (std::uint32_t row = 0; row < rounds.size(); ++row) {
            if (row % 7 == round) continue;
            rounds[row] = round;
            store.set({account.number, row}, name, Value::of_text(text_of(row, round)));
        }
        store.reclaim();
        CHECK(store.bytes() <= bytes * 5 / 2);
    }
    for (std::uint32_t row = 0; row < rounds.size(); row += 7) {
        const RecordHandle record{account.number, row};
        CHECK(store.value(record, name).text == text_of(row, rounds[row]));
        CHECK(before.value(record, name).text == text_of(row, 0));
        CHECK(
            store.find_by_text(account.number, name, text_of(row, rounds[row]), 2) ==
            std::vector<std::uint32_t>{row}
        );
    }
    CHECK(store.id_of(adopted) == adopted_id);
    CHECK(store.find(adopted_id) == adopted);
}

TEST_CASE_METHOD(Fixture, "the same text again takes no place") {
    const RecordHandle record = store.append(account.number);
    const std::string text(1'000'000, 'x');
    store.set(record, name, Value::of_text(text));
    const std::size_t bytes = store.bytes();
    for (int i = 0; i < 100; ++i) store.set(record, name, Value::of_text(text));
    CHECK(store.bytes() == bytes);
}

TEST_CASE_METHOD(Fixture, "a copy for reading shares what it is for, and nothing else") {
    for (std::uint32_t i = 0; i < 3 * ObjectTable::k_chunk; ++i) {
        const RecordHandle record = store.append(account.number);
        store.set(record, name, Value::of_text("A" + std::to_string(i)));
        store.set(record, account.find_field("Site")->number, Value::of_text("s"));
    }
    const auto bytes_of = [](const Store& copy) {
        std::size_t total = 0;
        copy.visit_memory([&](const void*, std::size_t bytes) { total += bytes; });
        return total;
    };
    ReadSet read;
    read.object = account.number;
    const Store nothing = store.reading_copy(read);
    read.fields[account.number] = {name};
    const Store names = store.reading_copy(read);
    read.chunks = std::vector<bool>{false, true};
    const Store few = store.reading_copy(read);
    const RecordHandle row{account.number, ObjectTable::k_chunk + 1};
    store.set(row, name, Value::of_text("other"));
    store.set_state(row, RowState::deleted);
    CHECK(names.value(row, name).text == "A4097");
    CHECK(few.value(row, name).text == "A4097");
    CHECK(nothing.id_of(row) == store.id_of(row));
    CHECK(nothing.state(row) == RowState::live);
    CHECK(bytes_of(nothing) < 32'768);
    CHECK(bytes_of(few) < bytes_of(names));
    CHECK(bytes_of(names) < bytes_of(store));
}

TEST_CASE_METHOD(Fixture, "a column reads what the store reads") {
    const RecordHandle record = store.append(account.number);
    store.set(record, name, Value::of_text("A"));
    store.set(record, account.find_field("LastModifiedDate")->number, Value::of_datetime(5));
    store.set_state(record, RowState::deleted);
    for (const Field& field : account.fields()) {
        const Value a = store.column(account.number, field.number).value(record.row);
        const Value b = store.value(record, field.number);
        CAPTURE(field.name);
        CHECK(a.kind == b.kind);
        CHECK(a.text == b.text);
        if (a.kind == Value::Kind::datetime) CHECK(a.datetime == b.datetime);
        if (a.kind == Value::Kind::reference) CHECK(a.record == b.record);
        if (a.kind == Value::Kind::boolean) CHECK(a.boolean == b.boolean);
    }
}

TEST_CASE_METHOD(Fixture, "children follow their parent") {
    const RecordHandle a = store.append(account.number);
    const RecordHandle b = store.append(account.number);
    std::vector<RecordHandle> contacts;
    for (int i = 0; i < 4; ++i) contacts.push_back(store.append(contact.number));
    for (const RecordHandle each : contacts) store.set(each, account_id, Value::of_record(a));
    CHECK(store.children(contact.number, account_id, a) == std::vector<std::uint32_t>{0, 1, 2, 3});
    store.set(contacts[1], account_id, Value::of_record(b));
    store.set(contacts[2], account_id, Value::of_null());
    CHECK(store.children(contact.number, account_id, a) == std::vector<std::uint32_t>{0, 3});
    CHECK(store.children(contact.number, account_id, b) == std::vector<std::uint32_t>{1});
}

TEST_CASE_METHOD(Fixture, "every kind of value comes back") {
    const ObjectType& opportunity = *schema->find("Opportunity");
    const RecordHandle record = store.append(opportunity.number);
    const auto field = [&](std::string_view field_name) {
        return opportunity.find_field(field_name)->number;
    };
    store.set(record, field("Amount"), Value::of_number(12.5));
    store.set(record, field("CloseDate"), Value::of_date(20'000));
    store.set(record, field("StageName"), Value::of_text("Test4"));
    store.set(record, field("IsPrivate"), Value::of_boolean(true));
    store.set(record, field("Name"), Value::of_text("x"));
    CHECK(store.value(record, field("Amount")).number == 12.5);
    CHECK(store.value(record, field("CloseDate")).date == 20'000);
    CHECK(store.value(record, field("StageName")).text == "Test4");
    CHECK(store.value(record, field("IsPrivate")).boolean);
    store.set(record, field("Amount"), Value::of_null());
    CHECK(store.value(record, field("Amount")).is_null());
}

}  // namespace
}  // namespace rowlock
