#include "tests/unit/mockorg/api/bulk_load_rows.hpp"

#include "mockorg/api/bulk1_format.hpp"
#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/xml_writer.hpp"
#include "mockorg/engine/batch_data.hpp"
#include "mockorg/engine/xml_batch.hpp"
#include "tests/unit/mockorg/codec/zip_texts.hpp"

#include <array>
#include <utility>

namespace rowlock {
namespace {

using Cells = std::vector<std::pair<std::string_view, std::string>>;

std::string parent_of(const LoadRow& row) {
    if (row.defect == RowDefect::no_id) return "no id";
    if (row.defect == RowDefect::unknown_parent) return "001RL00000zzzzz";
    return row.parent;
}

Cells cells_of(const LoadRow& row, Operation operation, bool with_bad_column) {
    Cells cells;
    if (operation == Operation::update || operation == Operation::remove)
        cells.emplace_back("Id", row.target);
    if (operation == Operation::insert || operation == Operation::upsert) {
        cells.emplace_back("LastName", row.defect == RowDefect::no_last_name ? "" : "Last");
        cells.emplace_back("Department", row.tag);
        cells.emplace_back("Email", row.email);
    }
    if (operation != Operation::remove) {
        cells.emplace_back("AccountId", parent_of(row));
        cells.emplace_back("Birthdate", row.defect == RowDefect::no_date ? "never" : "");
        cells.emplace_back("Title", row.label);
    }
    if (with_bad_column) cells.emplace_back("No_Such__c", "x");
    return cells;
}

std::string csv_of(const std::vector<LoadRow>& rows, Operation operation, bool with_bad_column) {
    std::string csv;
    for (const auto& [name, value] : cells_of({}, operation, with_bad_column)) {
        csv.append(csv.empty() ? "" : ",").append(name);
    }
    for (const LoadRow& row : rows) {
        char before = '\n';
        for (const auto& [name, value] : cells_of(row, operation, with_bad_column)) {
            csv.push_back(before);
            append_cell(csv, value, Delimiter::comma);
            before = ',';
        }
    }
    return csv.append("\n");
}

std::string json_of(const std::vector<LoadRow>& rows, Operation operation, bool with_bad_column) {
    std::string text;
    JsonWriter json{text};
    json.begin_array();
    for (const LoadRow& row : rows) {
        json.begin_object();
        for (const auto& [name, value] : cells_of(row, operation, with_bad_column)) {
            if (!value.empty()) json.member(name, value);
        }
        json.end_object();
    }
    json.end_array();
    return text;
}

std::string xml_of(const std::vector<LoadRow>& rows, Operation operation, bool with_bad_column) {
    std::string text;
    XmlWriter xml{text};
    xml.declaration().open("sObjects").declare_namespace(k_dataload_namespace);
    for (const LoadRow& row : rows) {
        xml.open("sObject");
        for (const auto& [name, value] : cells_of(row, operation, with_bad_column)) {
            if (!value.empty()) xml.element(name, value);
        }
        xml.close();
    }
    xml.close();
    return text;
}

std::string plain_data(
    const std::vector<LoadRow>& rows, Operation operation, DataForm form, bool with_bad_column
) {
    if (form == DataForm::json) return json_of(rows, operation, with_bad_column);
    if (form == DataForm::xml) return xml_of(rows, operation, with_bad_column);
    return csv_of(rows, operation, with_bad_column);
}

/// Some archives are packed, some not, and each has a file that no row speaks of.
std::string archive_of(std::string data, std::size_t rows, bool has_request) {
    const bool packed = rows % 2 == 0;
    return zip_text({
        {"notes/readme.txt", "not for the org", packed},
        {has_request ? "request.txt" : "requests.txt", std::move(data), packed},
    });
}

}  // namespace

std::string id_key(const std::string& id) {
    return id.substr(0, 15);
}

std::string_view code_of(RowDefect defect) {
    constexpr std::array<std::string_view, 9> k_codes = {
        "",
        "REQUIRED_FIELD_MISSING",
        "MALFORMED_ID",
        "INVALID_CROSS_REFERENCE_KEY",
        "INVALID_FIELD",
        "MALFORMED_ID",
        "MALFORMED_ID",
        "INVALID_CROSS_REFERENCE_KEY",
        "MISSING_ARGUMENT"};
    return k_codes.at(static_cast<std::size_t>(defect));
}

std::string data_of(
    const std::vector<LoadRow>& rows, Operation operation, ContentType form, DataDefect defect
) {
    std::string data =
        plain_data(rows, operation, data_form_of(form), defect == DataDefect::bad_column);
    if (is_zipped(form))
        data = archive_of(std::move(data), rows.size(), defect != DataDefect::no_request_file);
    if (defect == DataDefect::cut_short) data.pop_back();
    return data;
}

std::string_view message_of(DataDefect defect, ContentType form) {
    switch (defect) {
        case DataDefect::none:
            return {};
        case DataDefect::bad_column:
            return "InvalidBatch : Field name not found : No_Such__c";
        case DataDefect::no_request_file:
            return " : The archive holds no file 'request.txt'";
        case DataDefect::cut_short:
            break;
    }
    if (is_zipped(form)) return " : The zip archive ";
    return form == ContentType::xml ? "InvalidXml : " : "InvalidBatch : ";
}

}  // namespace rowlock
