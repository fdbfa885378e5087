#include "mockorg/foreign/foreign_writer_reader.hpp"

#include "mockorg/codec/duration_text.hpp"
#include "mockorg/codec/json_members.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/named_list.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace rowlock {
namespace {

using Kind = ForeignWriterKind;

/// As many as one transaction of the Bulk API has rows.
constexpr std::uint32_t k_records_max = 200;
constexpr Duration k_often = std::chrono::milliseconds{100};
constexpr double k_per_minute_max = 600;
/// Nobody keeps a record longer, or waits longer for one.
constexpr Duration k_hold_max = std::chrono::hours{1};
constexpr double k_variation_max = 10;
constexpr std::uint64_t k_retries_max = 100;
constexpr Duration k_year = std::chrono::hours{24 * 365};

constexpr std::string_view k_members[] = {
    "name",
    "kind",
    "object",
    "where",
    "at",
    "every",
    "perMinute",
    "until",
    "records",
    "after",
    "updates",
    "when",
    "delay",
    "hold",
    "wait",
    "keys",
    "retry",
    "seed"};

constexpr std::array<std::string_view, 4> k_kinds{"user", "integration", "scheduled", "automation"};
constexpr std::array<std::string_view, 2> k_keys{"ordered", "unordered"};
constexpr std::array<std::string_view, 2> k_whens{"sync", "async"};

/// The members that make sense.
std::vector<std::string_view> members_of(const ForeignWriter& writer) {
    if (!writer.is_automation()) {
        return {
            "name",
            "kind",
            "object",
            "where",
            "at",
            "every",
            "perMinute",
            "until",
            "records",
            "hold",
            "wait",
            "keys",
            "retry",
            "seed"};
    }
    std::vector<std::string_view> members{"name", "kind", "object", "after", "updates", "when"};
    // What is done in others' transactions has nothing else of its own.
    if (writer.async) {
        for (const char* member : {"delay", "records", "hold", "wait", "keys", "retry", "seed"})
            members.emplace_back(member);
    }
    return members;
}

/// Reads one writer, keeping the first thing that is wrong with it.
class WriterReader {
public:
    explicit WriterReader(const Json& object) : members_(object) {}

    Result<ForeignWriter> read(std::string_view name) {
        writer_.name = members_.name(name);
        read_kind();
        if (!good()) return Failure{*members_.wrong()};
        const std::string_view when = !writer_.is_automation() ? ""
                                      : writer_.async          ? " and when async"
                                                               : " and when sync";
        members_.refuse_others(
            members_of(writer_),
            fmt::format("a foreign writer of kind {}{}", name_of(writer_.kind), when)
        );
        writer_.object = members_.text("object");
        if (writer_.object.empty()) members_.mistake("object", "given: an sObject");
        if (writer_.is_automation()) {
            read_automation();
        } else {
            read_times();
        }
        read_transaction();
        if (!good()) return Failure{*members_.wrong()};
        return std::move(writer_);
    }

private:
    bool good() const { return !members_.wrong(); }

    void read_kind() {
        const auto kind = members_.word("kind", k_kinds);
        if (!kind) members_.mistake("kind", fmt::format("one of {}", fmt::join(k_kinds, ", ")));
        writer_.kind = static_cast<Kind>(kind.value_or(0));
        if (!writer_.is_automation()) return;
        const auto when = members_.word("when", k_whens);
        if (!when) members_.mistake("when", "one of sync, async");
        writer_.async = when == 1U;
    }

    void read_times() {
        writer_.where = members_.text("where");
        writer_.first = members_.duration("at", Duration{0}, k_year).value_or(Duration{0});
        writer_.every = members_.duration("every", k_often, k_year);
        writer_.per_minute = members_.number("perMinute", 0, k_per_minute_max).value_or(0);
        if (members_.has("perMinute") && writer_.per_minute <= 0)
            members_.mistake("perMinute", "more than 0");
        if (writer_.every && members_.has("perMinute"))
            members_.mistake("perMinute", "left out where there is 'every'");
        writer_.until = members_.duration("until", Duration{0}, k_year);
        if (writer_.until && *writer_.until <= writer_.first)
            members_.mistake("until", "later than 'at'");
    }

    void read_automation() {
        read_after();
        writer_.updates = members_.text("updates");
        if (writer_.updates.empty())
            members_.mistake("updates", "given: the path of a parent, or self");
        writer_.delay =
            members_.duration("delay", Duration{0}, k_hold_max * 24).value_or(seconds(1));
    }

    void read_after() {
        constexpr std::string_view k_form = "a list of some of insert, update, delete";
        const Json* list = members_.find("after");
        if (list == nullptr || !list->is_array() || list->empty())
            return members_.mistake("after", k_form);
        for (const Json& item : *list) {
            const auto* word = item.get_ptr<const std::string*>();
            if (word != nullptr && *word == "insert") {
                writer_.after_insert = true;
            } else if (word != nullptr && *word == "update") {
                writer_.after_update = true;
            } else if (word != nullptr && *word == "delete") {
                writer_.after_delete = true;
            } else {
                return members_.mistake("after", k_form);
            }
        }
    }

    void read_transaction() {
        const bool many = writer_.is_automation() || writer_.kind == Kind::scheduled;
        if (many) writer_.records = k_records_max;
        members_.read_whole("records", 1, k_records_max, writer_.records);
        read_hold();
        writer_.wait = members_.duration("wait", Duration{0}, k_hold_max);
        writer_.unordered = members_.word("keys", k_keys) == 1U;
        read_retry();
        writer_.seed = members_.whole("seed", 0, std::numeric_limits<std::uint64_t>::max());
    }

    void read_hold() {
        const Json* hold = members_.find("hold");
        if (hold == nullptr) {
            if (writer_.kind == Kind::user)
                members_.mistake("hold", "given: how long the user keeps the records");
            return;
        }
        ForeignHold read;
        if (!hold->is_object()) {
            read.mean = members_.duration("hold", Duration{0}, k_hold_max).value_or(Duration{0});
        } else {
            JsonMembers law{*hold};
            law.refuse_others(std::array<std::string_view, 2>{"mean", "variation"}, "'hold'");
            const auto mean = law.duration("mean", Duration{0}, k_hold_max);
            if (!mean) law.mistake("mean", "given");
            read.mean = mean.value_or(Duration{0});
            read.variation = law.number("variation", 0, k_variation_max).value_or(0);
            if (read.variation > 0 && read.mean <= Duration{0})
                law.mistake("mean", "more than 0s where there is 'variation'");
            if (law.wrong()) members_.mistake("hold", "right: " + law.wrong()->message);
        }
        writer_.hold = read;
    }

    void read_retry() {
        const Json* retry = members_.find("retry");
        if (retry == nullptr) return;
        if (!retry->is_object())
            return members_.mistake("retry", R"(an object such as {"times": 3, "delay": "15s"})");
        JsonMembers policy{*retry};
        policy.refuse_others(std::array<std::string_view, 2>{"times", "delay"}, "'retry'");
        policy.read_whole("times", 0, k_retries_max, writer_.retries);
        const auto delay = policy.duration("delay", Duration{0}, k_hold_max);
        writer_.retry_delay = delay.value_or(writer_.retry_delay);
        if (policy.wrong()) members_.mistake("retry", "right: " + policy.wrong()->message);
    }

    JsonMembers members_;
    ForeignWriter writer_;
};

void append_time(JsonWriter& json, std::string_view name, const std::optional<Duration>& time) {
    if (time) json.member(name, written_duration(*time));
}

void append_times(JsonWriter& json, const ForeignWriter& writer) {
    if (!writer.where.empty()) json.member("where", writer.where);
    json.member("at", written_duration(writer.first));
    append_time(json, "every", writer.every);
    if (writer.per_minute > 0) json.member("perMinute", writer.per_minute);
    append_time(json, "until", writer.until);
}

void append_automation(JsonWriter& json, const ForeignWriter& writer) {
    json.key("after").begin_array();
    if (writer.after_insert) json.value("insert");
    if (writer.after_update) json.value("update");
    if (writer.after_delete) json.value("delete");
    json.end_array()
        .member("updates", writer.updates)
        .member("when", writer.async ? "async" : "sync");
    if (writer.async) json.member("delay", written_duration(writer.delay));
}

void append_transaction(JsonWriter& json, const ForeignWriter& writer) {
    json.member("records", std::uint64_t{writer.records});
    if (writer.hold) {
        json.key("hold")
            .begin_object()
            .member("mean", written_duration(writer.hold->mean))
            .member("variation", writer.hold->variation)
            .end_object();
    }
    append_time(json, "wait", writer.wait);
    json.member("keys", writer.unordered ? "unordered" : "ordered");
    json.key("retry")
        .begin_object()
        .member("times", std::uint64_t{writer.retries})
        .member("delay", written_duration(writer.retry_delay))
        .end_object();
    if (writer.seed) json.member("seed", *writer.seed);
}

}  // namespace

std::span<const std::string_view> foreign_writer_members() {
    return k_members;
}

Result<ForeignWriter> read_foreign_writer(const Json& object, std::string_view name) {
    if (!object.is_object()) {
        return fail(ErrorCode::client_input_error, "A foreign writer must be a JSON object");
    }
    return WriterReader{object}.read(name);
}

Result<std::vector<ForeignWriter>> read_foreign_writers_file(const std::string& path) {
    std::vector<ForeignWriter> writers;
    const NamedList list{"foreignWriters", "foreign writer", k_foreign_writers_max};
    const auto read = read_named_list(path, list, [&](const Json& item) -> Result<std::string> {
        auto writer = read_foreign_writer(item);
        if (!writer) return Failure{std::move(writer.error())};
        writers.push_back(std::move(*writer));
        return writers.back().name;
    });
    if (!read) return Failure{read.error()};
    return writers;
}

void append_foreign_writer(JsonWriter& json, const ForeignWriter& writer) {
    json.member("name", writer.name)
        .member("kind", name_of(writer.kind))
        .member("object", writer.object);
    if (writer.is_automation()) {
        append_automation(json, writer);
    } else {
        append_times(json, writer);
    }
    if (!writer.is_automation() || writer.async) append_transaction(json, writer);
}

}  // namespace rowlock
