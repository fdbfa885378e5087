#pragma once

#include "harness/replay/load_pass.hpp"
#include "tests/unit/harness/replay/fake_org.hpp"
#include "tests/unit/harness/replay/table_source.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace rowlock::test {

/// A pass over numbered rows, in equal partitions.
struct PassFixture {
    explicit PassFixture(RowNumber rows, RowNumber batch_rows, std::uint32_t partitions = 1)
        : source(numbered_rows(rows)), ledger(rows) {
        spec.source = &source;
        spec.object = "Opportunity";
        spec.step.operation = LoadOperation::upsert;
        spec.step.external_id = "External_ID__c";
        spec.step.batch_rows = batch_rows;
        spec.ledger = &ledger;
        const RowNumber size = rows / partitions;
        for (std::uint32_t i = 0; i < partitions; ++i) spec.partitions.push_back({i * size, size});
    }

    LoadPass& begin() {
        pass = std::make_unique<LoadPass>(spec, org.now());
        return *pass;
    }

    LoadPass& run() {
        run_driver(begin(), org);
        ledger.check_invariants();
        return *pass;
    }

    std::uint64_t count(RowStatus status) const { return ledger.count(status); }

    TableSource source;
    ResultLedger ledger;
    PassSpec spec;
    FakeOrg org;
    std::unique_ptr<LoadPass> pass;
};

/// Row n fails, is updated, ... by n modulo 7.
inline FakeOrg::RowFate mixed_fate(const std::string& line, int) {
    using Kind = FakeOrg::RowFate::Kind;
    switch (std::stoi(line.substr(1)) % 7) {
        case 0:
            return {Kind::failed, "UNABLE_TO_LOCK_ROW:unable to obtain exclusive access:--"};
        case 1:
            return {Kind::updated, ""};
        case 2:
            return {Kind::unprocessed, ""};
        case 3:
            return {Kind::unmentioned, ""};
        case 4:
            return {
                Kind::failed, "REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --"};
        default:
            return {Kind::created, ""};
    }
}

}  // namespace rowlock::test
