#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/engine/column_binding.hpp"
#include "mockorg/engine/record_table.hpp"
#include "mockorg/engine/transformation.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// The files of a zipped batch that its rows refer to, by name, as base64.
using AttachedFiles = std::map<std::string, std::string, std::less<>>;

/// The data of a job or batch: its text, where its rows lie, and what its columns mean. Immutable
/// once made and shared by jobs, snapshots and result files; any thread.
struct Upload {
    /// CSV as it came in, or the rows of a RecordTable. Never null; may outlive the upload.
    std::shared_ptr<const std::string> text = std::make_shared<const std::string>();
    CsvFormat format;
    CsvRows rows;
    BoundColumns bound;
    /// Field names by column: the header's, unquoted, then those of constants alone.
    std::vector<std::string> names;
    /// Columns of the text itself.
    std::size_t text_columns = 0;
    /// Which columns hold long texts, the only ones with line ends and files in them.
    std::vector<bool> long_texts;
    /// Rows name their columns: they are a RecordTable's.
    bool is_table = false;
    /// What stands in a column that is empty, by column.
    std::vector<std::pair<std::size_t, std::string>> constants;
    /// How line ends inside values are stored; nothing: as sent.
    std::optional<LineEnding> text_line_ending;
    /// Set if cells that begin with `#` name files.
    std::shared_ptr<const AttachedFiles> files;
    /// Why no row of it can be processed, e.g. invalid_batch `Field name not found : X`.
    std::optional<Error> error;

    /// Data rows: the header is not counted.
    std::size_t row_count() const { return rows.count() <= 1 ? 0 : rows.count() - 1; }

    /// Bytes of the `index`th data row, without its line end.
    std::string_view row(std::size_t index) const { return rows.row(*text, index + 1); }

    std::string_view header() const {
        return rows.count() == 0 ? std::string_view{} : rows.row(*text, 0);
    }
};

/// What the rows of an upload are for.
struct UploadTarget {
    const Schema& schema;
    const ObjectType& object;
    Operation operation{};
    /// Of an upsert.
    std::string_view external_id_field;
    /// Whether files come along: fields that hold one can be written only then.
    bool brings_files = false;
};

/// What only Bulk API 1.0 does with a CSV batch.
struct BatchReading {
    std::optional<LineEnding> text_line_ending;
    const Transformation* transformation = nullptr;
};

/// Finds rows and binds the header. Text without any row is an empty upload, not an error. With
/// `batch`, rows may end in LF or CRLF whatever the format says.
std::shared_ptr<Upload> prepare_upload(
    std::string text,
    CsvFormat format,
    const UploadTarget& target,
    const std::optional<BatchReading>& batch = std::nullopt
);

/// The same for records that are no CSV. A record may name a field twice (`OwnerId`,
/// `Owner.Email`); the last value counts.
std::shared_ptr<Upload> prepare_upload(RecordTable table, const UploadTarget& target);

}  // namespace rowlock
