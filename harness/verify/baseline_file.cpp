#include "harness/verify/baseline_file.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace rowlock {
namespace {

constexpr std::uint64_t k_size_max = std::uint64_t{64} << 20;

std::string datetime_text(std::int64_t milliseconds) {
    std::string text;
    append_json_datetime(text, milliseconds);
    return text;
}

void append_range(
    JsonWriter& json,
    std::string_view first_name,
    std::string_view last_name,
    const std::optional<TimeRange>& range
) {
    json.key(first_name);
    range ? json.value(datetime_text(range->first_ms)) : json.null();
    json.key(last_name);
    range ? json.value(datetime_text(range->last_ms)) : json.null();
}

void append_names(JsonWriter& json, const std::vector<std::string>& names) {
    json.begin_array();
    for (const std::string& name : names) json.value(name);
    json.end_array();
}

void append_object(JsonWriter& json, const BaselineObject& object) {
    json.begin_object()
        .member("object", object.object)
        .member("where", object.where)
        .member("records", object.records)
        .member("contentHash", object.content.text());
    append_range(json, "createdFirst", "createdLast", object.created);
    append_range(json, "modifiedFirst", "modifiedLast", object.modified);
    append_names(json.key("fields"), object.fields);
    append_names(json.key("parentFields"), object.parent_fields);
    json.key("firstRecord");
    object.first_record ? json.value(*object.first_record) : json.null();
    json.member("recordsHash", object.records_check.text()).end_object();
}

/// Reads members with a check; the first problem is kept, and what follows it means nothing.
class MemberCheck {
public:
    MemberCheck(const Json& json, std::string where) : json_(json), where_(std::move(where)) {}

    std::string text(const char* name) {
        const Json* found = find(name);
        if (found != nullptr && found->is_string()) return found->get<std::string>();
        complain(name, "a text");
        return {};
    }

    std::uint64_t count(const char* name) {
        const Json* found = find(name);
        if (found != nullptr && found->is_number_unsigned()) return found->get<std::uint64_t>();
        complain(name, "a count");
        return 0;
    }

    ContentHash hash(const char* name) {
        const Json* found = find(name);
        const auto hash = found != nullptr && found->is_string()
                              ? parse_content_hash(found->get<std::string>())
                              : std::nullopt;
        if (!hash) complain(name, "32 hexadecimal digits");
        return hash.value_or(ContentHash{});
    }

    std::optional<std::int64_t> time(const char* name) {
        const Json* found = find(name);
        if (found != nullptr && found->is_null()) return std::nullopt;
        const auto time = found != nullptr && found->is_string()
                              ? parse_datetime(found->get<std::string>())
                              : std::nullopt;
        if (!time) complain(name, "a time like 2026-01-31T00:00:00.000Z, or null");
        return time;
    }

    std::optional<TimeRange> range(const char* first_name, const char* last_name) {
        const auto first = time(first_name);
        const auto last = time(last_name);
        if (!first || !last) return std::nullopt;
        return TimeRange{*first, *last};
    }

    std::vector<std::string> names(const char* name) {
        std::vector<std::string> names;
        const Json* found = find(name);
        const bool texts = found != nullptr && found->is_array() &&
                           std::all_of(found->begin(), found->end(), [](const Json& element) {
                               return element.is_string();
                           });
        if (!texts) {
            complain(name, "a list of names");
            return names;
        }
        for (const Json& element : *found) names.push_back(element.get<std::string>());
        return names;
    }

    std::optional<std::uint64_t> count_or_null(const char* name) {
        const Json* found = find(name);
        if (found != nullptr && found->is_null()) return std::nullopt;
        return count(name);
    }

    const Json* find(const char* name) const {
        if (!json_.is_object()) return nullptr;
        const auto found = json_.find(name);
        return found == json_.end() ? nullptr : &*found;
    }

    void complain(const char* name, const char* expected) {
        if (problem_.empty())
            problem_ = fmt::format("{}: expected {} as \"{}\"", where_, expected, name);
    }

    const std::string& problem() const { return problem_; }

private:
    const Json& json_;
    std::string where_;
    std::string problem_;
};

Result<BaselineObject> read_object(const Json& json, const std::string& where) {
    MemberCheck members{json, where};
    BaselineObject object;
    object.object = members.text("object");
    object.where = members.text("where");
    object.records = members.count("records");
    object.content = members.hash("contentHash");
    object.created = members.range("createdFirst", "createdLast");
    object.modified = members.range("modifiedFirst", "modifiedLast");
    object.fields = members.names("fields");
    object.parent_fields = members.names("parentFields");
    object.first_record = members.count_or_null("firstRecord");
    object.records_check = members.hash("recordsHash");
    if (members.problem().empty() && (object.fields.empty() || object.fields.front() != "Id"))
        members.complain("fields", "names that begin with Id");
    if (!members.problem().empty()) return fail(ErrorCode::bad_file, members.problem());
    return object;
}

std::string file_name(const std::string& path) {
    return std::filesystem::path{path}.filename().string();
}

/// A name in the file is one beside the file.
std::string beside(const std::string& path, const std::string& name) {
    return (std::filesystem::path{path}.parent_path() / file_name(name)).string();
}

Result<Baseline> read_baseline(const Json& json, const std::string& path) {
    MemberCheck members{json, path};
    Baseline baseline;
    if (members.count("schemaVersion") != k_baseline_version || !members.problem().empty()) {
        return fail(
            ErrorCode::bad_file,
            fmt::format(
                "{}: is no baseline of this version, expected \"schemaVersion\" {}",
                path,
                k_baseline_version
            )
        );
    }
    baseline.target = members.text("target");
    baseline.api_version = members.text("apiVersion");
    const auto taken = members.time("takenAt");
    if (!taken) members.complain("takenAt", "a time");
    const std::string records_file = members.text("recordsFile");
    const Json* objects = members.find("objects");
    if (objects == nullptr || !objects->is_array()) members.complain("objects", "a list");
    if (!members.problem().empty()) return fail(ErrorCode::bad_file, members.problem());
    baseline.taken_ms = *taken;
    baseline.records_file = beside(path, records_file);
    for (std::size_t i = 0; i < objects->size(); ++i) {
        auto object = read_object((*objects)[i], fmt::format("{}: objects[{}]", path, i));
        if (!object) return Failure{std::move(object.error())};
        baseline.objects.push_back(std::move(*object));
    }
    return baseline;
}

}  // namespace

void include_time(std::optional<TimeRange>& range, std::int64_t time_ms) {
    if (!range) range = TimeRange{time_ms, time_ms};
    range->first_ms = std::min(range->first_ms, time_ms);
    range->last_ms = std::max(range->last_ms, time_ms);
}

const BaselineObject* Baseline::find(std::string_view object) const {
    const auto found = std::find_if(objects.begin(), objects.end(), [&](const auto& known) {
        return equal_ignoring_case(known.object, object);
    });
    return found == objects.end() ? nullptr : &*found;
}

std::string records_file_of(const std::string& path) {
    return path + ".records";
}

std::string json_of(const Baseline& baseline) {
    std::string out;
    JsonWriter json{out};
    json.begin_object()
        .member("schemaVersion", k_baseline_version)
        .member("target", baseline.target)
        .member("apiVersion", baseline.api_version)
        .member("takenAt", datetime_text(baseline.taken_ms))
        .member("recordsFile", file_name(baseline.records_file));
    json.key("objects").begin_array();
    for (const BaselineObject& object : baseline.objects) append_object(json, object);
    json.end_array().end_object();
    return out;
}

Result<Baseline> read_baseline_file(const std::string& path) {
    const auto text = read_file(path, k_size_max);
    if (!text) return Failure{text.error()};
    const auto json = parse_json(*text);
    if (!json) return fail(ErrorCode::bad_file, path + ": " + json.error().message);
    return read_baseline(*json, path);
}

}  // namespace rowlock
