#pragma once

#include "mockorg/schema/record_reader.hpp"
#include "mockorg/schema/schema.hpp"

#include <array>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::soql {

/// A handful of records for queries to look at. Texts given to it must outlive it.
class FakeOrg : public RecordReader {
public:
    explicit FakeOrg(std::shared_ptr<const Schema> schema) : schema_(std::move(schema)) {}

    /// A new record with these fields; its Id too is readable.
    RecordHandle add(std::string_view object, const std::map<std::string, Value>& fields) {
        const ObjectType* type = schema_->find(object);
        REQUIRE(type != nullptr);
        std::deque<std::map<FieldNo, Value>>& rows = rows_[type->number];
        const RecordHandle handle{type->number, static_cast<std::uint32_t>(rows.size())};
        rows.emplace_back();
        rows.back()[FieldNo{0}] = Value::of_record(handle);
        for (const auto& entry : fields) set(handle, entry.first, entry.second);
        return handle;
    }

    void set(RecordHandle record, std::string_view field, Value value) {
        const Field* found = schema_->object(record.object).find_field(field);
        REQUIRE(found != nullptr);
        rows_.at(record.object)[record.row][found->number] = value;
    }

    Value value(RecordHandle record, FieldNo field) const override {
        const auto rows = rows_.find(record.object);
        if (rows == rows_.end() || record.row >= rows->second.size()) return Value::of_null();
        const std::map<FieldNo, Value>& row = rows->second[record.row];
        const auto found = row.find(field);
        return found == row.end() ? Value::of_null() : found->second;
    }

    std::optional<RecordHandle> find(const RecordId& id) const override {
        const ObjectType* type = schema_->find_by_prefix(id.prefix());
        if (type == nullptr || id.instance() != k_instance) return std::nullopt;
        const RecordHandle handle{type->number, static_cast<std::uint32_t>(id.number())};
        const auto rows = rows_.find(type->number);
        if (rows == rows_.end() || handle.row >= rows->second.size()) return std::nullopt;
        return handle;
    }

    RecordId id_of(RecordHandle record) const override {
        return RecordId::make(schema_->object(record.object).key_prefix, k_instance, record.row);
    }

    std::string id_text(RecordHandle record) const { return id_of(record).text(); }

private:
    static constexpr std::array<char, 3> k_instance{'0', '0', '0'};

    std::shared_ptr<const Schema> schema_;
    std::map<ObjectNo, std::deque<std::map<FieldNo, Value>>> rows_;
};

/// One record as a row view.
class FakeRow : public RowView {
public:
    FakeRow(const FakeOrg& org, RecordHandle record) : org_(org), record_(record) {}

    Value value(FieldNo field) const override { return org_.value(record_, field); }

private:
    const FakeOrg& org_;
    RecordHandle record_;
};

}  // namespace rowlock::soql
