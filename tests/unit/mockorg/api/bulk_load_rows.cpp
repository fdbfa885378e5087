#include "tests/unit/mockorg/api/bulk_load_rows.hpp"

#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/xml_writer.hpp"
#include "mockorg/engine/xml_batch.hpp"

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

Cells cells_of(const LoadRow& row, bool with_bad_column) {
    Cells cells = {
        {"LastName", row.defect == RowDefect::no_last_name ? "" : "Last"},
        {"AccountId", parent_of(row)},
        {"Birthdate", row.defect == RowDefect::no_date ? "never" : ""},
        {"Department", row.tag},
        {"Title", row.label},
        {"Email", row.email},
    };
    if (with_bad_column) cells.emplace_back("No_Such__c", "x");
    return cells;
}

std::string csv_of(const std::vector<LoadRow>& rows, bool with_bad_column) {
    std::string csv;
    for (const auto& [name, value] : cells_of({}, with_bad_column)) {
        csv.append(csv.empty() ? "" : ",").append(name);
    }
    for (const LoadRow& row : rows) {
        char before = '\n';
        for (const auto& [name, value] : cells_of(row, with_bad_column)) {
            csv.push_back(before);
            append_cell(csv, value, Delimiter::comma);
            before = ',';
        }
    }
    return csv.append("\n");
}

std::string json_of(const std::vector<LoadRow>& rows, bool with_bad_column) {
    std::string text;
    JsonWriter json{text};
    json.begin_array();
    for (const LoadRow& row : rows) {
        json.begin_object();
        for (const auto& [name, value] : cells_of(row, with_bad_column)) {
            if (!value.empty()) json.member(name, value);
        }
        json.end_object();
    }
    json.end_array();
    return text;
}

std::string xml_of(const std::vector<LoadRow>& rows, bool with_bad_column) {
    std::string text;
    XmlWriter xml{text};
    xml.declaration().open("sObjects").declare_namespace(k_dataload_namespace);
    for (const LoadRow& row : rows) {
        xml.open("sObject");
        for (const auto& [name, value] : cells_of(row, with_bad_column)) {
            if (!value.empty()) xml.element(name, value);
        }
        xml.close();
    }
    xml.close();
    return text;
}

}  // namespace

std::string_view code_of(RowDefect defect) {
    constexpr std::array<std::string_view, 5> k_codes = {
        "",
        "REQUIRED_FIELD_MISSING",
        "MALFORMED_ID",
        "INVALID_CROSS_REFERENCE_KEY",
        "INVALID_FIELD"};
    return k_codes.at(static_cast<std::size_t>(defect));
}

std::string data_of(const std::vector<LoadRow>& rows, ContentType form, bool with_bad_column) {
    if (form == ContentType::json) return json_of(rows, with_bad_column);
    if (form == ContentType::xml) return xml_of(rows, with_bad_column);
    return csv_of(rows, with_bad_column);
}

}  // namespace rowlock
