#include "harness/replay/repeated_keys.hpp"

#include "tests/support/test.hpp"
#include "tests/unit/harness/replay/table_source.hpp"

namespace rowlock {
namespace {

LoadStep step_of(LoadOperation operation, const std::string& external_id = "") {
    LoadStep step;
    step.operation = operation;
    step.external_id = external_id;
    return step;
}

TEST_CASE("rows of an insert make a record each, others name theirs") {
    CHECK(identity_column(step_of(LoadOperation::insert)).empty());
    CHECK(identity_column(step_of(LoadOperation::upsert, "Ext__c")) == "Ext__c");
    CHECK(identity_column(step_of(LoadOperation::update)) == "Id");
    CHECK(identity_column(step_of(LoadOperation::hard_remove)) == "Id");
    CHECK(removes_records("delete"));
    CHECK(removes_records("hardDelete"));
    CHECK_FALSE(removes_records("upsert"));
    CHECK_FALSE(removes_records(""));
}

TEST_CASE("repeated keys are counted by their texts, and by what those may mean") {
    const test::TableSource source{
        {"Ext__c"}, {{"a"}, {"A"}, {"b"}, {"a"}, {""}, {""}, {"1"}, {"1.0"}, {"#N/A"}}};
    const std::vector<RowSequence> partitions{{0, 4}, {4, 5}};
    const auto count = [&](const LoadStep& step) {
        return count_repeated_keys(source, partitions, step);
    };
    CHECK(count(step_of(LoadOperation::upsert, "ext__C")) == RepeatedKeys{1, 3});
    CHECK(count(step_of(LoadOperation::upsert, "Other__c")) == RepeatedKeys{});
    CHECK(count(step_of(LoadOperation::insert)) == RepeatedKeys{});
}

TEST_CASE("an id is the same in 15 and 18 characters, and letter case tells ids apart") {
    const test::TableSource source{
        {"Id"}, {{"003RL0000000001"}, {"003RL0000000001YAA"}, {"003Rl0000000001"}}};
    const auto step = step_of(LoadOperation::update);
    CHECK(count_repeated_keys(source, {RowSequence{0, 3}}, step) == RepeatedKeys{1, 1});
}

}  // namespace
}  // namespace rowlock
