#include "checks/command/rules_fingerprint.hpp"

#include "mockorg/base/hash.hpp"

#include <fmt/core.h>

namespace rowlock {

std::string rules_fingerprint(const LockRules& rules) {
    std::string text;
    for (const LockRule& rule : rules.rules()) {
        text += fmt::format(
            "{}\n{}\n{}\n{}\n{}\n{}\n{}\n",
            rule.id,
            rule.object,
            text_of(rule.relation),
            rule.condition,
            rule.path,
            rule.only_if_changed,
            text_of(rule.strength)
        );
        for (const WriteKind kind : rule.operations) text += text_of(kind);
        for (const std::string& field : rule.except) text += '\n' + field;
        text += '\n';
    }
    return fmt::format("{:016x}", hash_text(text));
}

}  // namespace rowlock
