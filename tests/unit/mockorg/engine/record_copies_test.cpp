#include "mockorg/engine/record_copies.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

struct RecordCopiesFixture : EngineFixture {
    ReadSet names() const {
        const ObjectNo account = object("Account").number;
        ReadSet read;
        read.fields[account] = {field("Account", "Name").number};
        read.object = account;
        return read;
    }
};

TEST_CASE_METHOD(
    RecordCopiesFixture, "one copy for all between two writes, gone with its last owner"
) {
    RecordCopies copies;
    const ReadSet read = names();
    const RecordHandle account = add("Account", {{"Name", "A"}});
    auto first = copies.of(store, read);
    CHECK(copies.of(store, read) == first);
    const FieldNo name = object("Account").find_field("Name")->number;
    store.set(account, name, Value::of_text("B"));
    const auto second = copies.of(store, read);
    CHECK(second != first);
    CHECK(first->value(account, name).text == "A");
    CHECK(second->value(account, name).text == "B");
    store.set_state(account, RowState::deleted);
    const auto third = copies.of(store, read);
    CHECK(third != second);
    store.append(object("Account").number);
    CHECK(copies.of(store, read) != third);
    const std::weak_ptr<const Store> watched = first;
    first = nullptr;
    CHECK(watched.expired());
}

TEST_CASE_METHOD(
    RecordCopiesFixture, "taken back together with its store it hands out no later records"
) {
    RecordCopies copies;
    const ReadSet read = names();
    const auto held = copies.of(store, read);
    const Store store_then = store;
    const RecordCopies copies_then = copies;
    const RecordHandle account = add("Account", {{"Name", "later"}});
    const auto later = copies.of(store, read);
    store = store_then;
    copies = copies_then;
    CHECK(copies.of(store, read) == held);
    REQUIRE(add("Account", {{"Name", "other"}}) == account);
    const auto other = copies.of(store, read);
    const FieldNo name = object("Account").find_field("Name")->number;
    CHECK(other->value(account, name).text == "other");
    CHECK(later->value(account, name).text == "later");
}

TEST_CASE_METHOD(RecordCopiesFixture, "who reads something else gets a copy of his own") {
    RecordCopies copies;
    const RecordHandle account = add("Account", {{"Name", "A"}, {"Site", "S"}});
    ReadSet sites = names();
    sites.fields.begin()->second = {field("Account", "Site").number};
    const auto of_names = copies.of(store, names());
    const auto of_sites = copies.of(store, sites);
    CHECK(of_names != of_sites);
    CHECK(of_sites->value(account, field("Account", "Site").number).text == "S");
    CHECK(copies.of(store, names()) == of_names);
    CHECK(copies.of(store, sites) == of_sites);
}

TEST_CASE_METHOD(
    RecordCopiesFixture, "the oldest copies are beyond a bound on what only copies hold"
) {
    RecordCopies copies;
    const ObjectType& account = object("Account");
    const FieldNo name = field("Account", "Name").number;
    for (int i = 0; i < 5'000; ++i) store.append(account.number);
    std::vector<std::shared_ptr<const Store>> held;
    for (int round = 0; round < 4; ++round) {
        // Two chunks of 32 KiB that each copy keeps as they were.
        for (const std::uint32_t row : {0U, 4'999U})
            store.set({account.number, row}, name, Value::of_text(std::to_string(round)));
        held.push_back(copies.of(store, names()));
    }
    CHECK(copies.beyond(store, 1'000'000).empty());
    // Nothing new to see.
    CHECK(copies.beyond(store, 0).empty());
    store.set({account.number, 0}, name, Value::of_text("x"));
    store.set({account.number, 4'999}, name, Value::of_text("x"));
    held.push_back(copies.of(store, names()));
    CHECK(copies.beyond(store, 150'000) == std::vector<const Store*>{held[1].get(), held[0].get()});
    held.erase(held.begin(), held.begin() + 2);
    held.push_back(copies.of(store, {}));
    CHECK(copies.beyond(store, 150'000).empty());
}

}  // namespace
}  // namespace rowlock
