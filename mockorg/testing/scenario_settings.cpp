#include "mockorg/testing/scenario_settings.hpp"

#include "mockorg/locking/rule_file.hpp"
#include "mockorg/schema/schema_loader.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rowlock {
namespace {

constexpr std::uint32_t k_chunk_rows_max = 200;
constexpr std::uint32_t k_count_max = 1'000'000;
constexpr double k_variation_max = 10.0;

/// What the setting of a line works on.
struct SettingContext {
    WordReader& words;
    const ReadBeside& read_beside;
    Scenario& scenario;

    Profile& profile() const { return scenario.config.profile; }

    std::uint32_t count(
        std::string_view what, std::uint32_t least, std::uint32_t most = k_count_max
    ) const {
        return static_cast<std::uint32_t>(words.whole(what, least, most));
    }
};

/// `12s`, or `5s cv 1.5`.
DurationLaw read_law(const SettingContext& context) {
    DurationLaw law{to_seconds(context.words.duration("a mean duration")), 0.0};
    if (context.words.accept("cv")) {
        law.variation = context.words.number("a coefficient of variation");
        if (!(law.variation >= 0.0 && law.variation <= k_variation_max)) {
            context.words.complain(
                "a coefficient of variation from 0 to 10", std::to_string(law.variation)
            );
        }
    }
    if (law.variation > 0.0 && law.mean_seconds <= 0.0) {
        context.words.complain("a mean above 0s with cv", "0s");
    }
    return law;
}

void read_profile(const SettingContext& context) {
    const auto profile = find_profile(context.words.word("a profile's name"));
    if (profile) {
        context.profile() = *profile;
    } else {
        context.words.complain(profile.error());
    }
}

void read_seeds(const SettingContext& context) {
    context.scenario.seeds.clear();
    do {
        context.scenario.seeds.push_back(context.words.whole("a seed", 0, 1'000'000'000));
    } while (!context.words.at_end());
}

void read_scope(const SettingContext& context) {
    const std::string scope = context.words.word("chunk or row");
    if (scope != "chunk" && scope != "row") context.words.complain("chunk or row", scope);
    context.profile().lock_failure_scope =
        scope == "row" ? LockFailureScope::row : LockFailureScope::chunk;
}

void read_bulk2_serial(const SettingContext& context) {
    const auto setting = parse_bulk2_serial(context.words.word("reject, ignore or honour"));
    if (setting) {
        context.scenario.config.bulk2_serial = *setting;
    } else {
        context.words.complain(setting.error());
    }
}

/// The text of the file that the line names; nothing after an error.
std::optional<std::string> read_named_file(const SettingContext& context, std::string& name) {
    name = context.words.word("a file's name");
    if (context.words.error()) return std::nullopt;
    auto text = context.read_beside(name);
    if (text) return std::move(*text);
    context.words.complain(text.error());
    return std::nullopt;
}

void read_schema(const SettingContext& context) {
    std::string name;
    const auto text = read_named_file(context, name);
    if (!text) return;
    const auto schema = load_schema(*text, name);
    if (schema) {
        context.scenario.config.schema = *schema;
    } else {
        context.words.complain(schema.error());
    }
}

void read_lock_rules(const SettingContext& context) {
    std::string name;
    const auto text = read_named_file(context, name);
    if (!text) return;
    auto rules = lock_rules_of(*text, name);
    if (rules) {
        context.scenario.config.lock_rules = std::move(*rules);
    } else {
        context.words.complain(rules.error());
    }
}

using Read = void (*)(const SettingContext&);

struct Setting {
    std::string_view name;
    Read read;
};

const std::array<Setting, 18> k_settings = {{
    {"profile", read_profile},
    {"seeds", read_seeds},
    {"workers", [](const SettingContext& c) { c.profile().workers = c.count("workers", 1); }},
    {"chunk-rows",
     [](const SettingContext& c) {
         c.profile().chunk_rows = c.count("rows", 1, k_chunk_rows_max);
     }},
    {"hold", [](const SettingContext& c) { c.profile().hold = read_law(c); }},
    {"hold-fixed-share",
     [](const SettingContext& c) { c.profile().hold_fixed_share = c.words.share("a share"); }},
    {"rest-hold", [](const SettingContext& c) { c.profile().rest_hold = read_law(c); }},
    {"pre-lock",
     [](const SettingContext& c) { c.profile().pre_lock = c.words.duration("a time"); }},
    {"overhead",
     [](const SettingContext& c) { c.profile().batch_overhead = c.words.duration("a time"); }},
    {"lock-wait",
     [](const SettingContext& c) { c.profile().lock_wait = c.words.duration("a time"); }},
    {"requeue-delay",
     [](const SettingContext& c) { c.profile().requeue_delay = c.words.duration("a delay"); }},
    {"requeues-max",
     [](const SettingContext& c) { c.profile().requeues_max = c.count("requeues", 0); }},
    {"lock-failures-max",
     [](const SettingContext& c) { c.profile().lock_failures_max = c.count("failed rows", 0); }},
    {"lock-failure-scope", read_scope},
    {"may-rules",
     [](const SettingContext& c) { c.profile().may_rules_lock = c.words.on_or_off(); }},
    {"bulk2-serial", read_bulk2_serial},
    {"schema", read_schema},
    {"lock-rules", read_lock_rules},
}};

}  // namespace

bool read_setting(
    std::string_view name, WordReader& words, const ReadBeside& read_beside, Scenario& scenario
) {
    const auto setting = std::find_if(
        k_settings.begin(), k_settings.end(), [&](const Setting& each) { return each.name == name; }
    );
    if (setting == k_settings.end()) return false;
    setting->read({words, read_beside, scenario});
    words.expect_end();
    return true;
}

}  // namespace rowlock
