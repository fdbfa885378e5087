#include "checks/plan/plan_file.hpp"
#include "mockorg/codec/json_writer.hpp"

namespace rowlock {
namespace {

std::int64_t milliseconds(Duration time) {
    return to_milliseconds(time);
}

/// A range of one is its number, a longer one is [first, last].
void write_ranges(JsonWriter& json, std::string_view name, const std::vector<NumberRange>& ranges) {
    json.key(name).begin_array();
    for (const NumberRange& range : ranges) {
        if (range.count == 1) {
            json.value(range.first);
            continue;
        }
        json.begin_array().value(range.first).value(range.first + range.count - 1).end_array();
    }
    json.end_array();
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    json.key(name).begin_array();
    for (const std::string& text : texts) json.value(std::string_view{text});
    json.end_array();
}

void write_batch(JsonWriter& json, std::uint32_t number, const PlanFileBatch& batch) {
    json.begin_object().member("id", number);
    if (batch.file.empty()) {
        write_ranges(json, "rows", batch.rows);
    } else {
        json.member("file", std::string_view{batch.file});
    }
    json.member("rowCount", batch.size.rows).member("bytes", batch.size.bytes);
    json.member("lane", name_of(batch.lane)).member("phase", batch.phase);
    if (batch.lane == BatchLane::feed) json.member("feedGroup", batch.feed_group);
    write_ranges(json, "conflicts", batch.conflicts);
    json.member("startsMs", milliseconds(batch.starts));
    json.member("takesMs", milliseconds(batch.takes));
    json.end_object();
}

void write_prediction(JsonWriter& json, const PlanPrediction& prediction) {
    json.key("predicted").begin_object();
    json.member("makespanMs", milliseconds(prediction.makespan));
    json.member("parallelism", prediction.parallelism);
    json.member("likelyMakespanMs", milliseconds(prediction.likely_makespan));
    json.member("likelyParallelism", prediction.likely_parallelism);
    json.member("lowerBoundMs", milliseconds(prediction.lower_bound));
    json.member("limitedBy", std::string_view{prediction.limited_by});
    if (prediction.serial_makespan_min) {
        json.member("serialMakespanMinMs", milliseconds(*prediction.serial_makespan_min));
    }
    json.end_object();
}

void write_assumptions(JsonWriter& json, const PlanFile& plan) {
    json.key("assumed").begin_object();
    json.member("workers", plan.workers);
    json.member("batchRowsMax", plan.limits.rows);
    json.member("batchBytesMax", plan.limits.bytes);
    json.member("headerBytes", plan.limits.header_bytes);
    json.member("perBatchMs", milliseconds(plan.cost.per_batch));
    json.member("perRowUs", plan.cost.per_row.count());
    if (plan.cost.poll > Duration{}) json.member("pollMs", milliseconds(plan.cost.poll));
    json.end_object();
}

void write_context(JsonWriter& json, const PlanContext& context) {
    const auto write = [&](std::string_view name, const std::string& text) {
        if (!text.empty()) json.member(name, std::string_view{text});
    };
    write("api", context.api);
    write("externalId", context.external_id);
    write("delimiter", context.delimiter);
    write("schema", context.schema);
    write("lockRules", context.lock_rules);
    if (context.references.empty()) return;
    json.key("references").begin_array();
    for (const PlanReference& reference : context.references) {
        json.begin_object().member("object", std::string_view{reference.object});
        write_texts(json, "files", reference.files);
        json.end_object();
    }
    json.end_array();
}

}  // namespace

std::string write_plan_file(const PlanFile& plan) {
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("rowlockPlan", 1);
    json.member("object", std::string_view{plan.object});
    json.member("operation", std::string_view{plan.operation});
    write_context(json, plan.context);
    json.member("rules", std::string_view{plan.rules_fingerprint});
    write_texts(json, "sources", plan.sources);
    if (plan.source_rows > 0) json.member("sourceRows", plan.source_rows);
    json.member("objective", std::string_view{plan.objective});
    json.member("planner", std::string_view{plan.planner});
    json.member("situation", std::string_view{plan.situation});
    write_assumptions(json, plan);
    write_prediction(json, plan.prediction);
    json.key("batches").begin_array();
    for (std::uint32_t number = 0; number < plan.batches.size(); ++number) {
        std::string line = "\n";
        JsonWriter batch{line};
        write_batch(batch, number, plan.batches[number]);
        json.raw(line);
    }
    json.end_array().end_object();
    text += '\n';
    return text;
}

}  // namespace rowlock
