#pragma once

#include "mockorg/base/io.hpp"

#include <string>

namespace rowlock {

/// What `rowlock rules` is told.
struct RulesOptions {
    /// Only what writing this object locks; empty: all rules.
    std::string object;
    /// insert, update or delete; empty: all.
    std::string operation;
    /// OBJECT, OBJECT.OPERATION, OBJECT.FIELD or OBJECT.FIELD.OPERATION, told in sentences.
    std::string explain;
    std::string schema_file;
    std::string lock_rules_file;
    bool json = false;
};

/// Prints which writes lock what, why, and how that is known. Gives the exit code.
int run_rules(const RulesOptions& options, Io& io);

}  // namespace rowlock
