#include "mockorg/engine/job_request.hpp"

#include "mockorg/engine/batch_data.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

/// The upsert key in the describe's spelling.
Result<std::string> check_external_id(
    const ObjectType& object, Operation operation, const std::string& field_name
) {
    if (operation != Operation::upsert) {
        if (field_name.empty()) return std::string{};
        return fail(ErrorCode::invalid_job, "externalIdFieldName goes with upsert only");
    }
    if (field_name.empty()) {
        return fail(
            ErrorCode::invalid_job,
            fmt::format(
                "External ID was blank for {}. An External ID must be specified for upsert.",
                object.name
            )
        );
    }
    const Field* field = object.find_field(field_name);
    if (field == nullptr) {
        return fail(
            ErrorCode::invalid_job,
            fmt::format("No such column '{}' on entity '{}'", field_name, object.name)
        );
    }
    if (!field->usable_as_key()) {
        return fail(
            ErrorCode::invalid_job,
            fmt::format(
                "Field {} of {} is no external id and cannot be the key of an upsert",
                field->name,
                object.name
            )
        );
    }
    return field->name;
}

Failure unknown_operation(const std::string& word, std::string_view known) {
    return fail(
        ErrorCode::invalid_operation, fmt::format("Operation '{}' is none of {}", word, known)
    );
}

/// What both APIs ask for alike. `operation` counts for an ingest job only.
Result<Job> make_job(
    const OrgConfig& config,
    const std::string& object_name,
    Operation operation,
    const std::string& external_id_field,
    const std::string& assignment_rule_id,
    bool may_hard_delete
) {
    const ObjectType* object = config.schema->find(object_name);
    if (object == nullptr) {
        return fail(
            ErrorCode::invalid_entity,
            fmt::format("Entity '{}' is not supported by the Bulk API.", object_name)
        );
    }
    if (operation == Operation::hard_remove && !may_hard_delete) {
        // [dataloader]
        return fail(
            ErrorCode::feature_not_enabled,
            "hardDelete operation requires special user profile permission, please contact your "
            "system administrator"
        );
    }
    auto external_id = check_external_id(*object, operation, external_id_field);
    if (!external_id) return tl::unexpected{external_id.error()};
    if (!assignment_rule_id.empty() && object->name != "Case" && object->name != "Lead") {
        return fail(ErrorCode::invalid_job, "assignmentRuleId goes with Case and Lead only");
    }
    Job job;
    job.object = object->number;
    job.info.object = object->name;
    job.info.operation = operation;
    job.info.external_id_field = std::move(*external_id);
    job.info.assignment_rule_id = assignment_rule_id;
    return job;
}

std::optional<JobKind> parse_query_kind(std::string_view operation) {
    if (operation == "query") return JobKind::query;
    if (operation == "queryAll") return JobKind::query_all;
    return std::nullopt;
}

}  // namespace

Result<Lane> bulk2_lane(Bulk2Serial setting, bool serial_asked) {
    if (!serial_asked || setting == Bulk2Serial::ignore) return Lane::parallel;
    if (setting == Bulk2Serial::honour) return Lane::serial;
    return fail(ErrorCode::invalid_job, "Property currently unsupported: 'concurrencyMode'");
}

Result<Job> make_job(const OrgConfig& config, const CreateIngestJob& request) {
    const auto operation = parse_operation(request.operation);
    const bool known_object = config.schema->find(request.object) != nullptr;
    if (!operation && known_object)
        return unknown_operation(request.operation, "insert, update, upsert, delete, hardDelete");
    auto job = make_job(
        config,
        request.object,
        operation.value_or(Operation::insert),
        request.external_id_field,
        request.assignment_rule_id,
        request.may_hard_delete
    );
    if (!job) return job;
    const auto lane = bulk2_lane(config.bulk2_serial, request.serial_asked);
    if (!lane) return tl::unexpected{lane.error()};
    job->info.lane = *lane;
    job->info.format = request.format;
    job->info.api_version = request.api_version;
    return job;
}

Result<Job> make_job(const OrgConfig& config, const CreateBulk1Job& request) {
    const auto query = parse_query_kind(request.operation);
    const auto operation = query ? Operation::insert : parse_operation(request.operation);
    if (!operation) {
        return unknown_operation(
            request.operation, "insert, update, upsert, delete, hardDelete, query, queryAll"
        );
    }
    if (query && is_zipped(request.content_type)) {
        return fail(
            ErrorCode::invalid_job,
            fmt::format("contentType {} goes with data only", name_of(request.content_type))
        );
    }
    auto job = make_job(
        config,
        request.object,
        *operation,
        request.external_id_field,
        request.assignment_rule_id,
        request.may_hard_delete
    );
    if (!job) return job;
    if (query && request.pk_chunking) {
        const Schema& schema = *config.schema;
        auto checked = check_pk_chunking(schema, schema.object(job->object), *request.pk_chunking);
        if (!checked) return tl::unexpected{checked.error()};
    }
    job->info.api = BulkApi::v1;
    job->info.kind = query.value_or(JobKind::ingest);
    job->info.lane = request.lane;
    job->info.content_type = request.content_type;
    job->info.api_version = request.api_version;
    job->text_line_ending = request.line_ending;
    job->pk_chunking = request.pk_chunking;
    job->retries_disabled = request.retries_disabled;
    return job;
}

}  // namespace rowlock
