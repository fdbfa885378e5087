#include "mockorg/api/bulk1_records.hpp"

#include "mockorg/api/record_json.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/xml_spaces.hpp"
#include "mockorg/codec/xml_writer.hpp"
#include "mockorg/engine/field_tree.hpp"
#include "mockorg/engine/record_json.hpp"
#include "mockorg/engine/xml_batch.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {
namespace {

constexpr std::string_view k_no_records = "Records not found for this query";
constexpr std::string_view k_nil = "xsi:nil";

/// Writes the records of one result in XML or JSON.
class RecordFile {
public:
    RecordFile(std::shared_ptr<const QueryResult> result, DataForm form, double api_version)
        : result_(std::move(result)),
          form_(form),
          api_version_(api_version),
          fields_(field_tree(result_->columns())),
          reader_(*result_, 0, result_->size()) {}

    bool write_piece(std::string& out) {
        const std::size_t enough = out.size() + k_piece_bytes;
        if (is_first_) write_begin(out);
        while (!reader_.done() && out.size() < enough) {
            const QueryResult::Row row = reader_.next();
            if (form_ == DataForm::json) {
                if (!is_first_) out.push_back(',');
                JsonWriter json{out};
                write_record(json, row, row.record(), fields_);
            } else {
                XmlWriter xml{out};
                xml.open("records").attribute("xsi:type", "sObject");
                write_record(xml, row, row.record(), fields_);
                xml.close();
            }
            is_first_ = false;
        }
        if (!reader_.done()) return true;
        out.append(form_ == DataForm::json ? "]" : "</queryResult>");
        return false;
    }

private:
    const Store& records() const { return result_->records(); }

    const std::string& object_name(RecordHandle record) const {
        return records().schema().object(record.object).name;
    }

    void write_begin(std::string& out) const {
        if (form_ == DataForm::json) {
            out.push_back('[');
            return;
        }
        XmlWriter xml{out};
        xml.declaration().open("queryResult").declare_namespace(k_dataload_namespace);
        xml.declare_namespace(k_xml_instance_space, "xsi").text("");
    }

    void write_record(
        JsonWriter& json,
        const QueryResult::Row& row,
        RecordHandle record,
        const std::vector<FieldNode>& fields
    ) const {
        const std::string& object = object_name(record);
        json.begin_object().key("attributes").begin_object().member("type", object);
        json.member("url", record_url(object, records().id_of(record), api_version_)).end_object();
        for (const FieldNode& node : fields) {
            json.key(node.name);
            if (!node.is_parent()) {
                write_value(json, row.value(node.column), result_->columns()[node.column].type);
            } else if (const auto parent = find_parent(records(), row.record(), node)) {
                write_record(json, row, *parent, node.members);
            } else {
                json.null();
            }
        }
        json.end_object();
    }

    void write_value(JsonWriter& json, const Value& value, FieldType type) const {
        std::string text;
        switch (value.kind) {
            case Value::Kind::null:
                json.null();
                return;
            case Value::Kind::boolean:
                json.value(value.boolean);
                return;
            case Value::Kind::number:
                append_json_number(text, type, value.number);
                json.raw(text);
                return;
            case Value::Kind::datetime:
                json.value(value.datetime);
                return;
            case Value::Kind::text:
                json.value(value.text);
                return;
            case Value::Kind::date:
            case Value::Kind::reference:
                append_bulk_value(text, value, type, records());
                json.value(text);
                return;
        }
    }

    void write_record(
        XmlWriter& xml,
        const QueryResult::Row& row,
        RecordHandle record,
        const std::vector<FieldNode>& fields
    ) const {
        xml.element("type", object_name(record));
        const bool has_id = std::any_of(fields.begin(), fields.end(), [](const FieldNode& node) {
            return node.name == "Id";
        });
        if (has_id) {
            xml.element("Id", records().id_of(record).text());
        } else {
            xml.open("Id").attribute(k_nil, "true").close();
        }
        for (const FieldNode& node : fields) write_field(xml, row, node);
    }

    void write_field(XmlWriter& xml, const QueryResult::Row& row, const FieldNode& node) const {
        xml.open(node.name);
        if (node.is_parent()) {
            if (const auto parent = find_parent(records(), row.record(), node)) {
                xml.attribute("xsi:type", "sObject");
                write_record(xml, row, *parent, node.members);
            } else {
                xml.attribute(k_nil, "true");
            }
        } else if (const Value value = row.value(node.column); value.is_null()) {
            xml.attribute(k_nil, "true");
        } else {
            std::string text;
            append_bulk_value(text, value, result_->columns()[node.column].type, records());
            xml.text(text);
        }
        xml.close();
    }

    std::shared_ptr<const QueryResult> result_;
    DataForm form_;
    double api_version_;
    std::vector<FieldNode> fields_;
    QueryResult::Reader reader_;
    bool is_first_ = true;
};

}  // namespace

BodySource query_records(
    std::shared_ptr<const QueryResult> result, DataForm form, double api_version
) {
    if (form == DataForm::csv && result->size() == 0) {
        return [](std::string& out) {
            out.append(k_no_records);
            return false;
        };
    }
    if (form == DataForm::csv) {
        const std::size_t rows = result->size();
        return query_csv(std::move(result), CsvFormat{}, ColumnOrder::as_asked, 0, rows);
    }
    const auto file = std::make_shared<RecordFile>(std::move(result), form, api_version);
    return [file](std::string& out) { return file->write_piece(out); };
}

}  // namespace rowlock
