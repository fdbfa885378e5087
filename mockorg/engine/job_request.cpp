#include "mockorg/engine/job_request.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

/// The upsert key in the describe's spelling.
Result<std::string> check_external_id(
    const ObjectType& object, Operation operation, const std::string& field_name
) {
    if (operation != Operation::upsert) {
        if (field_name.empty()) return std::string{};
        return fail(
            ErrorCode::invalid_job,
            fmt::format("externalIdFieldName goes with upsert, not with {}", name_of(operation))
        );
    }
    if (field_name.empty()) {
        return fail(
            ErrorCode::invalid_job,
            fmt::format("An upsert of {} needs externalIdFieldName", object.name)
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

Result<Lane> check_lane(Bulk2Serial setting, bool serial_asked) {
    if (!serial_asked || setting == Bulk2Serial::ignore) return Lane::parallel;
    if (setting == Bulk2Serial::honour) return Lane::serial;
    return fail(ErrorCode::invalid_job, "Property currently unsupported: 'concurrencyMode'");
}

}  // namespace

Result<Job> make_job(const OrgConfig& config, const CreateIngestJob& request) {
    const ObjectType* object = config.schema->find(request.object);
    if (object == nullptr) {
        return fail(
            ErrorCode::invalid_entity,
            fmt::format("Entity '{}' is not supported by the Bulk API.", request.object)
        );
    }
    const auto operation = parse_operation(request.operation);
    if (!operation) {
        return fail(
            ErrorCode::invalid_operation,
            fmt::format(
                "Operation '{}' is none of insert, update, upsert, delete, hardDelete",
                request.operation
            )
        );
    }
    auto external_id = check_external_id(*object, *operation, request.external_id_field);
    if (!external_id) return tl::unexpected{external_id.error()};
    const auto lane = check_lane(config.bulk2_serial, request.serial_asked);
    if (!lane) return tl::unexpected{lane.error()};
    if (!request.assignment_rule_id.empty() && object->name != "Case" && object->name != "Lead") {
        return fail(ErrorCode::invalid_job, "assignmentRuleId goes with Case and Lead only");
    }
    Job job;
    job.object = object->number;
    job.info.object = object->name;
    job.info.operation = *operation;
    job.info.external_id_field = std::move(*external_id);
    job.info.lane = *lane;
    job.info.format = request.format;
    job.info.api_version = request.api_version;
    job.info.assignment_rule_id = request.assignment_rule_id;
    return job;
}

}  // namespace rowlock
