#include "checks/report/json_report.hpp"

#include "checks/report/shape_wording.hpp"
#include "checks/report/wording.hpp"
#include "mockorg/codec/json_writer.hpp"

namespace rowlock {
namespace {

constexpr int k_version = 1;

class JsonReport {
public:
    JsonReport(const CheckReport& report, std::string& out) : report_(report), json_(out) {}

    void write() {
        json_.begin_object();
        json_.member("schemaVersion", k_version).member("command", "check");
        json_.member("version", report_.tool_version);
        json_.member("verdict", name_of(report_.verdict()));
        json_.member("summary", verdict_sentence(report_));
        json_.member("advice", verdict_advice(report_));
        write_load();
        json_.key("conflicts").begin_object();
        json_.key("certain");
        write_conflicts(report_.hard);
        json_.key("possible");
        write_conflicts(report_.all);
        json_.end_object();
        write_windows();
        write_list("assumptions", report_.assumptions);
        write_unresolved();
        write_skew();
        write_components();
        write_bounds();
        write_forecast();
        write_finished();
        write_findings();
        json_.end_object();
    }

private:
    void write_list(std::string_view name, const std::vector<std::string>& texts) {
        json_.key(name).begin_array();
        for (const std::string& text : texts) json_.value(text);
        json_.end_array();
    }

    template <class T>
    void optional_member(std::string_view name, const std::optional<T>& value) {
        json_.key(name);
        if (value) {
            json_.value(*value);
        } else {
            json_.null();
        }
    }

    void write_load() {
        const CheckedLoad& load = report_.load;
        json_.key("load").begin_object();
        json_.member("object", load.object).member("operation", load.operation);
        json_.member("rows", load.rows).member("unreadableRows", load.unreadable_rows);
        json_.member("keys", load.keys);
        json_.member("chunkRows", load.chunk_rows);
        json_.key("batches").begin_object().member("parallel", load.parallel_batches);
        json_.member("serial", load.serial_batches).member("feed", load.feed_batches).end_object();
        json_.member("loads", load.loads).member("phases", load.phases);
        json_.key("files").begin_array();
        for (const CheckedLoad::File& file : load.files) {
            json_.begin_object().member("name", file.name).member("rows", file.rows);
            json_.member("bytes", file.bytes).member("batches", file.batches).end_object();
        }
        json_.end_array().end_object();
    }

    void write_place(std::string_view name, const ConflictWitness::Place& place) {
        json_.key(name).begin_object().member("file", place.file).member("row", place.row);
        json_.member("line", place.line).member("batch", place.batch).end_object();
    }

    void write_conflicts(const ConflictPart& part) {
        json_.begin_object().member("keys", part.keys);
        optional_member("pairs", part.pairs);
        json_.member("overlappingPairs", part.overlapping_pairs);
        json_.key("witnesses").begin_array();
        for (const ConflictWitness& witness : part.witnesses) {
            json_.begin_object().member("object", witness.object).member("key", witness.key);
            json_.member("certain", !witness.soft);
            json_.key("rules").begin_array().value(witness.first_rule);
            if (!witness.second_rule.empty()) json_.value(witness.second_rule);
            json_.end_array();
            write_place("first", witness.first);
            write_place("second", witness.second);
            json_.end_object();
        }
        json_.end_array().end_object();
    }

    void write_windows() {
        json_.key("windows").begin_array();
        for (const WindowPart& window : report_.windows) {
            json_.begin_object().member("inFlight", window.in_flight);
            json_.member("durationRatio", window.duration_ratio).member("reach", window.reach);
            json_.member("keys", window.keys).end_object();
        }
        json_.end_array();
    }

    void write_unresolved() {
        json_.key("unresolved").begin_array();
        for (const UnresolvedPart& part : report_.unresolved) {
            json_.begin_object().member("path", part.path).member("rows", part.rows);
            json_.member("meaning", part.meaning).member("certain", part.certain).end_object();
        }
        json_.end_array();
    }

    void write_skew() {
        json_.key("skew").begin_array();
        for (const SkewPart& skew : report_.skew) {
            json_.begin_object().member("field", skew.field).member("owner", skew.owner);
            json_.member("parents", skew.parents).member("rows", skew.rows);
            json_.member("effectiveParents", skew.effective_parents);
            json_.member("parentsFrom6000", skew.parents_from_6000);
            json_.member("parentsFrom10000", skew.parents_from_10000);
            json_.member("parentsBeyondBatch", skew.parents_beyond_batch);
            json_.key("largest").begin_array();
            for (const SkewPart::Parent& parent : skew.largest) {
                json_.begin_object().member("key", parent.key).member("rows", parent.rows);
                json_.end_object();
            }
            json_.end_array().key("histogram").begin_array();
            for (const SkewPart::Bucket& bucket : skew.histogram) {
                json_.begin_object().member("from", bucket.from).member("to", bucket.to);
                json_.member("parents", bucket.parents).member("rows", bucket.rows).end_object();
            }
            json_.end_array().end_object();
        }
        json_.end_array();
    }

    void write_components() {
        json_.key("components");
        if (!report_.components) {
            json_.null();
            return;
        }
        const ComponentPart& part = *report_.components;
        json_.begin_object().member("count", part.components);
        json_.member("largestRows", part.largest_rows).member("allFit", part.all_fit);
        json_.member("crossLinks", part.cross_links);
        json_.member("crossLinkWarning", part.cross_link_warning).end_object();
    }

    void write_bounds() {
        json_.key("bounds");
        if (!report_.bounds) {
            json_.null();
            return;
        }
        const BoundPart& part = *report_.bounds;
        json_.begin_object().member("workers", part.workers);
        json_.member("workSeconds", part.work_seconds).member("keySeconds", part.key_seconds);
        json_.member("triangleSeconds", part.triangle_seconds);
        json_.member("boundSeconds", part.bound_seconds).member("binding", name_of(part.binding));
        json_.member("bindingText", binding_text(part));
        write_list("bindingKeys", part.binding_keys);
        json_.member("bindingRows", part.binding_rows);
        json_.member("batchesMin", part.batches_min);
        optional_member("safeBatchesMin", part.safe_batches_min);
        json_.member("quotaDays", part.quota_days);
        optional_member("makespanSeconds", part.makespan_seconds);
        json_.end_object();
    }

    void write_forecast() {
        json_.key("forecast");
        if (!report_.forecast) {
            json_.null();
            return;
        }
        const Forecast& forecast = *report_.forecast;
        json_.begin_object().member("summary", forecast_sentence(forecast));
        json_.member("basis", forecast_basis(forecast));
        json_.member("lowestRate", forecast.lowest_rate);
        json_.member("highestRate", forecast.highest_rate);
        json_.member("lowestRunRate", forecast.lowest_run_rate);
        json_.member("highestRunRate", forecast.highest_run_rate);
        json_.member("runs", forecast.runs());
        optional_member("unseenChance", forecast.unseen_chance());
        json_.member("sharedKeys", forecast.shared_keys);
        json_.member("lockWaitSeconds", forecast.lock_wait_seconds);
        json_.member("possibleLocksCounted", forecast.soft_keys);
        json_.member("batches", forecast.batches);
        json_.member("batchesSampled", forecast.batches_sampled);
        json_.member("chunksSampled", forecast.chunks_sampled);
        write_list("advice", forecast_advice(forecast));
        json_.key("cells").begin_array();
        for (const ForecastCell& cell : forecast.cells) write_cell(forecast, cell);
        json_.end_array().end_object();
    }

    void write_cell(const Forecast& forecast, const ForecastCell& cell) {
        const HoldCase& hold = forecast.holds[cell.hold];
        json_.begin_object().member("workers", cell.workers).member("hold", hold.name);
        json_.member("holdMeanSeconds", hold.hold.mean_seconds);
        json_.member("holdVariation", hold.hold.variation);
        json_.member("method", name_of(cell.method));
        json_.member("failureRate", cell.failure_rate);
        json_.member("lowestRunRate", cell.lowest_run_rate);
        json_.member("highestRunRate", cell.highest_run_rate).member("runs", cell.runs);
        json_.member("usefulParallelism", cell.useful_parallelism);
        json_.member("afterOneRetry", cell.after_one_retry).end_object();
    }

    void write_finished() {
        json_.key("finished");
        if (!report_.finished) {
            json_.null();
            return;
        }
        const FinishedPart& part = *report_.finished;
        json_.begin_object().member("rowsFailed", part.rows_failed);
        json_.member("rowsExplained", part.rows_explained);
        json_.member("rowsForeign", part.rows_foreign);
        json_.member("rowsUndecided", part.rows_undecided);
        json_.member("batchesWithoutTimes", part.batches_without_times);
        json_.member("overlappingPairs", part.overlapping_pairs).end_object();
    }

    void write_findings() {
        json_.key("findings").begin_array();
        for (const Finding& finding : report_.findings) {
            const FindingRuleInfo& rule = info_of(finding.rule);
            json_.begin_object().member("rule", rule.id);
            json_.member("severity", name_of(rule.severity));
            json_.member("file", finding.file).member("field", finding.field);
            json_.member("message", finding.message).member("help", rule.help);
            json_.member("count", finding.count).member("accepted", finding.accepted);
            json_.member("fingerprint", finding.fingerprint());
            json_.key("examples").begin_array();
            for (const FindingPlace& place : finding.examples) {
                json_.begin_object().member("row", place.row).member("line", place.line);
                json_.member("value", place.value).member("column", place.column).end_object();
            }
            json_.end_array().end_object();
        }
        json_.end_array();
    }

    const CheckReport& report_;
    JsonWriter json_;
};

}  // namespace

std::string check_report_json(const CheckReport& report) {
    std::string out;
    JsonReport{report, out}.write();
    out += '\n';
    return out;
}

}  // namespace rowlock
