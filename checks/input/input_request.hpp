#pragma once

#include "checks/model/write_operation.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/locking/lock_rules.hpp"
#include "mockorg/schema/schema.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// One load: files of one object's rows, written in one way.
struct LoadFiles {
    std::string object;
    WriteOperation operation = WriteOperation::insert;
    /// The key of an upsert; empty for Id.
    std::string external_id_field;
    /// Rows are counted over the files in this order.
    std::vector<std::string> paths;
    /// Nothing to find it out by each file's header.
    std::optional<Delimiter> delimiter;
};

/// Records as they are in the org before the loads: exports of what the loads refer to.
struct ReferenceFiles {
    std::string object;
    std::vector<std::string> paths;
    std::optional<Delimiter> delimiter;
};

/// Everything a check looks at.
struct InputRequest {
    std::shared_ptr<const Schema> schema;
    /// Compiled for that schema.
    std::shared_ptr<const LockRules> rules;
    /// All that are open at the same time.
    std::vector<LoadFiles> loads;
    std::vector<ReferenceFiles> references;
    /// At least 1. The result does not depend on it.
    unsigned threads = 2;
    /// Asked now and then, on any thread; once it says yes, reading and checking end with an error.
    std::function<bool()> stopped;

    bool is_stopped() const { return stopped && stopped(); }
};

}  // namespace rowlock
