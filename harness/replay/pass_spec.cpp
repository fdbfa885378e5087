#include "harness/replay/pass_spec.hpp"

namespace rowlock {
namespace {

/// What a row must have in common with its result: the external id of an upsert, the id of an
/// update or delete; nothing else.
std::optional<std::size_t> key_column_of(const PassSpec& spec) {
    if (!spec.step.external_id.empty()) return spec.source->find_column(spec.step.external_id);
    if (spec.step.operation == LoadOperation::insert) return std::nullopt;
    return spec.source->find_column("Id");
}

}  // namespace

JobDescription job_description(const PassSpec& spec) {
    return {
        spec.step.api == LoadApi::bulk1 ? "Classic" : "V2Ingest",
        spec.object,
        std::string{name_of(spec.step.operation)},
        spec.step.external_id};
}

PassContext pass_context(const PassSpec& spec, PassStatistics& statistics) {
    PassContext context;
    context.source = spec.source;
    context.ids = spec.ids;
    context.object = spec.object;
    context.operation = spec.step.operation;
    context.external_id = spec.step.external_id;
    context.serial = spec.step.concurrency_mode == ConcurrencyMode::serial;
    context.identity = {spec.source, spec.ids, key_column_of(spec)};
    context.ledger = spec.ledger;
    context.created_ids = spec.created_ids;
    context.statistics = &statistics;
    context.journal = spec.journal;
    context.mock_org = spec.mock_org;
    return context;
}

}  // namespace rowlock
