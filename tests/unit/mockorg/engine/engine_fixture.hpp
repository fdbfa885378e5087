#pragma once

#include "mockorg/engine/record_writer.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// The standard objects, keys on some of them, and Widget__c with a field of every kind; Part__c is
/// its detail.
std::shared_ptr<const Schema> engine_schema();

using Fields = std::vector<std::pair<std::string, std::string>>;

/// A row to write, from names and texts as a Bulk CSV would have them.
class TestRow {
public:
    /// `key`: name of the external id of an upsert. All names must bind.
    TestRow(
        const Schema& schema, const ObjectType& object, Fields fields, const std::string& key = {}
    );

    InputRow input() const { return {columns_, cells_}; }

    RowTarget target() const;

private:
    Fields fields_;
    std::vector<ColumnBinding> columns_;
    std::vector<InputCell> cells_;
    std::optional<std::size_t> id_column_;
    std::optional<std::size_t> key_column_;
    std::optional<FieldNo> key_field_;
};

/// A store and what writes into it, without an org around them.
struct EngineFixture {
    std::shared_ptr<const Schema> schema = engine_schema();
    Store store{schema, {'T', 'S', 'T'}};
    FieldReader reader{store, false};
    std::vector<WritePlan> plans = make_write_plans(*schema);
    TimePoint now = k_org_epoch;

    const ObjectType& object(const std::string& name) const { return *schema->find(name); }

    const Field& field(const std::string& object_name, const std::string& name) const {
        return *object(object_name).find_field(name);
    }

    RecordWriter writer(const std::string& object_name);

    /// Writes one row in a transaction of its own.
    Result<RecordWriter::Saved> write(
        const std::string& object_name,
        Operation operation,
        const Fields& fields,
        const std::string& key = {}
    );

    Result<RecordWriter::Saved> write(
        RecordWriter& in,
        const std::string& object_name,
        Operation operation,
        const Fields& fields,
        const std::string& key = {}
    );

    /// Inserts a row that must be fine.
    RecordHandle add(const std::string& object_name, const Fields& fields);

    std::string id(RecordHandle record) const { return store.id_of(record).text(); }

    Value value(RecordHandle record, const std::string& name) const;
    std::string text(RecordHandle record, const std::string& name) const;
};

/// `CODE:message:field --` of a failed result; empty for a value.
template <class T>
std::string error_of(const Result<T>& result) {
    return result ? std::string{} : bulk_error_text(result.error());
}

}  // namespace rowlock
