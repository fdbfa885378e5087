#include "harness/batcher/answer_text.hpp"

#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <limits>

namespace rowlock::batcher {
namespace {

Misbehaviour garbage(std::string what) {
    return {MisbehaviourKind::garbage, std::move(what), {}};
}

/// A start of the text that a person can look at.
std::string sample_of(std::string_view text) {
    constexpr std::size_t k_shown = 60;
    std::string shown;
    for (const char c : text.substr(0, k_shown)) {
        shown += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return "'" + shown + (text.size() > k_shown ? "..." : "") + "'";
}

bool read_number(std::string_view text, std::uint64_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

bool read_small_number(std::string_view text, std::uint32_t& number) {
    if (text.empty()) return true;
    std::uint64_t wide = 0;
    if (!read_number(text, wide) || wide > std::numeric_limits<std::uint32_t>::max()) return false;
    number = static_cast<std::uint32_t>(wide);
    return true;
}

/// A label may be a text or a number.
std::string label_of(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    return value.is_null() ? std::string{} : value.dump();
}

/// What stands in a JSON object beside rows: lane, phase, feed. False if it makes no sense.
bool read_how(const Json& object, AnswerBatch& how) {
    const auto lane = object.find("lane");
    if (lane != object.end()) {
        if (!lane->is_string() || !read_lane(lane->get<std::string>(), how.lane)) return false;
    }
    for (const auto& [name, number] :
         {std::pair{"phase", &how.phase}, std::pair{"feed", &how.feed_group}}) {
        const auto found = object.find(name);
        if (found == object.end()) continue;
        if (!found->is_number_unsigned()) return false;
        const auto wide = found->get<std::uint64_t>();
        if (wide > std::numeric_limits<std::uint32_t>::max()) return false;
        *number = static_cast<std::uint32_t>(wide);
    }
    return true;
}

template <class T>
bool read_claim(const Json& value, std::optional<T>& claim) {
    if (value.is_null()) return true;
    bool sound = value.is_number_unsigned();
    if constexpr (std::is_same_v<T, bool>) sound = value.is_boolean();
    if constexpr (std::is_same_v<T, double>) sound = value.is_number();
    if (sound) claim = value.get<T>();
    return sound;
}

/// False if there is no claim of that name, or the value makes no sense.
bool read_claim(std::string_view name, const Json& value, Claims& claims) {
    if (name == "safe") return read_claim(value, claims.safe);
    if (name == "rows") return read_claim(value, claims.rows);
    if (name == "batches") return read_claim(value, claims.batches);
    if (name == "sharedKeys") return read_claim(value, claims.shared_keys);
    if (name == "makespan") return read_claim(value, claims.makespan);
    if (name == "lowerBound") return read_claim(value, claims.lower_bound);
    return false;
}

/// What is wrong with the claims of a plan; empty if they are sound. One of another name would
/// never be checked, and nobody would know.
std::string read_claims(const Json& object, Claims& claims) {
    const auto found = object.find("claims");
    if (found == object.end() || found->is_null()) return {};
    if (!found->is_object()) return "its \"claims\" are no JSON object";
    for (const auto& [name, value] : found->items()) {
        if (read_claim(name, value, claims)) continue;
        return "its claim " + sample_of(name) +
               " makes no sense; there are safe, rows, batches, sharedKeys, makespan, lowerBound";
    }
    return {};
}

/// `[1, 2]`, or `{"rows": [1, 2], "lane": "serial"}`.
bool read_json_batch(const Json& json, std::size_t number, AnswerBuilder& builder) {
    AnswerBatch how;
    if (json.is_object() && !read_how(json, how)) return false;
    const Json* rows = &json;
    std::string label = std::to_string(number);
    if (json.is_object()) {
        const auto found = json.find("rows");
        if (found == json.end()) return false;
        rows = &*found;
        if (const auto name = json.find("name"); name != json.end()) label = label_of(*name);
    }
    if (!rows->is_array()) return false;
    builder.batch(label, how);
    return std::all_of(rows->begin(), rows->end(), [&](const Json& row) {
        if (!row.is_number_unsigned()) return false;
        builder.add(label, row.get<std::uint64_t>(), how);
        return true;
    });
}

Reply read_json_plan(const Instance& instance, const Json& json) {
    if (const auto error = json.find("error"); error != json.end()) {
        return Misbehaviour{
            MisbehaviourKind::refusal, "it said " + sample_of(label_of(*error)), {}};
    }
    AnswerBuilder builder{instance};
    const auto batches = json.find("batches");
    if (batches == json.end() || !batches->is_array()) {
        return garbage("its answer has no list \"batches\"");
    }
    std::size_t number = 0;
    for (const Json& batch : *batches) {
        ++number;
        if (!read_json_batch(batch, number, builder)) {
            return garbage("batch " + std::to_string(number) + " of its answer makes no sense");
        }
    }
    if (const auto aside = json.find("setAside"); aside != json.end()) {
        if (!aside->is_array()) return garbage("its \"setAside\" is no list of rows");
        for (const Json& row : *aside) {
            if (!row.is_number_unsigned()) return garbage("its \"setAside\" is no list of rows");
            builder.set_aside(row.get<std::uint64_t>());
        }
    }
    if (auto fault = read_claims(json, builder.answer().claims); !fault.empty()) {
        return garbage(std::move(fault));
    }
    if (!builder.fault().empty()) return garbage(builder.fault());
    return std::move(builder.answer());
}

/// One line of JSON a row: {"row": 1, "batch": "a", "lane": "parallel"}.
bool read_json_row(const Json& json, AnswerBuilder& builder) {
    const auto row = json.find("row");
    const auto batch = json.find("batch");
    AnswerBatch how;
    if (row == json.end() || !row->is_number_unsigned() || !read_how(json, how)) return false;
    if (batch == json.end() || label_of(*batch).empty()) {
        builder.set_aside(row->get<std::uint64_t>());
    } else {
        builder.add(label_of(*batch), row->get<std::uint64_t>(), how);
    }
    return true;
}

Reply read_json_lines(const Instance& instance, std::string_view text) {
    AnswerBuilder builder{instance};
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        const auto json = parse_json(line);
        if (!json || !json->is_object()) {
            return garbage("it wrote " + sample_of(line) + ", which is no JSON object");
        }
        if (!json->contains("row")) return read_json_plan(instance, *json);
        if (!read_json_row(*json, builder)) {
            return garbage("it wrote " + sample_of(line) + ", which is no row with its batch");
        }
    }
    if (!builder.fault().empty()) return garbage(builder.fault());
    return std::move(builder.answer());
}

constexpr std::size_t k_columns = 5;

/// Where row, batch, lane, phase and feed stand; k_columns for those that do not.
bool read_header(const std::vector<CsvCell>& cells, std::array<std::size_t, k_columns>& places) {
    constexpr std::array<std::string_view, k_columns> k_names{
        "row", "batch", "lane", "phase", "feed"};
    places.fill(cells.size());
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        const auto name = std::find(k_names.begin(), k_names.end(), cells[cell].text);
        if (name == k_names.end()) return false;
        places[static_cast<std::size_t>(name - k_names.begin())] = cell;
    }
    return places[0] < cells.size() && places[1] < cells.size();
}

Reply read_csv(const Instance& instance, std::string_view text) {
    const bool crlf = text.substr(0, text.find('\n')).ends_with('\r');
    const CsvRows rows = find_csv_rows(text, crlf ? LineEnding::crlf : LineEnding::lf);
    if (rows.count() == 0) return garbage("it wrote nothing");
    CsvRowReader reader{Delimiter::comma};
    std::array<std::size_t, k_columns> places{};
    AnswerBuilder builder{instance};
    for (std::size_t number = 0; number < rows.count(); ++number) {
        const std::string_view line = rows.row(text, number);
        const auto cells = reader.read(line);
        if (number == 0) {
            if (cells && read_header(**cells, places)) continue;
            return garbage(
                "its first line is " + sample_of(line) + ", not row,batch[,lane,phase,feed]"
            );
        }
        const auto cell = [&](std::size_t column) {
            const auto& row = **cells;
            return places[column] < row.size() ? row[places[column]].text : std::string_view{};
        };
        std::uint64_t row = 0;
        AnswerBatch how;
        const bool sound = cells && read_number(cell(0), row) && read_lane(cell(2), how.lane) &&
                           read_small_number(cell(3), how.phase) &&
                           read_small_number(cell(4), how.feed_group);
        if (!sound)
            return garbage("it wrote " + sample_of(line) + ", which is no row with its batch");
        if (cell(1).empty()) {
            builder.set_aside(row);
        } else {
            builder.add(cell(1), row, how);
        }
    }
    if (!builder.fault().empty()) return garbage(builder.fault());
    return std::move(builder.answer());
}

void write_columns(JsonWriter& json, const Instance& instance) {
    json.key("columns").begin_array();
    for (const Column& column : instance.columns) json.value(column.name);
    json.end_array().key("keyColumns").begin_array();
    for (std::size_t i = 0; i < instance.columns.size(); ++i) {
        if (instance.columns[i].is_key) json.value(std::uint64_t{i});
    }
    json.end_array();
}

}  // namespace

bool read_lane(std::string_view word, BatchLane& lane) {
    if (word.empty()) return true;
    for (const BatchLane each : {BatchLane::parallel, BatchLane::serial, BatchLane::feed}) {
        if (name_of(each) != word) continue;
        lane = each;
        return true;
    }
    return false;
}

AnswerBatch& AnswerBuilder::batch(std::string_view label, const AnswerBatch& how) {
    auto& batches = answer_.batches;
    const auto found = std::find_if(batches.begin(), batches.end(), [&](const AnswerBatch& each) {
        return each.label == label;
    });
    if (found == batches.end()) {
        batches.push_back(how);
        batches.back().label = label;
        return batches.back();
    }
    const bool same =
        found->lane == how.lane && found->phase == how.phase && found->feed_group == how.feed_group;
    if (!same) fault_ = "its batch " + sample_of(label) + " is in two lanes, phases or feeds";
    return *found;
}

void AnswerBuilder::add(std::string_view label, std::uint64_t row, const AnswerBatch& how) {
    AnswerBatch& into = batch(label, how);
    if (row >= 1 && row <= rows_) {
        into.rows.push_back(static_cast<std::uint32_t>(row - 1));
    } else {
        into.invented.push_back("row " + std::to_string(row));
    }
}

void AnswerBuilder::set_aside(std::uint64_t row) {
    if (row >= 1 && row <= rows_) {
        answer_.set_aside.push_back(static_cast<std::uint32_t>(row - 1));
    } else {
        fault_ = "it set aside row " + std::to_string(row) + ", which does not exist";
    }
}

std::string request_line(const Instance& instance, std::uint64_t number) {
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("case", number);
    json.member("object", instance.object).member("operation", instance.operation);
    json.member("rowsMax", instance.caps.rows).member("bytesMax", instance.caps.bytes);
    json.member("chunkRows", instance.caps.chunk_rows).member("workers", instance.workers);
    json.member("lineEnding", name_of(instance.line_ending));
    json.member("headerBytes", std::uint64_t{header_line(instance).size()});
    write_columns(json, instance);
    json.key("rows").begin_array();
    for (const auto& row : instance.rows) {
        json.begin_array();
        for (const std::string& cell : row) json.value(cell);
        json.end_array();
    }
    json.end_array().key("rowBytes").begin_array();
    for (std::size_t row = 0; row < instance.rows.size(); ++row) {
        json.value(row_bytes(instance, row));
    }
    json.end_array().end_object();
    text += '\n';
    return text;
}

Reply read_answer_line(const Instance& instance, std::string_view line, std::uint64_t number) {
    const auto json = parse_json(line);
    if (!json || !json->is_object()) {
        return garbage("it wrote " + sample_of(line) + ", which is no JSON object");
    }
    const auto echoed = json->find("case");
    if (echoed != json->end() && *echoed != number) {
        return garbage(
            "it answered case " + sample_of(label_of(*echoed)) + " when asked about case " +
            std::to_string(number)
        );
    }
    return read_json_plan(instance, *json);
}

Reply read_answer(const Instance& instance, std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && text[first] == '{') {
        return read_json_lines(instance, text);
    }
    return read_csv(instance, text);
}

}  // namespace rowlock::batcher
