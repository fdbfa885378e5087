#include "mockorg/locking/lock_rule.hpp"

#include <fmt/format.h>

#include <set>

namespace rowlock {

Result<void> apply_settings(
    const std::map<std::string, bool>& settings, std::vector<LockRule>& rules
) {
    std::set<std::string> known;
    for (const LockRule& rule : rules) {
        if (!rule.setting.empty()) known.insert(rule.setting);
    }
    for (const auto& [name, on] : settings) {
        if (known.contains(name)) continue;
        std::string names;
        for (const std::string& each : known) names += names.empty() ? each : ", " + each;
        return fail(
            ErrorCode::bad_file,
            fmt::format("there is no setting \"{}\" (there are {})", name, names)
        );
    }
    for (LockRule& rule : rules) {
        const auto choice = settings.find(rule.setting);
        if (choice == settings.end()) continue;
        if (choice->second) {
            rule.strength = LockStrength::always;
        } else {
            rule.operations.clear();
            rule.only_if_changed = false;
            rule.if_changed.clear();
        }
    }
    return {};
}

}  // namespace rowlock
