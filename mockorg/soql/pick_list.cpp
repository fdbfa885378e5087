#include "mockorg/soql/pick_list.hpp"

#include "mockorg/base/folded_text.hpp"

#include <algorithm>

namespace rowlock::soql {

namespace {

/// Calls `visit` with each part between semicolons until it returns true, and says whether it did.
template <class Visit>
bool any_part(std::string_view text, const Visit& visit) {
    while (true) {
        const std::size_t end = std::min(text.find(';'), text.size());
        if (visit(text.substr(0, end))) return true;
        if (end == text.size()) return false;
        text.remove_prefix(end + 1);
    }
}

bool holds(std::string_view value, std::string_view picked) {
    return any_part(value, [&](std::string_view part) { return equal_folded(part, picked); });
}

}  // namespace

void PickList::add(std::string_view entry) {
    std::vector<std::string>& parts = entries_.emplace_back();
    any_part(entry, [&](std::string_view part) {
        parts.push_back(fold_case(part));
        return false;
    });
}

bool PickList::includes_any(std::string_view value) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const auto& parts) {
        return std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
            return holds(value, part);
        });
    });
}

}  // namespace rowlock::soql
