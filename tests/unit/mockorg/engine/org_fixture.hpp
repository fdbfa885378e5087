#pragma once

#include "mockorg/testing/in_process_org.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/unit/mockorg/engine/engine_fixture.hpp"

#include <string>

namespace rowlock {

/// An org with the engine tests' objects in which everything takes whole seconds: no overhead and
/// no time before locks are asked for, a chunk holds for 4 s, a REST write for 1 s.
inline OrgConfig steady_config() {
    OrgConfig config;
    config.schema = engine_schema();
    config.profile.name = "steady";
    config.profile.workers = 10;
    config.profile.hold = {4.0, 0.0};
    config.profile.rest_hold = {1.0, 0.0};
    config.profile.pre_lock = Duration{0};
    config.profile.batch_overhead = Duration{0};
    return config;
}

struct OrgFixture {
    explicit OrgFixture(OrgConfig config = steady_config())
        : org(require_value(InProcessOrg::create(std::move(config)))) {}

    InProcessOrg org;

    RecordId load(
        const std::string& object,
        const std::string& operation,
        std::string csv,
        const BulkJobSettings& settings = {}
    ) {
        return require_value(org.load_csv(object, operation, std::move(csv), settings));
    }

    JobInfo job(const RecordId& id) { return require_value(org.job(id)); }

    CsvTable results(const RecordId& id, JobResultKind kind) {
        return require_value(org.results(id, kind));
    }

    std::uint64_t count(const std::string& soql) { return require_value(org.count(soql)); }

    /// The id of a new account, made by a REST write.
    std::string account(const std::string& name) {
        return require_value(org.write({"Account", Operation::insert, {}, {}, {{"Name", name}}})
        ).id.text();
    }

    double seconds_since(TimePoint start) const { return to_seconds(org.org().now() - start); }
};

/// CSV of `rows` contacts on one account.
inline std::string contacts_csv(std::size_t rows, const std::string& account) {
    std::string csv = "LastName,AccountId\n";
    for (std::size_t i = 1; i <= rows; ++i)
        csv.append("Contact " + std::to_string(i) + "," + account + "\n");
    return csv;
}

}  // namespace rowlock
