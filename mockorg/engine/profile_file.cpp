#include "mockorg/engine/profile_file.hpp"

#include "mockorg/base/file_text.hpp"
#include "mockorg/codec/duration_text.hpp"
#include "mockorg/codec/json.hpp"
#include "mockorg/codec/json_members.hpp"
#include "mockorg/codec/json_writer.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace rowlock {
namespace {

constexpr std::uint64_t k_file_size_max = 1 << 20;
constexpr std::uint64_t k_workers_max = 10'000;
constexpr double k_mean_max = 3'600.0;
constexpr double k_variation_max = 10.0;
constexpr std::uint64_t k_requeues_max = 1'000;
constexpr std::uint64_t k_failures_max = 1'000'000;
constexpr Duration k_time_max = std::chrono::hours{24};
constexpr std::string_view k_default_base = "typical";

constexpr std::array<std::string_view, 2> k_scopes{"chunk", "row"};

constexpr std::string_view k_members[] = {
    "$schema",
    "name",
    "base",
    "description",
    "workers",
    "chunkRows",
    "lockWait",
    "hold",
    "holdFixedShare",
    "restHold",
    "preLock",
    "batchOverhead",
    "requeueDelay",
    "requeuesMax",
    "lockFailuresMax",
    "lockFailureScope",
    "mayRulesLock"};

constexpr std::string_view k_law_members[] = {"meanSeconds", "variation"};

class ProfileReader {
public:
    ProfileReader(const Json& root, Profile base) : members_(root), profile_(std::move(base)) {}

    Result<Profile> read() {
        members_.refuse_others(k_members, "a profile");
        if (members_.has("name")) profile_.name = members_.text("name");
        if (members_.has("description")) profile_.description = members_.text("description");
        members_.read_whole("workers", 1, k_workers_max, profile_.workers);
        members_.read_whole("chunkRows", 1, 200, profile_.chunk_rows);
        read_time("lockWait", profile_.lock_wait);
        read_law("hold", profile_.hold);
        if (const auto share = members_.number("holdFixedShare", 0.0, 1.0))
            profile_.hold_fixed_share = *share;
        read_law("restHold", profile_.rest_hold);
        read_time("preLock", profile_.pre_lock);
        read_time("batchOverhead", profile_.batch_overhead);
        read_time("requeueDelay", profile_.requeue_delay);
        members_.read_whole("requeuesMax", 0, k_requeues_max, profile_.requeues_max);
        members_.read_whole("lockFailuresMax", 0, k_failures_max, profile_.lock_failures_max);
        if (const auto scope = members_.word("lockFailureScope", k_scopes))
            profile_.lock_failure_scope = static_cast<LockFailureScope>(*scope);
        members_.read_flag("mayRulesLock", profile_.may_rules_lock);
        if (members_.wrong()) return Failure{*members_.wrong()};
        return profile_;
    }

private:
    void read_time(std::string_view member, Duration& into) {
        if (const auto time = members_.duration(member, Duration{0}, k_time_max)) into = *time;
    }

    void read_law(std::string_view member, DurationLaw& law) {
        const Json* value = members_.find(member);
        if (value == nullptr) return;
        if (!value->is_object())
            return members_.mistake(member, R"(an object such as {"meanSeconds": 3.5})");
        JsonMembers law_members{*value};
        law_members.refuse_others(k_law_members, member);
        // A transaction that takes no time at all has no logarithm.
        if (const auto mean = law_members.number("meanSeconds", 0.001, k_mean_max))
            law.mean_seconds = *mean;
        if (const auto variation = law_members.number("variation", 0.0, k_variation_max))
            law.variation = *variation;
        if (law_members.wrong()) members_.mistake(member, "right: " + law_members.wrong()->message);
    }

    JsonMembers members_;
    Profile profile_;
};

Failure bad_profile(std::string_view file_name, const std::string& message) {
    return fail(ErrorCode::bad_file, std::string{file_name} + ": " + message);
}

void write_law(JsonWriter& json, std::string_view name, const DurationLaw& law) {
    json.key(name)
        .begin_object()
        .member("meanSeconds", law.mean_seconds)
        .member("variation", law.variation)
        .end_object();
}

}  // namespace

Result<Profile> read_profile(std::string_view text, std::string_view file_name) {
    const auto root = parse_json(text, true);
    if (!root) return bad_profile(file_name, root.error().message);
    if (!root->is_object())
        return bad_profile(file_name, R"(expected an object such as {"base": "typical"})");
    JsonMembers members{*root};
    const std::string named = members.text("base");
    if (members.wrong()) return bad_profile(file_name, members.wrong()->message);
    auto base = find_profile(named.empty() ? k_default_base : std::string_view{named});
    if (!base) return bad_profile(file_name, "'base': " + base.error().message);
    auto profile = ProfileReader{*root, std::move(*base)}.read();
    if (!profile) return bad_profile(file_name, profile.error().message);
    return profile;
}

Result<Profile> find_profile_or_file(const std::string& word) {
    if (!word.ends_with(".json")) return find_profile(word);
    const auto text = read_file(word, k_file_size_max);
    if (!text) return Failure{text.error()};
    return read_profile(*text, word);
}

std::string profile_file_text(const Profile& profile) {
    std::string text;
    JsonWriter json{text};
    json.begin_object()
        .member("name", profile.name)
        .member("description", profile.description)
        .member("workers", profile.workers)
        .member("chunkRows", profile.chunk_rows)
        .member("lockWait", written_duration(profile.lock_wait));
    write_law(json, "hold", profile.hold);
    json.member("holdFixedShare", profile.hold_fixed_share);
    write_law(json, "restHold", profile.rest_hold);
    json.member("preLock", written_duration(profile.pre_lock))
        .member("batchOverhead", written_duration(profile.batch_overhead))
        .member("requeueDelay", written_duration(profile.requeue_delay))
        .member("requeuesMax", profile.requeues_max)
        .member("lockFailuresMax", profile.lock_failures_max)
        .member(
            "lockFailureScope", k_scopes.at(static_cast<std::size_t>(profile.lock_failure_scope))
        )
        .member("mayRulesLock", profile.may_rules_lock)
        .end_object();
    return text;
}

}  // namespace rowlock
