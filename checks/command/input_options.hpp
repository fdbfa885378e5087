#pragma once

#include "checks/input/input_request.hpp"
#include "mockorg/base/result.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What `rowlock check` and `rowlock plan` are told about a load, as the command line has it.
struct InputOptions {
    std::vector<std::string> files;
    std::string object;
    /// insert, update, upsert, delete.
    std::string operation = "insert";
    /// The key of an upsert; empty for Id.
    std::string external_id;
    /// COMMA, TAB, ...; empty: found out by each file's header.
    std::string delimiter;
    /// bulk1 or bulk2; empty: that of the plan, if there is one, or bulk2.
    std::string api;
    /// `OBJECT:FILE[,FILE...]`: exports of records that the load refers to.
    std::vector<std::string> references;
    std::string schema_file;
    std::string lock_rules_file;
    /// Batches in flight.
    std::uint32_t k = 10;
    std::optional<std::uint32_t> batch_rows;
    unsigned threads = 2;
};

/// bad_configuration for words that mean nothing, bad_file for a schema or rule file that cannot be
/// used. `beside`: further loads, as `OBJECT:OPERATION:FILE[,FILE...]`; the operation `upsert` may
/// name its key: `upsert(External_ID__c)`. `notes`: hears what a project that is the schema has and
/// cannot be used.
Result<InputRequest> make_input_request(
    const InputOptions& options,
    const std::vector<std::string>& beside,
    const SchemaNotes& notes = {}
);

/// Whether it is Bulk API 2.0.
Result<bool> parse_bulk2(const std::string& api);

}  // namespace rowlock
