#pragma once

#include "mockorg/base/result.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/engine/column_binding.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A job's data: the uploaded text as it came, where its rows lie, and what its columns mean.
/// Immutable once made and shared by the job, its snapshots and its result files; any thread.
struct Upload {
    std::string text;
    CsvFormat format;
    CsvRows rows;
    BoundColumns bound;
    /// Header names, unquoted, in file order.
    std::vector<std::string> names;
    /// Why no row of it can be processed, e.g. invalid_batch `Field name not found : X`.
    std::optional<Error> error;

    /// Data rows: the header is not counted.
    std::size_t row_count() const { return rows.count() <= 1 ? 0 : rows.count() - 1; }

    /// Bytes of the `index`th data row, without its line end.
    std::string_view row(std::size_t index) const { return rows.row(text, index + 1); }

    std::string_view header() const {
        return rows.count() == 0 ? std::string_view{} : rows.row(text, 0);
    }
};

/// Finds rows and binds the header. Text without any row is an empty upload, not an error.
std::shared_ptr<const Upload> prepare_upload(
    std::string text,
    CsvFormat format,
    const Schema& schema,
    const ObjectType& object,
    Operation operation,
    std::string_view external_id_field
);

}  // namespace rowlock
