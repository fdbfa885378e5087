#include "harness/load/step_reader.hpp"

#include "harness/load/load_words.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr std::uint32_t k_partitions_max = 10'000;
constexpr double k_retry_factor_max = 100.0;
constexpr std::size_t k_retry_errors_max = 50;

template <class Target, class Value>
void assign(Target& target, const std::optional<Value>& value) {
    if (value) target = static_cast<Target>(*value);
}

void read_order(ObjectReader& step, RowOrder& order) {
    const LocatedJson* value = step.find("order");
    if (value == nullptr) return;
    order = {};
    if (value->kind == LocatedJson::Kind::text && value->text == "as-is") return;
    if (value->kind != LocatedJson::Kind::object) {
        step.mistake(*value, "order", R"("as-is" or an object such as {"by": "AccountId"})");
        return;
    }
    ObjectReader object(*value, "\"order\"", step.mistakes());
    if (const LocatedJson* plan = object.find("plan")) {
        if (const auto path = object.needed_text("plan")) {
            order.plan = {*path, step.mistakes().where(plan->offset)};
        }
        object.reject_unknown();
        return;
    }
    assign(order.by_column, object.needed_text("by"));
    assign(order.keep_together, object.flag("keepTogether"));
    object.reject_unknown();
}

void read_retry_errors(ObjectReader& retry, std::vector<std::string>& errors) {
    const LocatedJson* value = retry.find("errors");
    if (value == nullptr) return;
    errors.clear();
    for (const LocatedJson& item : value->items) errors.push_back(item.text);
    const bool wrong_item = std::any_of(errors.begin(), errors.end(), [](const std::string& code) {
        return code.empty();
    });
    if (errors.empty() || wrong_item || errors.size() > k_retry_errors_max) {
        retry.mistake(
            *value, "errors", "a list of 1 to 50 error codes such as \"UNABLE_TO_LOCK_ROW\""
        );
    }
}

void read_retry(ObjectReader& step, RetryPolicy& retry) {
    const LocatedJson* value = step.find("retry");
    if (value == nullptr) return;
    retry = {};
    ObjectReader object(*value, "\"retry\"", step.mistakes());
    read_retry_errors(object, retry.errors);
    assign(retry.times, object.whole<std::uint32_t>("times", 0, k_retries_max));
    assign(retry.delay, object.duration("delay"));
    assign(retry.factor, object.number("factor", 1.0, k_retry_factor_max));
    object.reject_unknown();
}

void read_poll_every(ObjectReader& step, Duration& poll_every) {
    const LocatedJson* value = step.find("pollEvery");
    const auto duration = step.duration("pollEvery");
    if (!duration) return;
    if (*duration == Duration{}) step.mistake(*value, "pollEvery", "a duration above zero");
    poll_every = *duration;
}

}  // namespace

void read_interval(ObjectReader& step, Interval& interval) {
    const LocatedJson* value = step.find("interval");
    if (value == nullptr) return;
    interval = {};
    if (value->kind == LocatedJson::Kind::text) {
        assign(interval.mean, step.duration("interval"));
        return;
    }
    ObjectReader object(*value, "\"interval\"", step.mistakes());
    object.need("mean");
    assign(interval.mean, object.duration("mean"));
    assign(interval.jitter, object.number("jitter", 0.0, 1.0));
    object.reject_unknown();
}

void read_step_members(
    ObjectReader& object, std::span<const std::string_view> source_names, LoadStep& step
) {
    assign(step.source, object.word("source", source_names));
    if (const auto rows = object.whole<RowNumber>("rows", 1, k_max_source_rows)) step.rows = *rows;
    assign(step.operation, object.word("operation", k_operation_words));
    assign(step.external_id, object.text("externalId"));
    const auto api = object.word("api", k_api_words);
    assign(step.api, api);
    step.api_given = step.api_given || api.has_value();
    assign(step.concurrency_mode, object.word("concurrencyMode", k_concurrency_words));
    assign(step.batch_rows, object.whole<RowNumber>("batchRows", 1, k_max_source_rows));
    assign(step.partitions, object.whole<std::uint32_t>("partitions", 1, k_partitions_max));
    const auto distance = object.whole<RowNumber>("partitionRows", 1, k_max_source_rows);
    if (distance) step.partition_rows = *distance;
    assign(step.stagger, object.duration("stagger"));
    assign(step.in_flight, object.whole<std::uint32_t>("inFlight", 0, k_partitions_max));
    read_interval(object, step.interval);
    read_order(object, step.order);
    read_retry(object, step.retry);
    read_poll_every(object, step.poll_every);
}

void complete_step(LoadStep& step) {
    if (step.batch_rows == k_batch_rows_not_given) step.batch_rows = usual_batch_rows(step.api);
    if (step.operation != LoadOperation::upsert) step.external_id.clear();
}

}  // namespace rowlock
