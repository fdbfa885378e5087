#include "harness/batcher/case_file.hpp"

#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <nlohmann/json.hpp>

#include <limits>
#include <optional>

namespace rowlock::batcher {
namespace {

constexpr std::size_t k_rows_max = 100'000;

void write_column(JsonWriter& json, const Column& column) {
    json.begin_object().member("name", column.name).member("object", column.object);
    json.member("prefix", std::string_view{column.prefix.data(), column.prefix.size()});
    if (column.external) json.member("external", true);
    if (column.quoted) json.member("quoted", true);
    json.end_object();
}

void write_key(JsonWriter& json, const KeyCell& cell) {
    json.begin_object();
    if (cell.parent != k_no_parent) json.member("parent", unsigned{cell.parent});
    if (cell.form != IdForm::long_id) json.member("form", name_of(cell.form));
    if (cell.blank != Blank::empty) json.member("blank", name_of(cell.blank));
    if (cell.padded) json.member("padded", true);
    json.end_object();
}

void write_row(JsonWriter& json, const AbstractRow& row) {
    json.begin_object().member("name", unsigned{row.name});
    if (row.text != TextStyle::plain) json.member("text", name_of(row.text));
    if (row.filling > 0) json.member("filling", unsigned{row.filling});
    json.key("keys").begin_array();
    for (const KeyCell& cell : row.keys) write_key(json, cell);
    json.end_array().end_object();
}

/// Reads members of one object; remembers the first that makes no sense.
class Members {
public:
    Members(const Json& object, std::string& fault) : object_(object), fault_(fault) {
        if (!object.is_object()) blame("an object");
    }

    template <class Number>
    Number number(const char* name, Number otherwise) {
        const Json* const value = find(name);
        if (value == nullptr) return otherwise;
        const bool fits = value->is_number_unsigned() &&
                          value->get<std::uint64_t>() <= std::numeric_limits<Number>::max();
        if (!fits) blame(name);
        return fits ? value->get<Number>() : otherwise;
    }

    bool flag(const char* name, bool otherwise) {
        const Json* const value = find(name);
        if (value == nullptr) return otherwise;
        if (!value->is_boolean()) blame(name);
        return value->is_boolean() ? value->get<bool>() : otherwise;
    }

    std::string text(const char* name, std::string otherwise) {
        const Json* const value = find(name);
        if (value == nullptr) return otherwise;
        if (!value->is_string()) blame(name);
        return value->is_string() ? value->get<std::string>() : otherwise;
    }

    /// A word of an enumeration with so many values, by their names.
    template <class Enum>
    Enum word(const char* name, std::uint8_t count, Enum otherwise) {
        const std::string wanted = text(name, std::string{name_of(otherwise)});
        for (std::uint8_t i = 0; i < count; ++i) {
            if (name_of(static_cast<Enum>(i)) == wanted) return static_cast<Enum>(i);
        }
        blame(name);
        return otherwise;
    }

    /// Empty if there is none.
    const Json& list(const char* name) {
        static const Json k_empty = Json::array();
        const Json* const value = find(name);
        if (value != nullptr && value->is_array() && value->size() <= k_rows_max) return *value;
        blame(name);
        return k_empty;
    }

private:
    const Json* find(const char* name) const {
        if (!object_.is_object()) return nullptr;
        const auto found = object_.find(name);
        return found == object_.end() ? nullptr : &*found;
    }

    void blame(const char* what) {
        if (fault_.empty()) fault_ = what;
    }

    const Json& object_;
    std::string& fault_;
};

Column read_column(const Json& json, std::string& fault) {
    Members members{json, fault};
    Column column;
    column.is_key = true;
    column.name = members.text("name", "");
    column.object = members.text("object", "");
    column.external = members.flag("external", false);
    column.quoted = members.flag("quoted", false);
    const std::string prefix = members.text("prefix", "");
    if (prefix.size() != column.prefix.size()) {
        fault = "prefix";
    } else {
        std::copy(prefix.begin(), prefix.end(), column.prefix.begin());
    }
    return column;
}

AbstractRow read_row(const Json& json, std::string& fault) {
    Members members{json, fault};
    AbstractRow row;
    row.name = members.number("name", row.name);
    row.text = members.word("text", k_text_styles, row.text);
    row.filling = members.number("filling", row.filling);
    for (const Json& key : members.list("keys")) {
        Members parts{key, fault};
        KeyCell cell;
        cell.parent = parts.number("parent", cell.parent);
        cell.form = parts.word("form", k_id_forms, cell.form);
        cell.blank = parts.word("blank", k_blanks, cell.blank);
        cell.padded = parts.flag("padded", cell.padded);
        row.keys.push_back(cell);
    }
    return row;
}

}  // namespace

std::string case_json(const AbstractCase& abstract, std::string_view property) {
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("rowlockCase", 1);
    if (!property.empty()) json.member("property", property);
    json.member("object", abstract.object).member("operation", abstract.operation);
    json.member("rowsMax", abstract.caps.rows).member("bytesMax", abstract.caps.bytes);
    json.member("chunkRows", abstract.caps.chunk_rows).member("workers", abstract.workers);
    json.member("crlf", abstract.crlf).member("finalLineEnd", abstract.final_line_end);
    json.member("byteOrderMark", abstract.byte_order_mark).member("noBytes", abstract.no_bytes);
    json.member("doubledColumns", abstract.doubled_columns);
    json.member("scatteredIds", abstract.scattered_ids);
    json.member("letterPlace", unsigned{abstract.letter_place});
    json.member("turnedColumns", unsigned{abstract.turned_columns});
    json.key("columns").begin_array();
    for (const Column& column : abstract.key_columns) write_column(json, column);
    json.end_array().key("rows").begin_array();
    for (const AbstractRow& row : abstract.rows) write_row(json, row);
    json.end_array().end_object();
    text += '\n';
    return text;
}

Result<AbstractCase> parse_case(std::string_view text, std::string_view file) {
    const auto json = parse_json(text, true);
    if (!json) {
        return fail(ErrorCode::bad_file, std::string{file} + ": " + json.error().message);
    }
    std::string fault;
    Members members{*json, fault};
    AbstractCase abstract;
    if (members.number("rowlockCase", 0U) != 1) fault = "rowlockCase, which is to be 1";
    abstract.object = members.text("object", abstract.object);
    abstract.operation = members.text("operation", abstract.operation);
    abstract.caps.rows = members.number("rowsMax", abstract.caps.rows);
    abstract.caps.bytes = members.number("bytesMax", abstract.caps.bytes);
    abstract.caps.chunk_rows = members.number("chunkRows", abstract.caps.chunk_rows);
    abstract.workers = members.number("workers", abstract.workers);
    abstract.crlf = members.flag("crlf", abstract.crlf);
    abstract.final_line_end = members.flag("finalLineEnd", abstract.final_line_end);
    abstract.byte_order_mark = members.flag("byteOrderMark", abstract.byte_order_mark);
    abstract.no_bytes = members.flag("noBytes", abstract.no_bytes);
    abstract.doubled_columns = members.flag("doubledColumns", abstract.doubled_columns);
    abstract.scattered_ids = members.flag("scatteredIds", abstract.scattered_ids);
    abstract.letter_place = members.number("letterPlace", abstract.letter_place);
    abstract.turned_columns = members.number("turnedColumns", abstract.turned_columns);
    for (const Json& column : members.list("columns")) {
        abstract.key_columns.push_back(read_column(column, fault));
    }
    for (const Json& row : members.list("rows")) abstract.rows.push_back(read_row(row, fault));
    if (fault.empty()) fault = fault_of(abstract);
    if (fault.empty()) return abstract;
    return fail(ErrorCode::bad_file, std::string{file} + ": is no case: see " + fault);
}

}  // namespace rowlock::batcher
