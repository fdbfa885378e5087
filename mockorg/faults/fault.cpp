#include "mockorg/faults/fault.hpp"

#include <array>

namespace rowlock {
namespace {

constexpr std::array<std::string_view, k_fault_kinds> k_kind_names{
    "status",
    "request-limit",
    "expired-session",
    "timeout",
    "reset",
    "reset-in-body",
    "slow",
    "lock",
    "stuck-job",
    "failed-job"};

constexpr std::array<std::string_view, k_api_families> k_family_names{
    "bulk1", "bulk2", "rest", "soap", "login"};

}  // namespace

std::string_view name_of(FaultKind kind) {
    return k_kind_names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(ApiFamily family) {
    return k_family_names[static_cast<std::size_t>(family)];
}

FaultSubject subject_of(FaultKind kind) {
    switch (kind) {
        case FaultKind::lock:
            return FaultSubject::record;
        case FaultKind::stuck_job:
        case FaultKind::failed_job:
            return FaultSubject::job;
        default:
            return FaultSubject::request;
    }
}

}  // namespace rowlock
