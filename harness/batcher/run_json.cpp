#include "harness/batcher/run_report.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <algorithm>

namespace rowlock::batcher {
namespace {

const Counterexample* counterexample_of(const RunReport& report, const Property* property) {
    for (const Counterexample& found : report.result->counterexamples) {
        if (found.property == property) return &found;
    }
    return nullptr;
}

void write_properties(JsonWriter& json, const RunReport& report) {
    json.key("properties").begin_array();
    for (const Property* const property : report.properties) {
        json.begin_object().member("id", property->id).member("name", property->name);
        json.member("title", property->title).member("grade", name_of(property->grade));
        json.member("held", counterexample_of(report, property) == nullptr).end_object();
    }
    json.end_array();
}

void write_labels(JsonWriter& json, const RunReport& report) {
    const auto& labels = all_labels();
    const auto& missing = report.result->missing_labels;
    json.key("labels").begin_array();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const bool rare = std::find(missing.begin(), missing.end(), i) != missing.end();
        json.begin_object().member("name", labels[i].name);
        json.member("cases", report.result->labels.counts()[i]).member("tooRare", rare);
        json.end_object();
    }
    json.end_array();
}

void write_instance(JsonWriter& json, const Instance& instance) {
    json.key("input").begin_object();
    json.member("object", instance.object).member("operation", instance.operation);
    json.member("rowsMax", instance.caps.rows).member("bytesMax", instance.caps.bytes);
    json.member("workers", instance.workers);
    json.key("columns").begin_array();
    for (const Column& column : instance.columns) json.value(column.name);
    json.end_array().key("keyColumns").begin_array();
    for (const Column& column : instance.columns) {
        if (column.is_key) json.value(column.name);
    }
    json.end_array().key("rows").begin_array();
    for (const auto& row : instance.rows) {
        json.begin_array();
        for (const std::string& cell : row) json.value(cell);
        json.end_array();
    }
    json.end_array().end_object();
}

void write_reply(JsonWriter& json, const Reply& reply) {
    json.key("batches").begin_array();
    if (const auto* const answer = std::get_if<Answer>(&reply)) {
        for (const AnswerBatch& batch : answer->batches) {
            json.begin_object().member("lane", name_of(batch.lane)).member("phase", batch.phase);
            json.member("feed", batch.feed_group).key("rows").begin_array();
            for (const std::uint32_t row : batch.rows) json.value(row + 1);
            json.end_array().end_object();
        }
    }
    json.end_array().key("misbehaviour");
    if (const auto* const trouble = std::get_if<Misbehaviour>(&reply)) {
        json.begin_object().member("kind", name_of(trouble->kind)).member("what", trouble->what);
        json.member("diagnostics", trouble->diagnostics).end_object();
    } else {
        json.null();
    }
}

void write_counterexample(
    JsonWriter& json, const Counterexample& found, const CounterexampleNotes& notes
) {
    json.begin_object().member("property", found.property->id);
    json.member("name", found.property->name).member("grade", name_of(found.property->grade));
    json.member("sentence", found.violation.sentence).key("rows").begin_array();
    for (const std::uint32_t row : found.violation.rows) json.value(row + 1);
    json.end_array().member("case", found.case_number).key("stored");
    if (found.stored_name.empty()) {
        json.null();
    } else {
        json.value(found.stored_name);
    }
    json.member("rowsBefore", std::uint64_t{found.original.rows.size()});
    json.member("shrinkSteps", found.shrink_steps).member("cutShort", found.cut_short);
    write_instance(json, render(found.minimal));
    write_reply(json, found.reply);
    json.member("folder", notes.folder).member("replay", notes.replay).end_object();
}

}  // namespace

std::string run_report_json(const RunReport& report) {
    const RunResult& result = *report.result;
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("schemaVersion", 1).member("command", "test-batcher");
    json.member("batcher", report.batcher).member("passed", report.passed());
    json.member("summary", run_verdict(report)).member("seed", report.seed);
    json.member("cases", result.cases).member("storedCases", result.stored_cases);
    json.member("questions", result.questions).member("stopped", result.stopped);
    json.member("gaveUp", result.gave_up);
    write_properties(json, report);
    write_labels(json, report);
    json.key("counterexamples").begin_array();
    for (std::size_t i = 0; i < result.counterexamples.size(); ++i) {
        write_counterexample(json, result.counterexamples[i], report.notes[i]);
    }
    json.end_array().end_object();
    text += '\n';
    return text;
}

}  // namespace rowlock::batcher
