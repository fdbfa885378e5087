#include "mockorg/engine/upload.hpp"

#include <fmt/core.h>

namespace rowlock {
namespace {

/// [limits of Bulk API 2.0]
constexpr std::size_t k_header_characters_max = 32'000;
constexpr std::size_t k_columns_max = 5'000;

Result<std::vector<std::string>> read_header(std::string_view header, Delimiter delimiter) {
    if (header.size() > k_header_characters_max) {
        return fail(ErrorCode::client_input_error, "Header row is longer than 32000 characters");
    }
    CsvRowReader reader{delimiter};
    const auto cells = reader.read(header);
    if (!cells)
        return fail(
            ErrorCode::invalid_batch, "Header row cannot be read: " + cells.error().message
        );
    if ((*cells)->size() > k_columns_max) {
        return fail(ErrorCode::client_input_error, "Header row has more than 5000 fields");
    }
    std::vector<std::string> names;
    for (const CsvCell& cell : **cells) names.emplace_back(cell.text);
    return names;
}

/// Fills in names and columns; the error is the upload's.
Result<void> bind_header(
    Upload& upload,
    const Schema& schema,
    const ObjectType& object,
    Operation operation,
    std::string_view external_id_field
) {
    auto names = read_header(upload.header(), upload.format.delimiter);
    if (!names) return tl::unexpected{names.error()};
    upload.names = std::move(*names);
    auto bound = bind_columns(schema, object, operation, external_id_field, upload.names);
    if (!bound) return tl::unexpected{bound.error()};
    upload.bound = std::move(*bound);
    return {};
}

}  // namespace

std::shared_ptr<const Upload> prepare_upload(
    std::string text,
    CsvFormat format,
    const Schema& schema,
    const ObjectType& object,
    Operation operation,
    std::string_view external_id_field
) {
    auto upload = std::make_shared<Upload>();
    upload->text = std::move(text);
    upload->format = format;
    upload->rows = find_csv_rows(upload->text, format.line_ending);
    if (upload->rows.count() == 0) return upload;
    const auto bound = bind_header(*upload, schema, object, operation, external_id_field);
    if (upload->rows.wrong_line_ending) {
        upload->error = Error{
            ErrorCode::client_input_error,
            fmt::format(
                "LineEnding is invalid on user data. Current LineEnding setting is {}",
                name_of(format.line_ending)
            ),
            {},
        };
    } else if (!bound) {
        upload->error = bound.error();
    }
    return upload;
}

}  // namespace rowlock
