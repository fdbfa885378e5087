#include "mockorg/faults/fault_reader.hpp"

#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/faults/fault_book.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace rowlock {
namespace {

constexpr std::uint64_t k_file_bytes_max = 1024 * 1024;
constexpr std::size_t k_name_max = 100;
constexpr std::size_t k_text_max = 4096;
/// About 32 years, as far as the clock may be moved at once.
constexpr double k_clock_seconds_max = 1e9;
/// Longer than any client waits.
constexpr double k_wait_seconds_max = 3600;
constexpr double k_timeout_seconds = 30;

constexpr std::string_view k_members[] = {"name",   "kind",   "method",    "family", "path",
                                          "job",    "object", "operation", "id",     "where",
                                          "rate",   "count",  "after",     "from",   "until",
                                          "status", "done",   "seconds",   "chunks", "message"};

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= k_name_max &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '.' || c == '_' || c == '-';
           });
}

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

/// The members that make sense for a kind, besides `name` and `kind`.
std::vector<std::string_view> members_of(FaultKind kind) {
    const FaultSubject subject = subject_of(kind);
    if (subject == FaultSubject::record) return {"id", "object", "where", "from", "until"};
    std::vector<std::string_view> members{"job", "rate", "count", "after", "from", "until"};
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
    explicit FaultReader(const Json& object) : object_(object) {}

    Result<Fault> read(std::string_view name) {
        read_name(name);
        read_kind();
        if (!wrong_) check_names();
        if (!wrong_) read_scope();
        if (!wrong_) read_moments();
        if (!wrong_) read_manner();
        if (!wrong_) check_record();
        if (wrong_) return Failure{std::move(*wrong_)};
        return std::move(fault_);
    }

private:
    void mistake(std::string_view member, std::string_view expected) {
        if (wrong_) return;
        wrong_ = Error{
            ErrorCode::client_input_error,
            fmt::format("'{}' must be {}", member, expected),
            {std::string{member}}};
    }

    const Json* find(std::string_view member) const {
        const auto found = object_.find(member);
        return found == object_.end() ? nullptr : &*found;
    }

    std::string text(std::string_view member) {
        const Json* value = find(member);
        if (value == nullptr) return {};
        const auto* read = value->get_ptr<const std::string*>();
        if (read != nullptr && !read->empty() && read->size() <= k_text_max) return *read;
        mistake(member, fmt::format("a text of 1 to {} characters", k_text_max));
        return {};
    }

    std::optional<double> number(std::string_view member, double low, double high) {
        const Json* value = find(member);
        if (value == nullptr) return std::nullopt;
        const double read = value->is_number() ? value->get<double>() : std::nan("");
        if (read >= low && read <= high) return read;
        mistake(member, fmt::format("a number from {} to {:.0f}", low, high));
        return std::nullopt;
    }

    template <class T>
    void whole(std::string_view member, std::uint64_t low, std::uint64_t high, T& out) {
        const Json* value = find(member);
        if (value == nullptr) return;
        const std::uint64_t read = value->is_number_unsigned() ? value->get<std::uint64_t>() : 0;
        if (value->is_number_unsigned() && read >= low && read <= high) {
            out = static_cast<T>(read);
        } else {
            mistake(member, fmt::format("a whole number from {} to {}", low, high));
        }
    }

    void flag(std::string_view member, bool& out) {
        const Json* value = find(member);
        if (value == nullptr) return;
        if (!value->is_boolean()) return mistake(member, "true or false");
        out = value->get<bool>();
    }

    void read_name(std::string_view name) {
        fault_.name = name.empty() ? text("name") : std::string{name};
        if (!name.empty() && find("name") != nullptr && text("name") != name) {
            mistake("name", fmt::format("'{}', as in the request's path, or left out", name));
        }
        if (!is_name(fault_.name)) {
            mistake("name", "a text of 1 to 100 letters, digits, '.', '_' and '-'");
        }
    }

    void read_kind() {
        const auto kind = word_named<FaultKind, k_fault_kinds>(text("kind"));
        if (!kind) return mistake("kind", "one of " + names_of_all<FaultKind, k_fault_kinds>());
        fault_.kind = *kind;
    }

    void check_names() {
        const auto known = members_of(fault_.kind);
        for (const auto& [name, value] : object_.items()) {
            if (name == "name" || name == "kind") continue;
            if (std::find(known.begin(), known.end(), name) != known.end()) continue;
            wrong_ = Error{
                ErrorCode::client_input_error,
                fmt::format(
                    "'{}' means nothing in a fault of kind {}; there are name, kind, {}",
                    name,
                    name_of(fault_.kind),
                    fmt::join(known, ", ")
                ),
                {name}};
            return;
        }
    }

    void read_scope() {
        fault_.method = text("method");
        const bool upper = std::all_of(fault_.method.begin(), fault_.method.end(), [](char c) {
            return c >= 'A' && c <= 'Z';
        });
        if (!upper) mistake("method", "a method in capital letters, as in PATCH");
        if (find("family") != nullptr) {
            fault_.family = word_named<ApiFamily, k_api_families>(text("family"));
            if (!fault_.family)
                mistake("family", "one of " + names_of_all<ApiFamily, k_api_families>());
        }
        fault_.path = text("path");
        if (!fault_.path.empty() && fault_.path.front() != '/' && fault_.path.front() != '*')
            mistake("path", "a pattern that begins with '/' or '*'");
        fault_.job = read_id("job");
        fault_.object = text("object");
        fault_.operation = text("operation");
        fault_.id = read_id("id");
        fault_.where = text("where");
        if (const auto rate = number("rate", 0, 1)) fault_.rate = *rate;
        constexpr std::uint64_t k_times_max = 1'000'000'000;
        whole("count", 1, k_times_max, fault_.count);
        whole("after", 0, k_times_max, fault_.after);
    }

    std::string read_id(std::string_view member) {
        std::string id = text(member);
        if (!id.empty() && id.size() != 15 && id.size() != 18)
            mistake(member, "an id of 15 or 18 characters");
        return id;
    }

    std::optional<FaultTime> read_moment(std::string_view member) {
        const Json* value = find(member);
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
        mistake(
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
            mistake("until", "later than 'from'");
    }

    void read_manner() {
        constexpr std::uint64_t k_status_min = 400;
        constexpr std::uint64_t k_status_max = 599;
        whole("status", k_status_min, k_status_max, fault_.status);
        // Whoever gets no answer cannot tell, and usually it was carried out.
        fault_.done = fault_.kind == FaultKind::timeout || fault_.kind == FaultKind::reset;
        flag("done", fault_.done);
        const bool on_org_clock = fault_.kind == FaultKind::stuck_job;
        const double longest = on_org_clock ? k_clock_seconds_max : k_wait_seconds_max;
        if (const auto time = number("seconds", 0, longest)) fault_.time = seconds(*time);
        if (fault_.kind == FaultKind::slow && !fault_.time)
            mistake("seconds", "given: how late the answer comes");
        if (fault_.kind == FaultKind::timeout && !fault_.time)
            fault_.time = seconds(k_timeout_seconds);
        constexpr std::uint64_t k_chunks_max = 1'000'000;
        whole("chunks", 0, k_chunks_max, fault_.chunks);
        fault_.message = text("message");
    }

    void check_record() {
        if (fault_.kind != FaultKind::lock) return;
        const bool by_condition = !fault_.object.empty() || !fault_.where.empty();
        if (fault_.id.empty() == !by_condition) {
            mistake("id", "given, or else 'object' and 'where': which records are held");
        } else if (by_condition && fault_.object.empty()) {
            mistake("object", "given together with 'where'");
        } else if (by_condition && fault_.where.empty()) {
            mistake("where", "given together with 'object': a condition as in SOQL");
        }
    }

    const Json& object_;
    Fault fault_;
    std::optional<Error> wrong_;
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
    const auto text = read_file(path, k_file_bytes_max);
    if (!text) return Failure{text.error()};
    const auto bad = [&](const std::string& message) {
        return fail(ErrorCode::bad_file, path + ": " + message);
    };
    const auto root = parse_json(*text, true);
    if (!root) return bad(root.error().message);
    const auto list = root->is_object() ? root->find("faults") : root->end();
    if (!root->is_object() || root->size() != 1 || list == root->end() || !list->is_array())
        return bad("expected an object with one member, the list \"faults\"");
    if (list->size() > FaultBook::k_faults_max)
        return bad(fmt::format("more than {} faults", FaultBook::k_faults_max));
    std::vector<Fault> faults;
    for (const Json& item : *list) {
        auto fault = read_fault(item);
        if (!fault) {
            return bad(fmt::format("fault {}: {}", faults.size() + 1, fault.error().message));
        }
        const bool twice = std::any_of(faults.begin(), faults.end(), [&](const Fault& other) {
            return other.name == fault->name;
        });
        if (twice) return bad(fmt::format("there are two faults named '{}'", fault->name));
        faults.push_back(std::move(*fault));
    }
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
