#pragma once

#include "mockorg/locking/lock_rules.hpp"
#include "tests/support/test.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::test {

/// Values by field name. Texts must outlive the row.
using FakeValues = std::map<std::string, Value>;

/// A row of an object, with the values given and null elsewhere.
class FakeRow : public RowView {
public:
    FakeRow(const ObjectType& object, const FakeValues& values) {
        for (const auto& [name, value] : values) {
            const Field* field = object.find_field(name);
            REQUIRE(field != nullptr);
            values_[field->number] = value;
        }
    }

    Value value(FieldNo field) const override {
        const auto found = values_.find(field);
        return found == values_.end() ? Value::of_null() : found->second;
    }

private:
    std::map<FieldNo, Value> values_;
};

/// Records known by handle. Ids do not matter to lock rules.
class FakeRecords : public RecordReader {
public:
    explicit FakeRecords(const Schema& schema) : schema_(schema) {}

    void put(RecordHandle record, const FakeValues& values) {
        records_.insert_or_assign(record, FakeRow{schema_.object(record.object), values});
    }

    Value value(RecordHandle record, FieldNo field) const override {
        const auto found = records_.find(record);
        return found == records_.end() ? Value::of_null() : found->second.value(field);
    }

    std::optional<RecordHandle> find(const RecordId&) const override { return std::nullopt; }

    RecordId id_of(RecordHandle) const override { return {}; }

private:
    const Schema& schema_;
    std::map<RecordHandle, FakeRow> records_;
};

/// An org of a schema and rules, to ask what writes lock.
class FakeOrg {
public:
    FakeOrg(std::shared_ptr<const Schema> schema, const std::vector<LockRule>& rules)
        : schema_(std::move(schema)), records_(*schema_), rules_(compile(schema_, rules)) {}

    const Schema& schema() const { return *schema_; }

    const LockRules& rules() const { return rules_; }

    RecordHandle record(std::string_view object, std::uint32_t row) const {
        return {type(object).number, row};
    }

    Value reference(std::string_view object, std::uint32_t row) const {
        return Value::of_record(record(object, row));
    }

    void put(std::string_view object, std::uint32_t row, const FakeValues& values) {
        records_.put(record(object, row), values);
    }

    std::vector<WantedLock> insert(
        std::string_view object, const FakeValues& after, bool may = false
    ) const {
        const FakeRow row{type(object), after};
        return collect({type(object).number, WriteKind::insert, nullptr, &row, {}}, may);
    }

    std::vector<WantedLock> update(
        std::string_view object, const FakeValues& before, const FakeValues& after, bool may = false
    ) const {
        const FakeRow old_row{type(object), before};
        const FakeRow new_row{type(object), after};
        return collect(
            {type(object).number, WriteKind::update, &old_row, &new_row, self(object)}, may
        );
    }

    /// The stored row is not known.
    std::vector<WantedLock> blind_update(std::string_view object, const FakeValues& after) const {
        const FakeRow row{type(object), after};
        return collect(
            {type(object).number, WriteKind::update, nullptr, &row, self(object)}, false
        );
    }

    std::vector<WantedLock> remove(
        std::string_view object, const FakeValues& before, bool may = false
    ) const {
        const FakeRow row{type(object), before};
        return collect({type(object).number, WriteKind::remove, &row, nullptr, self(object)}, may);
    }

    std::vector<WantedLock> clear(
        std::string_view object, const FakeValues& before, bool may = false
    ) const {
        const FakeRow row{type(object), before};
        return collect({type(object).number, WriteKind::clear, &row, nullptr, self(object)}, may);
    }

    /// What a rule locks among the wanted, by object and row (`Account 7`), sorted, each once. All
    /// rules for an empty id.
    std::vector<std::string> names(
        const std::vector<WantedLock>& wanted, std::string_view rule = {}
    ) const {
        std::vector<std::string> result;
        for (const WantedLock& lock : wanted) {
            if (!rule.empty() && rules_.rules()[lock.rule].id != rule) continue;
            if (!lock.key.is_record()) {
                const bool group = lock.key.kind() == LockKeyKind::group_membership;
                result.emplace_back(group ? "group memberships" : "a unique value");
                continue;
            }
            const RecordHandle locked = lock.key.record();
            CHECK(lock.key == rules_.key_of(locked));
            result.push_back(
                schema_->object(locked.object).name + " " + std::to_string(locked.row)
            );
        }
        std::sort(result.begin(), result.end());
        result.erase(std::unique(result.begin(), result.end()), result.end());
        return result;
    }

private:
    static LockRules compile(
        const std::shared_ptr<const Schema>& schema, const std::vector<LockRule>& rules
    ) {
        Result<LockRules> compiled = LockRules::compile(schema, rules);
        if (!compiled) FAIL(compiled.error().message);
        return *std::move(compiled);
    }

    const ObjectType& type(std::string_view object) const {
        const ObjectType* found = schema_->find(object);
        REQUIRE(found != nullptr);
        return *found;
    }

    /// The row that is written, where it exists already.
    RecordHandle self(std::string_view object) const { return record(object, 99); }

    std::vector<WantedLock> collect(const RowWrite& write, bool may) const {
        std::vector<WantedLock> wanted;
        rules_.collect(write, 5, records_, may, wanted);
        for (const WantedLock& lock : wanted) CHECK(lock.row == 5);
        return wanted;
    }

    std::shared_ptr<const Schema> schema_;
    FakeRecords records_;
    LockRules rules_;
};

}  // namespace rowlock::test
