#include "mockorg/api/bulk1_results.hpp"

#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/xml_spaces.hpp"
#include "mockorg/codec/xml_writer.hpp"
#include "mockorg/engine/xml_batch.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

/// `CODE:message:A,B --` taken apart again. The message may hold colons, code and fields cannot.
struct RowError {
    std::string_view code;
    std::string_view message;
    std::vector<std::string_view> fields;
};

RowError parse_row_error(std::string_view text) {
    RowError error;
    const std::size_t first = std::min(text.find(':'), text.size());
    const std::size_t last = std::min(text.rfind(':'), text.size());
    error.code = text.substr(0, first);
    if (last == first) return error;
    error.message = text.substr(first + 1, last - first - 1);
    std::string_view fields = text.substr(last + 1);
    fields.remove_suffix(std::min(fields.size(), std::string_view{" --"}.size()));
    while (!fields.empty()) {
        const std::size_t end = std::min(fields.find(','), fields.size());
        error.fields.push_back(fields.substr(0, end));
        fields.remove_prefix(std::min(end + 1, fields.size()));
    }
    return error;
}

std::string_view word_of(bool flag) {
    return flag ? "true" : "false";
}

void write_csv_row(const BatchRows::Row& row, std::string& out) {
    out.push_back('"');
    if (row.id) row.id->append_to(out);
    out.append("\",\"").append(word_of(row.success())).append("\",\"");
    out.append(word_of(row.created)).append("\",");
    append_quoted(out, row.error);
    out.push_back('\n');
}

void write_json_row(const BatchRows::Row& row, std::string& out) {
    JsonWriter json{out};
    json.begin_object().member("success", row.success()).member("created", row.created).key("id");
    if (row.id) {
        json.value(row.id->text());
    } else {
        json.null();
    }
    json.key("errors").begin_array();
    if (!row.error.empty()) {
        const RowError error = parse_row_error(row.error);
        json.begin_object().member("statusCode", error.code).member("message", error.message);
        json.key("fields").begin_array();
        for (const std::string_view field : error.fields) json.value(field);
        json.end_array().end_object();
    }
    json.end_array().end_object();
}

/// wsc reads errors, id, success and created in this order.
void write_xml_row(const BatchRows::Row& row, std::string& out) {
    XmlWriter xml{out};
    xml.open("result");
    if (!row.error.empty()) {
        const RowError error = parse_row_error(row.error);
        xml.open("errors");
        for (const std::string_view field : error.fields) xml.element("fields", field);
        xml.element("message", error.message).element("statusCode", error.code).close();
    }
    if (row.id) {
        xml.element("id", row.id->text());
    } else {
        xml.open("id").declare_namespace(k_xml_instance_space, "xsi");
        xml.attribute("xsi:nil", "true").close();
    }
    xml.element("success", word_of(row.success())).element("created", word_of(row.created)).close();
}

/// What stands around and between the rows of a form.
struct Frame {
    std::string begin;
    std::string_view between;
    std::string_view end;
};

Frame results_frame(DataForm form) {
    switch (form) {
        case DataForm::json:
            return {"[", ",", "]"};
        case DataForm::xml: {
            Frame frame{{}, "", "</results>"};
            XmlWriter xml{frame.begin};
            xml.declaration().open("results").declare_namespace(k_dataload_namespace).text("");
            return frame;
        }
        case DataForm::csv:
            break;
    }
    return {"\"Id\",\"Success\",\"Created\",\"Error\"\n", "", ""};
}

/// A result file on its way out.
struct ResultFile {
    BatchRows rows;
    DataForm form;
    Frame frame;
    std::uint32_t next = 0;

    void write_row(std::string& out) const {
        const BatchRows::Row row = rows.row(next);
        if (next > 0) out.append(frame.between);
        if (form == DataForm::csv) write_csv_row(row, out);
        if (form == DataForm::json) write_json_row(row, out);
        if (form == DataForm::xml) write_xml_row(row, out);
    }

    bool write_piece(std::string& out) {
        const std::size_t enough = out.size() + k_piece_bytes;
        if (next == 0) out.append(frame.begin);
        for (; next < rows.size() && out.size() < enough; ++next) write_row(out);
        if (next < rows.size()) return true;
        out.append(frame.end);
        return false;
    }
};

}  // namespace

BodySource batch_results(BatchRows rows, DataForm form) {
    const auto file =
        std::make_shared<ResultFile>(ResultFile{std::move(rows), form, results_frame(form), 0});
    return [file](std::string& out) { return file->write_piece(out); };
}

}  // namespace rowlock
