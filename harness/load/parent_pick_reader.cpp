#include "harness/load/parent_pick_reader.hpp"

#include "harness/load/closest_word.hpp"
#include "harness/load/object_reader.hpp"

#include <array>

namespace rowlock {
namespace {

constexpr double k_zipf_exponent_min = 0.001;
constexpr double k_zipf_exponent_max = 10.0;
constexpr double k_hot_parents_min = 1e-9;

constexpr std::array<std::string_view, 6> k_picks{
    "uniform", "sequential", "grouped", "zipf", "hot", "single"};

std::optional<ParentPick> read_word(const LocatedJson& value, Mistakes& mistakes) {
    if (value.text == "uniform") return PickUniform{};
    if (value.text == "sequential") return PickSequential{};
    if (value.text == "grouped") return PickGrouped{};
    if (value.text == "zipf" || value.text == "hot" || value.text == "single") {
        report_wrong_value(
            mistakes,
            value,
            "\"pick\"",
            "an object: {\"zipf\": 1.1}, {\"hot\": {\"share\": 0.2, \"parents\": 0.01}} or "
            "{\"single\": 0}"
        );
        return std::nullopt;
    }
    mistakes.add(value.offset, "\"pick\" is " + describe(value) + word_hint(value.text, k_picks));
    return std::nullopt;
}

std::optional<ParentPick> read_hot(const LocatedJson& value, Mistakes& mistakes) {
    ObjectReader object(value, "\"hot\"", mistakes);
    object.need("share");
    object.need("parents");
    const auto share = object.number("share", 0.0, 1.0);
    const auto parents =
        object.number("parents", k_hot_parents_min, static_cast<double>(k_max_source_rows));
    object.reject_unknown();
    if (!share || !parents) return std::nullopt;
    return PickHot{*share, *parents};
}

}  // namespace

std::optional<ParentPick> read_parent_pick(const LocatedJson& value, Mistakes& mistakes) {
    if (value.kind == LocatedJson::Kind::text) return read_word(value, mistakes);
    if (value.kind != LocatedJson::Kind::object || value.members.size() != 1) {
        report_wrong_value(
            mistakes,
            value,
            "\"pick\"",
            "\"uniform\", \"sequential\", \"grouped\" or an object with one of \"zipf\", \"hot\", "
            "\"single\""
        );
        return std::nullopt;
    }
    ObjectReader object(value, "\"pick\"", mistakes);
    std::optional<ParentPick> pick;
    if (const auto exponent = object.number("zipf", k_zipf_exponent_min, k_zipf_exponent_max)) {
        pick = PickZipf{*exponent};
    }
    if (const auto parent = object.whole<RowNumber>("single", 0, k_max_source_rows - 1)) {
        pick = PickSingle{*parent};
    }
    if (const LocatedJson* hot = object.find("hot")) pick = read_hot(*hot, mistakes);
    object.reject_unknown();
    return pick;
}

}  // namespace rowlock
