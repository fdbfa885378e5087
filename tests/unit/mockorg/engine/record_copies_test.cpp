#include "mockorg/engine/record_copies.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

namespace rowlock {
namespace {

TEST_CASE_METHOD(EngineFixture, "one copy for all between two writes, gone with its last owner") {
    RecordCopies copies;
    const RecordHandle account = add("Account", {{"Name", "A"}});
    auto first = copies.of(store);
    CHECK(copies.of(store) == first);
    const FieldNo name = object("Account").find_field("Name")->number;
    store.set(account, name, Value::of_text("B"));
    const auto second = copies.of(store);
    CHECK(second != first);
    CHECK(first->value(account, name).text == "A");
    CHECK(second->value(account, name).text == "B");
    store.set_state(account, RowState::deleted);
    const auto third = copies.of(store);
    CHECK(third != second);
    store.append(object("Account").number);
    CHECK(copies.of(store) != third);
    const std::weak_ptr<const Store> watched = first;
    first = nullptr;
    CHECK(watched.expired());
}

TEST_CASE_METHOD(
    EngineFixture, "taken back together with its store it hands out no later records"
) {
    RecordCopies copies;
    const auto held = copies.of(store);
    const Store store_then = store;
    const RecordCopies copies_then = copies;
    const RecordHandle account = add("Account", {{"Name", "later"}});
    const auto later = copies.of(store);
    store = store_then;
    copies = copies_then;
    CHECK(copies.of(store) == held);
    REQUIRE(add("Account", {{"Name", "other"}}) == account);
    const auto other = copies.of(store);
    const FieldNo name = object("Account").find_field("Name")->number;
    CHECK(other->value(account, name).text == "other");
    CHECK(later->value(account, name).text == "later");
}

}  // namespace
}  // namespace rowlock
