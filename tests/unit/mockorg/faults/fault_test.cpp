#include "mockorg/faults/fault.hpp"

#include "tests/support/test.hpp"

#include <set>

namespace rowlock {
namespace {

TEST_CASE("every kind and family has a name of its own") {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < k_fault_kinds; ++i)
        names.insert(name_of(static_cast<FaultKind>(i)));
    CHECK(names.size() == k_fault_kinds);
    for (std::size_t i = 0; i < k_api_families; ++i)
        names.insert(name_of(static_cast<ApiFamily>(i)));
    CHECK(names.size() == k_fault_kinds + k_api_families);
    CHECK(name_of(FaultKind::reset_in_body) == "reset-in-body");
    CHECK(name_of(FaultKind::failed_job) == "failed-job");
    CHECK(name_of(ApiFamily::login) == "login");
}

TEST_CASE("a time after the fault was set moves with it, a moment does not") {
    const TimePoint set_at = k_org_epoch + seconds(100);
    CHECK(FaultTime{std::nullopt, seconds(5)}.seen_from(set_at) == set_at + seconds(5));
    CHECK(FaultTime{k_org_epoch, seconds(5)}.seen_from(set_at) == k_org_epoch);
}

}  // namespace
}  // namespace rowlock
