#include "harness/calibrate/report.hpp"
#include "mockorg/codec/json_writer.hpp"

namespace rowlock {
namespace {

void append_range(JsonWriter& json, std::string_view name, const ValueRange& range) {
    json.key(name).begin_array().value(range.low).value(range.high).end_array();
}

void append_belief(JsonWriter& json, const BeliefRange& belief) {
    append_range(json, "range80", belief.likely);
    append_range(json, "range95", belief.nearly_sure);
}

void append_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    json.key(name).begin_array();
    for (const std::string& text : texts) json.value(text);
    json.end_array();
}

void append_run(JsonWriter& json, const RunFinding& run) {
    json.begin_object()
        .member("name", run.name)
        .member("rows", run.rows)
        .member("batches", run.batches)
        .member("batchesSimulated", run.batches_simulated);
    json.key("statistics").begin_array();
    for (const StatisticFinding& statistic : run.statistics) {
        json.begin_object()
            .member("statistic", name_of(statistic.statistic))
            .member("observed", statistic.observed);
        append_belief(json, statistic.explained);
        json.end_object();
    }
    json.end_array();
    append_texts(json, "notes", run.notes);
    json.end_object();
}

void append_parameter(JsonWriter& json, const ParameterFinding& finding) {
    json.begin_object().member("parameter", name_of(finding.parameter));
    json.key("considered").begin_array();
    json.value(finding.considered.low).value(finding.considered.high).end_array();
    append_belief(json, finding.range);
    json.member("narrowed", finding.narrowed).end_object();
}

void append_profile(JsonWriter& json, const ProfileFinding& profile) {
    json.begin_object().member("relativeLikelihood", profile.relative_likelihood);
    for (std::size_t i = 0; i < k_parameters; ++i)
        json.member(name_of(static_cast<Parameter>(i)), profile.values[i]);
    json.end_object();
}

void append_prediction(JsonWriter& json, const PredictionFinding& prediction) {
    json.begin_object()
        .member("load", prediction.name)
        .member("rows", prediction.rows)
        .member("batches", prediction.batches)
        .member("batchesSimulated", prediction.batches_simulated);
    json.key("failedShare").begin_object();
    append_belief(json, prediction.failed_share);
    json.end_object().key("durationSeconds");
    if (prediction.duration) {
        json.begin_object();
        append_belief(json, *prediction.duration);
        json.end_object();
    } else {
        json.null();
    }
    append_texts(json, "notes", prediction.notes);
    json.end_object();
}

}  // namespace

std::string json_of(const CalibrationReport& report) {
    std::string out;
    JsonWriter json{out};
    json.begin_object()
        .member("schemaVersion", k_calibration_version)
        .member("command", "calibrate")
        .member("explained", !report.unexplained)
        .member("interrupted", report.interrupted)
        .member("candidates", report.candidates)
        .member("effectiveCandidates", report.effective_candidates)
        .member("dispersion", report.dispersion);
    json.key("runs").begin_array();
    for (const RunFinding& run : report.runs) append_run(json, run);
    json.end_array().key("parameters").begin_array();
    for (const ParameterFinding& finding : report.parameters) append_parameter(json, finding);
    json.end_array().key("profiles").begin_array();
    for (const ProfileFinding& profile : report.profiles) append_profile(json, profile);
    json.end_array().key("confounded").begin_array();
    for (const Confounding& pair : report.confoundings) {
        json.begin_object()
            .member("first", name_of(pair.first))
            .member("second", name_of(pair.second))
            .member("correlation", pair.correlation)
            .end_object();
    }
    json.end_array().key("predictions").begin_array();
    for (const PredictionFinding& prediction : report.predictions)
        append_prediction(json, prediction);
    json.end_array();
    append_texts(json, "warnings", report.warnings);
    append_texts(json, "advice", report.advice);
    json.end_object();
    return out;
}

}  // namespace rowlock
