#include "mockorg/engine/row_saver.hpp"

#include "mockorg/engine/rest_row.hpp"

#include <algorithm>

namespace rowlock {
namespace {

/// Whether the row refers to one that was not saved.
bool misses_link(const WriteRecords::Row& row, std::span<const std::string> saved_ids) {
    return std::any_of(row.links.begin(), row.links.end(), [&](const WriteRecords::Link& link) {
        return link.row >= saved_ids.size() || saved_ids[link.row].empty();
    });
}

}  // namespace

Result<WriteRecord::Reply> RowSaver::save(
    const WriteRecords::Row& row, std::span<const std::string> saved_ids
) {
    const auto bound = bind_rest_row(world_.schema(), row, saved_ids);
    if (!bound) return tl::unexpected{bound.error()};
    if (misses_link(row, saved_ids))
        return fail(ErrorCode::invalid_cross_reference_key, "invalid cross reference id");
    const Operation operation = row.write.operation;
    automation_.about_to_write(*bound->object, operation, bound->target, bound->input());
    RecordWriter& writer = writer_of(bound->object->number);
    const auto saved = writer.write(*bound->object, operation, bound->target, bound->input());
    if (!saved) return tl::unexpected{saved.error()};
    automation_.saved(saved->record);
    world_.record(TraceKind::row_written, 0, saved->record.row);
    return WriteRecord::Reply{world_.store.id_of(saved->record), saved->created};
}

RecordWriter& RowSaver::writer_of(ObjectNo object) {
    const auto found = writers_.find(object);
    if (found != writers_.end()) return found->second;
    return writers_
        .try_emplace(object, world_.store, reader_, world_.foundation->write_plan(object), stamp_)
        .first->second;
}

}  // namespace rowlock
