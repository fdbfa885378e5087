#pragma once

#include "checks/input/csv_source.hpp"
#include "checks/input/input_request.hpp"
#include "checks/input/name_kinds.hpp"
#include "checks/input/row_faults.hpp"
#include "checks/input/unresolved.hpp"
#include "checks/model/row_keys.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A key for people: `Account`, `0018c00002Aa1bcQAB` (or `External_ID__c = value`, or a wrong id).
struct KeyName {
    std::string object;
    std::string record;

    bool operator==(const KeyName&) const = default;
};

/// Where a row stands for people.
struct RowOrigin {
    /// Position in LoadedInput::files.
    std::uint32_t file = 0;
    /// From 1, the header not counted; blank lines are no rows.
    std::uint64_t row = 0;
    /// Line on which it starts, from 1, as editors count.
    std::uint64_t line = 0;

    bool operator==(const RowOrigin&) const = default;
};

/// A key of a row and the rule that makes it one.
struct ExplainedKey {
    KeyNo key = 0;
    bool soft = false;
    /// The lock rule's id; `external-id` for the key of an upsert.
    std::string rule;

    bool operator==(const ExplainedKey&) const = default;
};

/// A file of a load.
struct LoadedFile {
    LoadedFile(CsvSource opened, std::uint16_t load_number)
        : source(std::move(opened)), load(load_number) {}

    /// Its text is empty where the file itself is on another machine.
    CsvSource source;
    /// Position in InputRequest::loads.
    std::uint16_t load = 0;
    RowNo first_row = 0;
    std::uint32_t rows = 0;
    /// Of the file, and of its header line in it.
    std::uint64_t bytes = 0;
    std::uint64_t header_bytes = 0;
    /// Names of the object's fields that its columns give.
    std::vector<std::string> fields;
    /// Fields by whose values it, or a reference file, names records: `Account.External_ID__c`.
    std::vector<std::string> names_by;
    /// Line feeds with and without a CR before them, quoted ones too, the header's not: the
    /// platform refuses a file that has any but those of its job.
    bool has_lf = false;
    bool has_crlf = false;
    /// Rows that nobody can read as they were meant.
    RowFaults faults;
};

struct LoadedRows;

/// What the files of a request say about locks. Keeps the files open. One thread.
class LoadedInput {
public:
    const RowKeys& keys() const;
    const std::vector<LoadedFile>& files() const;

    /// What files leave open, in a fixed order.
    const std::vector<Unresolved>& unresolved() const;

    /// The key's object alone: cheap enough to ask for every key.
    std::string_view key_object(KeyNo key) const;

    KeyName key_name(KeyNo key) const;

    /// How the key's record is named.
    KeyNaming key_naming(KeyNo key) const;

    /// False if all keys are named by ids: then two keys are two records.
    bool names_vary() const;

    RowOrigin origin(RowNo row) const;

    /// The row's bytes as they stand in the file, with its line end and blank lines behind it.
    std::string_view row_text(RowNo row) const;

    /// Bytes of row_text.
    std::uint32_t byte_size(RowNo row) const;

    /// The row's keys again, each with its rule; in the order of the rules.
    std::vector<ExplainedKey> explain(RowNo row) const;

    /// What files leave open about the row's keys, as in unresolved(); nothing is known of rows
    /// whose keys were collected elsewhere.
    std::vector<Unresolved> unresolved_of(RowNo row) const;

    explicit LoadedInput(std::unique_ptr<LoadedRows> rows);
    LoadedInput(LoadedInput&&) noexcept;
    LoadedInput& operator=(LoadedInput&&) noexcept;
    ~LoadedInput();

private:
    std::unique_ptr<LoadedRows> rows_;
};

/// Reads all files of a request and asks the lock rules about every row: the same rules, and the
/// same code, as the org's. Fails on unreadable files, unknown objects, and a load whose file lacks
/// the column that says which records to write; whatever is wrong with single rows is counted.
Result<LoadedInput> load_input(const InputRequest& request);

}  // namespace rowlock
