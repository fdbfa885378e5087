#include "mockorg/engine/requests.hpp"

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

constexpr std::array<std::string_view, 7> k_operations = {
    "insert", "update", "upsert", "delete", "hardDelete", "undelete", "emptyRecycleBin"};

/// Of records in the recycle bin.
bool is_of_bin(Operation operation) {
    return operation == Operation::undelete || operation == Operation::purge;
}

constexpr std::array<std::string_view, 7> k_states = {
    "Open", "UploadComplete", "InProgress", "JobComplete", "Failed", "Aborted", "Closed"};

constexpr std::array<std::string_view, 5> k_batch_states = {
    "Queued", "InProgress", "Completed", "Failed", "NotProcessed"};

constexpr std::array<std::string_view, 6> k_content_types = {
    "CSV", "XML", "JSON", "ZIP_CSV", "ZIP_XML", "ZIP_JSON"};

}  // namespace

std::string_view name_of(Operation operation) {
    return k_operations.at(static_cast<std::size_t>(operation));
}

std::optional<Operation> parse_operation(std::string_view word) {
    const auto found = std::find(k_operations.begin(), k_operations.end(), word);
    const auto operation = static_cast<Operation>(found - k_operations.begin());
    if (found == k_operations.end() || is_of_bin(operation)) return std::nullopt;
    return operation;
}

std::string_view name_of(JobState state) {
    return k_states.at(static_cast<std::size_t>(state));
}

std::string_view name_of(BatchState state) {
    return k_batch_states.at(static_cast<std::size_t>(state));
}

std::string_view name_of(ContentType type) {
    return k_content_types.at(static_cast<std::size_t>(type));
}

std::optional<ContentType> parse_content_type(std::string_view word) {
    const auto found = std::find(k_content_types.begin(), k_content_types.end(), word);
    if (found == k_content_types.end()) return std::nullopt;
    return static_cast<ContentType>(found - k_content_types.begin());
}

std::string_view operation_name(const JobInfo& job) {
    switch (job.kind) {
        case JobKind::ingest:
            break;
        case JobKind::query:
            return "query";
        case JobKind::query_all:
            return "queryAll";
    }
    return name_of(job.operation);
}

}  // namespace rowlock
