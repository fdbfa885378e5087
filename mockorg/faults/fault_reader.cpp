#include "mockorg/faults/fault_reader.hpp"

#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json_members.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/codec/named_list.hpp"
#include "mockorg/faults/fault_book.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

/// About 32 years, as far as the clock may be moved at once.
constexpr double k_clock_seconds_max = 1e9;
/// Longer than any client waits.
constexpr double k_wait_seconds_max = 3600;
constexpr double k_timeout_seconds = 30;

constexpr std::string_view k_members[] = {"name",   "kind",   "method",    "family", "path",
                                          "job",    "object", "operation", "id",     "where",
                                          "rate",   "count",  "after",     "from",   "until",
                                          "status", "done",   "seconds",   "chunks", "message"};

template <class Word, std::size_t size>
std::string names_of_all() {
    std::string names;
    for (std::size_t i = 0; i < size; ++i) {
        if (i > 0) names += ", ";
        names += name_of(static_cast<Word>(i));
    }
    return names;
}

template <class Word, std::size_t size>
std::optional<Word> word_named(std::string_view name) {
    for (std::size_t i = 0; i < size; ++i) {
        const auto word = static_cast<Word>(i);
        if (name_of(word) == name) return word;
    }
    return std::nullopt;
}

/// The members that make sense for a kind.
std::vector<std::string_view> members_of(FaultKind kind) {
    const FaultSubject subject = subject_of(kind);
    if (subject == FaultSubject::record)
        return {"name", "kind", "id", "object", "where", "from", "until"};
    std::vector<std::string_view> members{
        "name", "kind", "job", "rate", "count", "after", "from", "until"};
    const auto add = [&](std::initializer_list<std::string_view> more) {
        members.insert(members.end(), more);
    };
    if (subject == FaultSubject::job) add({"object", "operation"});
    if (subject == FaultSubject::request) add({"method", "family", "path"});
    if (kind == FaultKind::status) add({"status", "done"});
    if (kind == FaultKind::timeout) add({"done", "seconds"});
    if (kind == FaultKind::reset) add({"done"});
    if (kind == FaultKind::slow || kind == FaultKind::stuck_job) add({"seconds"});
    if (kind == FaultKind::failed_job) add({"chunks", "message"});
    return members;
}

/// Reads one fault, keeping the first thing that is wrong with it.
class FaultReader {
public:
    explicit FaultReader(const Json& object) : members_(object) {}

    Result<Fault> read(std::string_view name) {
        fault_.name = members_.name(name);
        read_kind();
        if (!members_.wrong()) check_names();
        if (!members_.wrong()) read_scope();
        if (!members_.wrong()) read_moments();
        if (!members_.wrong()) read_manner();
        if (!members_.wrong()) check_record();
        if (members_.wrong()) return Failure{*members_.wrong()};
        return std::move(fault_);
    }

private:
    void read_kind() {
        const auto kind = word_named<FaultKind, k_fault_kinds>(members_.text("kind"));
        if (!kind)
            return members_.mistake("kind", "one of " + names_of_all<FaultKind, k_fault_kinds>());
        fault_.kind = *kind;
    }

    void check_names() {
        const std::string of = fmt::format("a fault of kind {}", name_of(fault_.kind));
        members_.refuse_others(members_of(fault_.kind), of);
    }

    void read_scope() {
        fault_.method = members_.text("method");
        const bool upper = std::all_of(fault_.method.begin(), fault_.method.end(), [](char c) {
            return c >= 'A' && c <= 'Z';
        });
        if (!upper) members_.mistake("method", "a method in capital letters, as in PATCH");
        if (members_.find("family") != nullptr) {
            fault_.family = word_named<ApiFamily, k_api_families>(members_.text("family"));
            if (!fault_.family)
                members_.mistake("family", "one of " + names_of_all<ApiFamily, k_api_families>());
        }
        fault_.path = members_.text("path");
        if (!fault_.path.empty() && fault_.path.front() != '/' && fault_.path.front() != '*')
            members_.mistake("path", "a pattern that begins with '/' or '*'");
        fault_.job = read_id("job");
        fault_.object = members_.text("object");
        fault_.operation = members_.text("operation");
        fault_.id = read_id("id");
        fault_.where = members_.text("where");
        if (const auto rate = members_.number("rate", 0, 1)) fault_.rate = *rate;
        constexpr std::uint64_t k_times_max = 1'000'000'000;
        members_.read_whole("count", 1, k_times_max, fault_.count);
        members_.read_whole("after", 0, k_times_max, fault_.after);
    }

    std::string read_id(std::string_view member) {
        std::string id = members_.text(member);
        if (!id.empty() && id.size() != 15 && id.size() != 18)
            members_.mistake(member, "an id of 15 or 18 characters");
        return id;
    }

    std::optional<FaultTime> read_moment(std::string_view member) {
        const Json* value = members_.find(member);
        if (value == nullptr) return std::nullopt;
        FaultTime time;
        if (const auto* written = value->get_ptr<const std::string*>()) {
            if (const auto milliseconds = parse_datetime(*written)) {
                time.moment = TimePoint{std::chrono::milliseconds{*milliseconds}};
                return time;
            }
        } else if (value->is_number()) {
            const double after = value->get<double>();
            if (after >= 0 && after <= k_clock_seconds_max) {
                time.after_set = seconds(after);
                return time;
            }
        }
        members_.mistake(
            member, "a date and time, or seconds from the moment the fault is set, 0 to 1000000000"
        );
        return std::nullopt;
    }

    void read_moments() {
        fault_.from = read_moment("from");
        fault_.until = read_moment("until");
        if (!fault_.until) return;
        const FaultTime from = fault_.from.value_or(FaultTime{});
        const bool comparable = from.moment.has_value() == fault_.until->moment.has_value();
        if (comparable && from.seen_from(TimePoint{}) >= fault_.until->seen_from(TimePoint{}))
            members_.mistake("until", "later than 'from'");
    }

    void read_manner() {
        constexpr std::uint64_t k_status_min = 400;
        constexpr std::uint64_t k_status_max = 599;
        members_.read_whole("status", k_status_min, k_status_max, fault_.status);
        // Whoever gets no answer cannot tell, and usually it was carried out.
        fault_.done = fault_.kind == FaultKind::timeout || fault_.kind == FaultKind::reset;
        members_.read_flag("done", fault_.done);
        const bool on_org_clock = fault_.kind == FaultKind::stuck_job;
        const double longest = on_org_clock ? k_clock_seconds_max : k_wait_seconds_max;
        if (const auto time = members_.number("seconds", 0, longest)) fault_.time = seconds(*time);
        if (fault_.kind == FaultKind::slow && !fault_.time)
            members_.mistake("seconds", "given: how late the answer comes");
        if (fault_.kind == FaultKind::timeout && !fault_.time)
            fault_.time = seconds(k_timeout_seconds);
        constexpr std::uint64_t k_chunks_max = 1'000'000;
        members_.read_whole("chunks", 0, k_chunks_max, fault_.chunks);
        fault_.message = members_.text("message");
    }

    void check_record() {
        if (fault_.kind != FaultKind::lock) return;
        const bool by_condition = !fault_.object.empty() || !fault_.where.empty();
        if (fault_.id.empty() == !by_condition) {
            members_.mistake("id", "given, or else 'object' and 'where': which records are held");
        } else if (by_condition && fault_.object.empty()) {
            members_.mistake("object", "given together with 'where'");
        } else if (by_condition && fault_.where.empty()) {
            members_.mistake("where", "given together with 'object': a condition as in SOQL");
        }
    }

    JsonMembers members_;
    Fault fault_;
};

void append_moment(JsonWriter& json, const char* name, const std::optional<FaultTime>& time) {
    if (!time) return;
    if (time->moment) {
        json.member(name, json_datetime(*time->moment));
    } else {
        json.member(name, to_seconds(time->after_set));
    }
}

void append_text(JsonWriter& json, const char* name, std::string_view text) {
    if (!text.empty()) json.member(name, text);
}

}  // namespace

std::span<const std::string_view> fault_members() {
    return k_members;
}

Result<Fault> read_fault(const Json& object, std::string_view name) {
    if (!object.is_object()) {
        return fail(ErrorCode::client_input_error, "A fault must be a JSON object");
    }
    return FaultReader{object}.read(name);
}

Result<std::vector<Fault>> read_faults_file(const std::string& path) {
    std::vector<Fault> faults;
    const NamedList list{"faults", "fault", FaultBook::k_faults_max};
    const auto read = read_named_list(path, list, [&](const Json& item) -> Result<std::string> {
        auto fault = read_fault(item);
        if (!fault) return Failure{std::move(fault.error())};
        faults.push_back(std::move(*fault));
        return faults.back().name;
    });
    if (!read) return Failure{read.error()};
    return faults;
}

void append_fault(JsonWriter& json, const Fault& fault) {
    const FaultKind kind = fault.kind;
    json.member("name", fault.name).member("kind", name_of(kind));
    append_text(json, "method", fault.method);
    if (fault.family) json.member("family", name_of(*fault.family));
    append_text(json, "path", fault.path);
    append_text(json, "job", fault.job);
    append_text(json, "object", fault.object);
    append_text(json, "operation", fault.operation);
    append_text(json, "id", fault.id);
    append_text(json, "where", fault.where);
    if (fault.rate < 1.0) json.member("rate", fault.rate);
    if (fault.count != Fault{}.count) json.member("count", fault.count);
    if (fault.after > 0) json.member("after", fault.after);
    append_moment(json, "from", fault.from);
    append_moment(json, "until", fault.until);
    if (kind == FaultKind::status) json.member("status", fault.status);
    if (kind == FaultKind::status || kind == FaultKind::timeout || kind == FaultKind::reset)
        json.member("done", fault.done);
    if (fault.time) json.member("seconds", to_seconds(*fault.time));
    if (kind != FaultKind::failed_job) return;
    json.member("chunks", std::uint64_t{fault.chunks});
    append_text(json, "message", fault.message);
}

}  // namespace rowlock
