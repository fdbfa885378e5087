#include "harness/load/strategy_reader.hpp"

#include "harness/load/load_words.hpp"
#include "harness/load/shown_text.hpp"
#include "harness/load/step_reader.hpp"

#include <fmt/format.h>

#include <limits>
#include <set>

namespace rowlock {
namespace {

constexpr std::size_t k_strategies_max = 100;
constexpr double k_hours_max = 24.0 * 365.0;
constexpr std::uint64_t k_any = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t k_limit_max = 1'000'000'000'000;

std::optional<ReportedOutcome> read_reported(ObjectReader& strategy) {
    const LocatedJson* value = strategy.find("reported");
    if (value == nullptr) return std::nullopt;
    ObjectReader object(*value, "\"reported\"", strategy.mistakes());
    ReportedOutcome reported;
    reported.failed_percent = object.number("failedPercent", 0.0, 100.0);
    reported.rows = object.whole<std::uint64_t>("rows", 0, k_any);
    reported.failed = object.whole<std::uint64_t>("failed", 0, k_any);
    reported.duration_hours = object.number("durationHours", 0.0, k_hours_max);
    reported.note = object.text("note").value_or("");
    object.reject_unknown();
    return reported;
}

void read_overrides(
    ObjectReader& object, std::span<const std::string_view> source_names, Strategy& strategy
) {
    const LocatedJson* value = object.find("overrides");
    if (value == nullptr) return;
    ObjectReader overrides(*value, "\"overrides\"", object.mistakes());
    read_step_members(overrides, source_names, strategy.load);
    read_org_settings(overrides, strategy);
    overrides.reject_unknown();
    strategy.load.where = object.mistakes().where(value->offset);
}

Strategy read_strategy(
    const LocatedJson& value,
    const Strategy& base,
    std::span<const std::string_view> source_names,
    Mistakes& mistakes
) {
    Strategy strategy = base;
    ObjectReader object(value, "a strategy", mistakes);
    strategy.name = object.needed_text("name").value_or("");
    strategy.note = object.text("note").value_or("");
    read_overrides(object, source_names, strategy);
    strategy.reported = read_reported(object);
    read_expectations(object, strategy.expect);
    object.reject_unknown();
    return strategy;
}

/// What values they may have is for the org to say.
std::vector<LocatedText> read_limits(const LocatedJson& value, Mistakes& mistakes) {
    ObjectReader object(value, "\"limits\"", mistakes);
    std::vector<LocatedText> limits;
    for (const std::string_view name : k_limit_words) {
        const auto number = object.whole<std::uint64_t>(name, 0, k_limit_max);
        if (!number) continue;
        const std::string where = mistakes.where(object.find(name)->offset);
        limits.push_back({fmt::format("{}={}", name, *number), where});
    }
    object.reject_unknown();
    return limits;
}

}  // namespace

void read_org_settings(ObjectReader& object, Strategy& strategy) {
    if (const LocatedJson* value = object.find("profile")) {
        const auto name = object.needed_text("profile");
        if (name) strategy.profile = {*name, object.mistakes().where(value->offset)};
    }
    const auto word = object.word("bulk2Serial", k_bulk2_serial_words);
    if (word) strategy.bulk2_serial = k_bulk2_serial_words[*word];
    if (const auto ids = object.word("unknownIds", k_unknown_id_words))
        strategy.adopt_unknown_ids = k_unknown_id_words[*ids] == "adopt";
    if (const LocatedJson* limits = object.find("limits"))
        strategy.limits = read_limits(*limits, object.mistakes());
    if (const LocatedJson* writers = object.find("foreignWriters"))
        strategy.foreign_writers = read_load_foreign_writers(*writers, object.mistakes());
}

void read_expectations(ObjectReader& object, Expectations& expect) {
    const LocatedJson* value = object.find("expect");
    if (value == nullptr) return;
    ObjectReader members(*value, "\"expect\"", object.mistakes());
    const auto override = [](auto& target, const auto& given) {
        if (given) target = given;
    };
    override(expect.created_at_least, members.whole<std::uint64_t>("createdAtLeast", 0, k_any));
    override(expect.failed_at_most, members.whole<std::uint64_t>("failedAtMost", 0, k_any));
    override(expect.failed_percent_at_most, members.number("failedPercentAtMost", 0.0, 100.0));
    override(expect.duration_at_most, members.duration("durationAtMost"));
    members.reject_unknown();
}

std::vector<Strategy> read_strategies(
    const LocatedJson& value,
    const Strategy& base,
    std::span<const std::string_view> source_names,
    Mistakes& mistakes
) {
    std::vector<Strategy> strategies;
    if (value.items.empty() || value.items.size() > k_strategies_max) {
        report_wrong_value(mistakes, value, "\"strategies\"", "a list of 1 to 100 strategies");
        return strategies;
    }
    std::set<std::string> names;
    for (const LocatedJson& item : value.items) {
        strategies.push_back(read_strategy(item, base, source_names, mistakes));
        const std::string& name = strategies.back().name;
        if (names.insert(name).second || name.empty()) continue;
        mistakes.add(
            item.offset,
            fmt::format("a second strategy is named {}, expected different names", shown_text(name))
        );
    }
    return strategies;
}

}  // namespace rowlock
