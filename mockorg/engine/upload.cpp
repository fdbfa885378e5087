#include "mockorg/engine/upload.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>

#include <algorithm>

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

/// Gives columns the names of their fields and adds those that hold a constant. Lines speak of the
/// header as it was sent: two of them may swap the names of two columns.
void apply(const Transformation& transformation, Upload& upload) {
    const std::vector<std::string> header = upload.names;
    for (const Transformation::Line& line : transformation.lines) {
        const auto given = std::find_if(header.begin(), header.end(), [&](const std::string& name) {
            return !line.column.empty() && equal_ignoring_case(name, line.column);
        });
        auto column = static_cast<std::size_t>(given - header.begin());
        if (given != header.end()) {
            upload.names[column] = line.field;
        } else if (line.value.empty()) {
            continue;
        } else {
            column = upload.names.size();
            upload.names.push_back(line.field);
        }
        if (!line.value.empty()) upload.constants.emplace_back(column, line.value);
    }
}

/// Reported from orgs for both APIs. [SFDX-Data-Move-Utility issue 141, jsforce issue 228]
Error no_files(const Field& field) {
    return {
        ErrorCode::invalid_batch,
        fmt::format(
            "Binary field {} is only supported for content types ZIP_XML and ZIP_CSV", field.name
        ),
        {}};
}

/// Fills in the columns; the error is the upload's.
void bind_names(Upload& upload, const UploadTarget& target, RepeatedFields repeated) {
    auto bound = bind_columns(
        target.schema,
        target.object,
        target.operation,
        target.external_id_field,
        upload.names,
        repeated
    );
    if (!bound) {
        upload.error = bound.error();
        return;
    }
    upload.bound = std::move(*bound);
    for (const ColumnBinding& column : upload.bound.columns) {
        if (column.holds_file && !target.brings_files) {
            upload.error = no_files(target.object.field(column.field));
            return;
        }
        const bool is_long = target.object.field(column.field).type == FieldType::textarea;
        upload.long_texts.push_back(is_long && !column.parent_key);
    }
}

void check_line_ends(Upload& upload) {
    if (!upload.rows.wrong_line_ending) return;
    upload.error = Error{
        ErrorCode::client_input_error,
        fmt::format(
            "LineEnding is invalid on user data. Current LineEnding setting is {}",
            name_of(upload.format.line_ending)
        ),
        {},
    };
}

}  // namespace

std::shared_ptr<Upload> prepare_upload(
    std::string text,
    CsvFormat format,
    const UploadTarget& target,
    const std::optional<BatchReading>& batch
) {
    auto upload = std::make_shared<Upload>();
    upload->text = std::make_shared<const std::string>(std::move(text));
    upload->format = format;
    upload->rows = find_csv_rows(*upload->text, format.line_ending);
    if (upload->rows.count() == 0) return upload;
    if (auto names = read_header(upload->header(), format.delimiter)) {
        upload->names = std::move(*names);
        upload->text_columns = upload->names.size();
        if (batch && batch->transformation != nullptr) apply(*batch->transformation, *upload);
        bind_names(*upload, target, RepeatedFields::refused);
    } else {
        upload->error = names.error();
    }
    if (batch) {
        upload->text_line_ending = batch->text_line_ending;
    } else {
        check_line_ends(*upload);
    }
    return upload;
}

std::shared_ptr<Upload> prepare_upload(RecordTable table, const UploadTarget& target) {
    auto upload = std::make_shared<Upload>();
    upload->names = table.columns();
    upload->text_columns = upload->names.size();
    upload->is_table = true;
    upload->text = std::make_shared<const std::string>(table.take_text());
    upload->rows = find_csv_rows(*upload->text, LineEnding::lf);
    if (!upload->names.empty()) bind_names(*upload, target, RepeatedFields::allowed);
    return upload;
}

}  // namespace rowlock
