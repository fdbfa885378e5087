#include "mockorg/engine/rest_desk.hpp"

#include "mockorg/engine/row_locks.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

/// A REST record in the form of an upload's row.
struct RestRow {
    const ObjectType* object = nullptr;
    std::vector<ColumnBinding> columns;
    std::vector<InputCell> cells;
    RowTarget target;

    InputRow input() const { return {columns, cells}; }
};

Result<void> add_field(RestRow& row, const Schema& schema, const FieldText& field) {
    const auto column = bind_column(schema, *row.object, field.first);
    if (!column) {
        return fail(
            ErrorCode::invalid_field,
            fmt::format("No such column '{}' on sobject of type {}", field.first, row.object->name)
        );
    }
    const bool is_null = !field.second || field.second->empty();
    row.columns.push_back(*column);
    row.cells.push_back(
        is_null ? InputCell{InputCell::Kind::null, {}}
                : InputCell{InputCell::Kind::text, *field.second}
    );
    return {};
}

/// Views into `request`, which must outlive the row.
Result<RestRow> bind_row(const Schema& schema, const WriteRecord& request) {
    RestRow row;
    row.object = schema.find(request.object);
    if (row.object == nullptr)
        return fail(ErrorCode::not_found, "The requested resource does not exist");
    for (const FieldText& field : request.fields) {
        if (auto added = add_field(row, schema, field); !added)
            return tl::unexpected{added.error()};
    }
    row.target.id = request.id;
    if (!request.external_id_field.empty()) {
        const Field* key = row.object->find_field(request.external_id_field);
        if (key == nullptr || !key->usable_as_key()) {
            return fail(
                ErrorCode::not_found,
                "Provided external ID field does not exist or is not accessible: " +
                    request.external_id_field
            );
        }
        std::optional<std::size_t> column;
        for (std::size_t i = 0; i < row.columns.size(); ++i) {
            if (row.columns[i].field == key->number) column = i;
        }
        const std::string_view text = row.input().text(column);
        if (key->type == FieldType::id) {
            row.target.id = text;
        } else {
            row.target.key_field = key->number;
            row.target.key = text;
            row.target.key_column = column.value_or(0);
        }
    }
    return row;
}

}  // namespace

Result<std::uint64_t> RestDesk::begin(WriteRecord request) {
    const auto row = bind_row(world_.schema(), request);
    if (!row) return tl::unexpected{row.error()};
    std::vector<WantedLock> wanted;
    collect_row_locks(
        world_, *row->object, request.operation, row->target, row->input(), 0, wanted
    );
    const std::uint64_t number = world_.next_rest_write++;
    TransactionOrigin origin;
    origin.rows = 1;
    const TransactionNo transaction = transactions_.open(origin);
    transactions_.at(transaction).rest_write = number;
    world_.rest_writes.emplace(number, std::move(request));
    transactions_.acquire(transaction, std::move(wanted));
    return number;
}

RestDesk::Finished RestDesk::commit(TransactionNo transaction) {
    const std::uint64_t number = transactions_.at(transaction).rest_write;
    return finish(transaction, write(world_.rest_writes.at(number)));
}

Result<WriteRecord::Reply> RestDesk::write(const WriteRecord& request) {
    const auto row = bind_row(world_.schema(), request);
    if (!row) return tl::unexpected{row.error()};
    const FieldReader reader = world_.field_reader();
    RecordWriter writer{
        world_.store, reader, world_.foundation->write_plan(row->object->number), world_.now};
    const auto saved = writer.write(*row->object, request.operation, row->target, row->input());
    if (!saved) return tl::unexpected{saved.error()};
    world_.record(TraceKind::row_written, 0, saved->record.row);
    return WriteRecord::Reply{world_.store.id_of(saved->record), saved->created};
}

RestDesk::Finished RestDesk::lock_timeout(
    TransactionNo transaction, const Transactions::Timeout& timeout
) {
    const Error error = transactions_.lock_error(transaction);
    transactions_.record_failure(transaction, timeout, 1);
    return finish(transaction, tl::unexpected{error});
}

RestDesk::Finished RestDesk::finish(TransactionNo transaction, Result<WriteRecord::Reply> reply) {
    const std::uint64_t number = transactions_.at(transaction).rest_write;
    transactions_.close(transaction);
    world_.rest_writes.erase(number);
    return {number, std::move(reply)};
}

}  // namespace rowlock
