#pragma once

#include "checks/findings/findings.hpp"
#include "checks/input/loaded_input.hpp"
#include "mockorg/schema/schema.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What a part says of itself beside its rows and keys.
struct PartSummary {
    /// What the part was made with, under the names of the options. Parts of one load agree in all.
    struct Setting {
        std::string name;
        std::string value;

        bool operator==(const Setting&) const = default;
    };

    /// A LoadedFile without its text.
    struct File {
        std::string path;
        std::uint16_t load = 0;
        std::uint32_t rows = 0;
        std::uint64_t bytes = 0;
        std::uint64_t header_bytes = 0;
        std::uint64_t fault_rows = 0;
        std::array<std::uint64_t, 3> faults{};
        std::vector<std::string> fields;
        std::vector<std::string> names_by;

        bool operator==(const File&) const = default;
    };

    /// A field that names records.
    struct KeyField {
        std::uint16_t object = 0;
        std::uint16_t field = 0;
        std::string name;

        bool operator==(const KeyField&) const = default;
    };

    /// A value of OwnerId and its rows.
    struct Owner {
        std::string name;
        std::uint64_t rows = 0;

        bool operator==(const Owner&) const = default;
    };

    std::vector<Setting> settings;
    std::vector<File> files;
    /// Of all files.
    std::uint64_t rows = 0;
    std::uint64_t uses = 0;
    std::vector<Unresolved> unresolved;
    /// What is wrong with the files as data.
    std::vector<Finding> findings;
    /// In the order in which they were first met.
    std::vector<Owner> owners;
    /// Names of the schema's objects by number, and its key fields; ids of the lock rules.
    std::vector<std::string> objects;
    std::vector<KeyField> key_fields;
    std::vector<std::string> rules;

    bool operator==(const PartSummary&) const = default;
};

/// A summary with what schema and rules say.
PartSummary summary_of_model(const Schema& schema, const LockRules& rules);

/// Adds what was read.
void add_files(PartSummary& summary, const std::vector<LoadedFile>& files);

std::string encode_summary(const PartSummary& summary);

/// Nothing for anything but what encode_summary gives.
std::optional<PartSummary> decode_summary(std::string_view bytes);

}  // namespace rowlock
