#include "mockorg/engine/fault_desk.hpp"

#include "mockorg/engine/job_faults.hpp"
#include "mockorg/engine/lock_faults.hpp"

#include <utility>

namespace rowlock {
namespace {

constexpr const char* k_failure = "InternalServerError : Unknown Exception";

}  // namespace

Result<void> FaultDesk::set(Fault fault) {
    FaultBook& book = world_.faults.book;
    const bool locks = fault.kind == FaultKind::lock;
    // A 2.0 job that says nothing has not failed.
    if (fault.message.empty()) fault.message = k_failure;
    if (locks) {
        if (auto fits = LockFaults{world_}.check(fault); !fits) return fits;
    }
    if (!remove(fault.name) && book.entries().size() >= FaultBook::k_faults_max) {
        return fail(ErrorCode::exceeded_quota, "There are 1000 faults already; delete one");
    }
    const FaultBook::Entry& entry = book.set(std::move(fault), world_.now);
    if (locks) LockFaults{world_}.add(entry);
    return {};
}

bool FaultDesk::remove(std::string_view name) {
    LockFaults{world_}.remove(name);
    JobFaults{world_}.let_go(name);
    return world_.faults.book.remove(name);
}

}  // namespace rowlock
