#include "checks/plan/plan_file.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

/// A plan of more batches would not fit into a month of the daily quota.
constexpr std::size_t k_batches_max = 1'000'000;
/// Conflicts are checked one by one. The planner's own plans have fewer.
constexpr std::uint64_t k_conflicts_max = std::uint64_t{1} << 28;
constexpr std::uint64_t k_number_max = std::numeric_limits<std::uint32_t>::max();

/// Reads the members of one object; remembers the first thing that is wrong.
class MemberReader {
public:
    MemberReader(const Json& object, std::string where, std::string& error)
        : object_(object), where_(std::move(where)), error_(error) {
        if (!object.is_object()) complain("expected an object");
    }

    void allow_only(std::initializer_list<std::string_view> names) {
        if (!object_.is_object()) return;
        for (const auto& [name, value] : object_.items()) {
            if (std::find(names.begin(), names.end(), name) != names.end()) continue;
            complain(fmt::format("unknown member \"{}\"", name));
        }
    }

    bool has(const char* name) const { return object_.is_object() && object_.contains(name); }

    const Json* find(const char* name) const { return has(name) ? &object_.at(name) : nullptr; }

    std::uint64_t number(const char* name, std::uint64_t most, std::uint64_t otherwise = 0) {
        const Json* value = find(name);
        if (value == nullptr) return otherwise;
        if (value->is_number_unsigned() && value->get<std::uint64_t>() <= most) {
            return value->get<std::uint64_t>();
        }
        complain(fmt::format("\"{}\" must be a whole number from 0 to {}", name, most));
        return otherwise;
    }

    double real(const char* name) {
        const Json* value = find(name);
        if (value == nullptr) return 0;
        if (value->is_number()) return value->get<double>();
        complain(fmt::format("\"{}\" must be a number", name));
        return 0;
    }

    Duration milliseconds(const char* name) {
        constexpr std::uint64_t k_year = 366ULL * 24 * 3600 * 1000;
        return std::chrono::milliseconds{static_cast<std::int64_t>(number(name, k_year))};
    }

    std::string text(const char* name) {
        const Json* value = find(name);
        if (value == nullptr) return {};
        if (value->is_string()) return value->get<std::string>();
        complain(fmt::format("\"{}\" must be a text", name));
        return {};
    }

    std::vector<std::string> texts(const char* name) {
        std::vector<std::string> texts;
        const Json* value = find(name);
        if (value == nullptr) return texts;
        if (!value->is_array()) complain(fmt::format("\"{}\" must be a list", name));
        for (const Json& each : value->is_array() ? *value : Json::array()) {
            if (!each.is_string()) {
                complain(fmt::format("\"{}\" must hold texts", name));
                return {};
            }
            texts.push_back(each.get<std::string>());
        }
        return texts;
    }

    /// Numbers and [first, last] pairs, in the order given.
    std::vector<NumberRange> ranges(const char* name) {
        std::vector<NumberRange> ranges;
        const Json* value = find(name);
        if (value == nullptr) return ranges;
        if (!value->is_array()) complain(fmt::format("\"{}\" must be a list", name));
        for (const Json& each : value->is_array() ? *value : Json::array()) {
            const std::optional<NumberRange> range = range_of(each);
            if (!range) {
                complain(fmt::format("\"{}\" must hold numbers and [first, last] pairs", name));
                return {};
            }
            ranges.push_back(*range);
        }
        return ranges;
    }

    void complain(const std::string& what) {
        if (error_.empty()) error_ = where_.empty() ? what : where_ + ": " + what;
    }

private:
    static std::optional<std::uint32_t> number_of(const Json& value) {
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= k_number_max) return {};
        return static_cast<std::uint32_t>(value.get<std::uint64_t>());
    }

    static std::optional<NumberRange> range_of(const Json& value) {
        const bool pair = value.is_array() && value.size() == 2;
        const auto first = number_of(pair ? value[0] : value);
        const auto last = number_of(pair ? value[1] : value);
        if (!first || !last || *first > *last) return std::nullopt;
        return NumberRange{*first, *last - *first + 1};
    }

    const Json& object_;
    std::string where_;
    std::string& error_;
};

std::optional<BatchLane> lane_of(std::string_view name) {
    for (const BatchLane lane : {BatchLane::parallel, BatchLane::serial, BatchLane::feed}) {
        if (name == name_of(lane)) return lane;
    }
    return std::nullopt;
}

PlanFileBatch read_batch(const Json& json, std::size_t number, std::string& error) {
    MemberReader reader{json, fmt::format("batch {}", number), error};
    reader.allow_only(
        {"id",
         "file",
         "rows",
         "rowCount",
         "bytes",
         "lane",
         "phase",
         "feedGroup",
         "conflicts",
         "startsMs",
         "takesMs"}
    );
    PlanFileBatch batch;
    if (reader.number("id", k_number_max, k_number_max) != number) {
        reader.complain("\"id\" must be the batch's position, counted from 0");
    }
    batch.file = reader.text("file");
    batch.rows = reader.ranges("rows");
    if (batch.file.empty() == batch.rows.empty()) {
        reader.complain("needs either \"file\" or \"rows\"");
    }
    if (!reader.has("rowCount")) reader.complain("\"rowCount\" is missing");
    batch.size.rows = reader.number("rowCount", k_number_max);
    batch.size.bytes = reader.number("bytes", std::numeric_limits<std::int64_t>::max());
    const std::optional<BatchLane> lane = lane_of(reader.text("lane"));
    if (!lane) reader.complain("\"lane\" must be \"parallel\", \"serial\" or \"feed\"");
    batch.lane = lane.value_or(BatchLane::parallel);
    batch.phase = static_cast<std::uint32_t>(reader.number("phase", k_number_max));
    batch.feed_group = static_cast<std::uint32_t>(reader.number("feedGroup", k_number_max));
    batch.conflicts = reader.ranges("conflicts");
    batch.starts = reader.milliseconds("startsMs");
    batch.takes = reader.milliseconds("takesMs");
    return batch;
}

void read_assumptions(PlanFile& plan, const Json& json, std::string& error) {
    MemberReader reader{json, "assumed", error};
    reader.allow_only(
        {"workers",
         "batchRowsMax",
         "batchBytesMax",
         "headerBytes",
         "perBatchMs",
         "perRowUs",
         "pollMs"}
    );
    constexpr std::uint64_t k_bytes_max = std::uint64_t{1} << 50;
    plan.workers = static_cast<std::uint32_t>(reader.number("workers", k_number_max, 1));
    plan.limits.rows =
        static_cast<std::uint32_t>(reader.number("batchRowsMax", k_number_max, plan.limits.rows));
    plan.limits.bytes = reader.number("batchBytesMax", k_bytes_max, plan.limits.bytes);
    plan.limits.header_bytes = reader.number("headerBytes", k_bytes_max);
    if (plan.workers == 0 || plan.limits.rows == 0) {
        reader.complain("\"workers\" and \"batchRowsMax\" must not be 0");
    }
    plan.cost.poll = reader.milliseconds("pollMs");
    if (reader.has("perBatchMs")) plan.cost.per_batch = reader.milliseconds("perBatchMs");
    if (reader.has("perRowUs")) {
        constexpr std::uint64_t k_day = 86'400'000'000;
        plan.cost.per_row = Duration{static_cast<std::int64_t>(reader.number("perRowUs", k_day))};
    }
}

void read_prediction(PlanFile& plan, const Json& json, std::string& error) {
    MemberReader reader{json, "predicted", error};
    reader.allow_only(
        {"makespanMs",
         "parallelism",
         "likelyMakespanMs",
         "likelyParallelism",
         "lowerBoundMs",
         "limitedBy",
         "serialMakespanMinMs"}
    );
    plan.prediction.makespan = reader.milliseconds("makespanMs");
    plan.prediction.likely_makespan = reader.milliseconds("likelyMakespanMs");
    plan.prediction.lower_bound = reader.milliseconds("lowerBoundMs");
    plan.prediction.limited_by = reader.text("limitedBy");
    if (reader.has("serialMakespanMinMs")) {
        plan.prediction.serial_makespan_min = reader.milliseconds("serialMakespanMinMs");
    }
    plan.prediction.parallelism = reader.real("parallelism");
    plan.prediction.likely_parallelism = reader.real("likelyParallelism");
}

PlanContext read_context(MemberReader& reader, std::string& error) {
    PlanContext context;
    context.api = reader.text("api");
    if (reader.has("api") && context.api != "bulk1" && context.api != "bulk2") {
        reader.complain("\"api\" must be \"bulk1\" or \"bulk2\"");
    }
    context.external_id = reader.text("externalId");
    context.delimiter = reader.text("delimiter");
    context.schema = reader.text("schema");
    context.lock_rules = reader.text("lockRules");
    const Json* references = reader.find("references");
    if (references == nullptr) return context;
    if (!references->is_array()) reader.complain("\"references\" must be a list");
    for (const Json& each : references->is_array() ? *references : Json::array()) {
        MemberReader reference{each, "references", error};
        reference.allow_only({"object", "files"});
        context.references.push_back({reference.text("object"), reference.texts("files")});
        const PlanReference& read = context.references.back();
        if (read.object.empty() || read.files.empty()) {
            reference.complain("each needs \"object\" and \"files\"");
        }
    }
    return context;
}

void read_batches(PlanFile& plan, const Json& json, MemberReader& reader, std::string& error) {
    if (!json.is_array()) reader.complain("\"batches\" must be a list");
    if (json.size() > k_batches_max) {
        reader.complain(fmt::format("more than {} batches", k_batches_max));
        return;
    }
    for (const Json& each : json.is_array() ? json : Json::array()) {
        plan.batches.push_back(read_batch(each, plan.batches.size(), error));
        if (!error.empty()) return;
    }
}

/// Each file in one batch at most.
std::string check_files(const PlanFile& plan) {
    std::map<std::filesystem::path, std::size_t> batch_of;
    for (std::size_t number = 0; number < plan.batches.size(); ++number) {
        const std::string& file = plan.batches[number].file;
        if (file.empty()) continue;
        const auto normal = std::filesystem::path{file}.lexically_normal();
        const auto [at, is_new] = batch_of.try_emplace(normal, number);
        if (is_new) continue;
        return fmt::format("batch {}: its file is that of batch {}, too", number, at->second);
    }
    return {};
}

/// Each row in one batch at most, and as many rows as each batch says.
std::string check_rows(const PlanFile& plan) {
    struct Placed {
        NumberRange rows;
        std::size_t batch;
    };

    std::vector<Placed> placed;
    for (std::size_t number = 0; number < plan.batches.size(); ++number) {
        const PlanFileBatch& batch = plan.batches[number];
        std::uint64_t count = 0;
        for (const NumberRange& rows : batch.rows) {
            placed.push_back({rows, number});
            count += rows.count;
        }
        if (batch.file.empty() && count != batch.size.rows) {
            return fmt::format("batch {}: \"rowCount\" is not the number of its rows", number);
        }
    }
    std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
        return a.rows.first < b.rows.first;
    });
    for (std::size_t i = 1; i < placed.size(); ++i) {
        const NumberRange& before = placed[i - 1].rows;
        if (placed[i].rows.first - before.first >= before.count) continue;
        return fmt::format(
            "batch {}: row {} is in two batches", placed[i].batch, placed[i].rows.first
        );
    }
    return {};
}

PlannedBatch as_planned(const PlanFileBatch& batch) {
    PlannedBatch planned;
    planned.lane = batch.lane;
    planned.phase = batch.phase;
    planned.feed_group = batch.feed_group;
    return planned;
}

std::string check_conflicts_of(const PlanFile& plan, std::uint32_t number) {
    const PlanFileBatch& batch = plan.batches[number];
    std::uint64_t next = 0;
    for (const NumberRange& range : batch.conflicts) {
        const std::uint64_t end = std::uint64_t{range.first} + range.count;
        if (range.first < next) return "\"conflicts\" must be ascending";
        if (end > plan.batches.size()) return "\"conflicts\" names a batch that does not exist";
        for (std::uint32_t other = range.first; other < end; ++other) {
            if (other == number) return "is in conflict with itself";
            const PlanFileBatch& second = plan.batches[other];
            if (!holds(second.conflicts, number)) {
                return fmt::format("names batch {} in \"conflicts\", but not the other way", other);
            }
            if (may_overlap(as_planned(batch), as_planned(second))) {
                return fmt::format("may run at the same time as batch {}, its conflict", other);
            }
        }
        next = end;
    }
    return {};
}

std::string check_plan(const PlanFile& plan) {
    std::uint64_t conflicts = 0;
    for (const PlanFileBatch& batch : plan.batches) {
        for (const NumberRange& range : batch.conflicts) conflicts += range.count;
    }
    if (conflicts > k_conflicts_max) return fmt::format("more than {} conflicts", k_conflicts_max);
    std::string error = check_rows(plan);
    if (error.empty()) error = check_files(plan);
    for (std::uint32_t number = 0; error.empty() && number < plan.batches.size(); ++number) {
        const std::string wrong = check_conflicts_of(plan, number);
        if (!wrong.empty()) error = fmt::format("batch {}: {}", number, wrong);
    }
    return error;
}

}  // namespace

Result<PlanFile> read_plan_file(std::string_view text) {
    const Result<Json> json = parse_json(text, true);
    if (!json) return Failure{json.error()};
    std::string error;
    MemberReader reader{*json, "", error};
    reader.allow_only(
        {"$schema",
         "rowlockPlan",
         "object",
         "operation",
         "api",
         "externalId",
         "delimiter",
         "schema",
         "lockRules",
         "references",
         "rules",
         "sources",
         "sourceRows",
         "objective",
         "planner",
         "situation",
         "assumed",
         "predicted",
         "batches"}
    );
    if (reader.number("rowlockPlan", k_number_max) != 1) {
        reader.complain("\"rowlockPlan\" must be 1, the version of the format");
    }
    PlanFile plan;
    plan.object = reader.text("object");
    plan.operation = reader.text("operation");
    plan.context = read_context(reader, error);
    plan.rules_fingerprint = reader.text("rules");
    plan.objective = reader.text("objective");
    plan.planner = reader.text("planner");
    plan.situation = reader.text("situation");
    plan.sources = reader.texts("sources");
    plan.source_rows = reader.number("sourceRows", k_number_max);
    // Not every writer says what a batch may hold.
    if (plan.context.api == "bulk2") plan.limits.bytes = k_bulk2_upload_bytes;
    if (const Json* assumed = reader.find("assumed")) read_assumptions(plan, *assumed, error);
    if (const Json* predicted = reader.find("predicted")) read_prediction(plan, *predicted, error);
    if (const Json* batches = reader.find("batches")) {
        read_batches(plan, *batches, reader, error);
    } else {
        reader.complain("\"batches\" is missing");
    }
    if (error.empty()) error = check_plan(plan);
    if (!error.empty()) return fail(ErrorCode::bad_file, "plan file: " + error);
    return plan;
}

}  // namespace rowlock
