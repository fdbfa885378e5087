#include "harness/count/record_key.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

std::uint64_t key_of(const RecordKey& key, std::vector<std::string> values) {
    return key_of_values(key, values);
}

TEST_CASE("a text is one key as it is written, a number however it is") {
    const RecordKey text{{"Code__c", CellNotation::text}};
    CHECK(key_of(text, {"1"}) != key_of(text, {"1.0"}));
    CHECK(key_of(text, {"ab"}) != key_of(text, {"AB"}));
    const RecordKey number{{"Amount", CellNotation::number}};
    CHECK(key_of(number, {"1"}) == key_of(number, {"1.0"}));
}

TEST_CASE("letter case tells no keys apart where the org ignores it") {
    const RecordKey key{{"Ext__c", CellNotation::text, true}};
    CHECK(key_of(key, {"ab-1"}) == key_of(key, {"AB-1"}));
    CHECK(key_of(key, {"ab-1"}) != key_of(key, {"ab-2"}));
}

TEST_CASE("the columns of a key make a header") {
    const RecordKey key{{"A"}, {"B"}};
    CHECK(key_header(key) == "\"Id\",\"A\",\"B\"\n");
}

}  // namespace
}  // namespace rowlock
