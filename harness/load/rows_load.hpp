#pragma once

#include "harness/load/load.hpp"
#include "harness/load/source_spec.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace rowlock {

/// What somebody says, in options, about rows that come without a load file. Empty texts and
/// missing numbers: not said.
struct RowsDescription {
    std::string object;
    /// `insert`, ..., `hardDelete`.
    std::string operation;
    /// Of an upsert.
    std::string external_id;
    /// `bulk1`, `bulk2`, `rest`.
    std::string api;
    /// `COMMA`, `TAB`, ...; not said: what the header shows.
    std::string delimiter;
    /// `windows-1252`, ...; not said: UTF-8.
    std::string encoding;
    /// `parallel` or `serial`: one batch after another, by a Serial job where the API has one.
    std::string lane;
    std::optional<std::uint64_t> batch_rows;
    std::optional<std::uint64_t> in_flight;
    /// How often rows that failed for a lock are sent again.
    std::optional<std::uint64_t> retries;
    /// A duration such as `2s`.
    std::string poll_every;
    /// Schema file, for those who need one.
    std::string schema;

    /// The first option that says something, but for the API's; empty if there is none.
    std::string first_option() const;
};

/// The load of these rows, as a load file with one strategy would describe it. `path`: where the
/// rows come from, for people. bad_configuration if something is missing or wrong, with the
/// option's name.
Result<Load> load_of_rows(
    const std::string& path, CsvFileSpec rows, const RowsDescription& description
);

/// The load of a CSV file with a header line, or of a folder of them. Also bad_file, if it cannot
/// be read.
Result<Load> load_of_csv(const std::string& path, const RowsDescription& description);

}  // namespace rowlock
