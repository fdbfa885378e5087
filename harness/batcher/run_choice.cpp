#include "harness/batcher/run_choice.hpp"

#include <algorithm>
#include <utility>

namespace rowlock::batcher {
namespace {

using PropertyList = std::vector<const Property*>;

bool is_among(const PropertyList& list, const Property* property) {
    return std::find(list.begin(), list.end(), property) != list.end();
}

/// `--only: ` and what is wrong with it.
Failure misuse(const RunChoice& choice, std::string_view option, const std::string& what) {
    std::string message{choice.prefix};
    message.append(option).append(": ").append(what);
    return fail(ErrorCode::bad_configuration, std::move(message));
}

Result<PropertyList> find_all(
    const RunChoice& choice, const std::vector<std::string>& words, std::string_view option
) {
    PropertyList found;
    for (const std::string& word : words) {
        const Property* const property = find_property(word);
        if (property == nullptr) {
            return misuse(choice, option, "there is no property '" + word + "'");
        }
        found.push_back(property);
    }
    return found;
}

Result<PropertyList> chosen_properties(const RunChoice& choice) {
    const auto only = find_all(choice, choice.only, "only");
    if (!only) return Failure{only.error()};
    const auto skip = find_all(choice, choice.skip, "skip");
    if (!skip) return Failure{skip.error()};
    if (is_among(*skip, find_property("I12"))) {
        return misuse(choice, "skip", "without an answer (I12) there is nothing to check");
    }
    PropertyList chosen;
    for (const Property& property : all_properties()) {
        const bool wanted = only->empty() || is_among(*only, &property) || property.id == "I12";
        if (wanted && !is_among(*skip, &property)) chosen.push_back(&property);
    }
    const bool only_i12 = chosen.size() == 1 && !only->empty();
    if (only_i12 && !is_among(*only, chosen.front())) {
        return misuse(choice, "skip", "nothing is left of what is to be checked");
    }
    return chosen;
}

}  // namespace

Result<void> choose(const RunChoice& choice, RunSettings& settings) {
    auto chosen = chosen_properties(choice);
    if (!chosen) return Failure{std::move(chosen.error())};
    settings.properties = std::move(*chosen);
    FeatureSet& features = settings.generator.features;
    for (const std::string& word : choice.without) {
        const auto feature = parse_feature(word);
        if (!feature) return misuse(choice, "without", "'" + word + "' is nothing that cases have");
        features.remove(*feature);
    }
    // Who does not have to know the forms of an id is not asked about them.
    if (!features.has(Feature::id_forms) && choice.only.empty()) {
        auto& list = settings.properties;
        list.erase(std::remove(list.begin(), list.end(), find_property("I9")), list.end());
    }
    return {};
}

}  // namespace rowlock::batcher
