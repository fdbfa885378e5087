#pragma once

#include "mockorg/base/io.hpp"

#include <string>
#include <vector>

namespace rowlock {

/// What `rowlock schema import` is told.
struct SchemaImportOptions {
    /// A folder (an SFDX project), or describe answers.
    std::vector<std::string> paths;
    /// Where the schema file goes; empty: to `out`.
    std::string out_file;
    /// Print the report as JSON instead of text; needs an `out_file`.
    bool json = false;
    /// Say everything that was ignored, too.
    bool verbose = false;
};

/// Reads an object model, writes it as a schema file and reports what was read, ignored and not
/// known. Gives the exit code: a finding if files could not be read, after all else is done.
int run_schema_import(const SchemaImportOptions& options, Io& io);

}  // namespace rowlock
