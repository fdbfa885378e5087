#include "checks/assess/open_keys.hpp"

#include <algorithm>

namespace rowlock {
namespace {

/// The files give the field's new value, and what is open is the one before.
bool is_old_value(const Unresolved& unresolved, std::span<const LoadedFile> files) {
    if (unresolved.reason != UnresolvedReason::stored_value) return false;
    return std::all_of(files.begin(), files.end(), [&](const LoadedFile& file) {
        const auto& given = file.fields;
        return file.load != unresolved.load ||
               std::find(given.begin(), given.end(), unresolved.field) != given.end();
    });
}

}  // namespace

bool is_moot(const Unresolved& unresolved, std::span<const LoadedFile> files) {
    if (unresolved.reason != UnresolvedReason::written_key) return false;
    const std::string name = unresolved.object + "." + unresolved.field;
    return std::none_of(files.begin(), files.end(), [&](const LoadedFile& file) {
        return std::find(file.names_by.begin(), file.names_by.end(), name) != file.names_by.end();
    });
}

OpenKeys open_keys(const Unresolved& unresolved, std::span<const LoadedFile> files) {
    switch (unresolved.reason) {
        case UnresolvedReason::stored_value:
        case UnresolvedReason::other_record:
        case UnresolvedReason::unknown_column:
        case UnresolvedReason::repeated_column:
        case UnresolvedReason::many_states:
        case UnresolvedReason::unknown_object:
            return is_old_value(unresolved, files) ? OpenKeys::old_value : OpenKeys::certain;
        case UnresolvedReason::deletion_companions:
            return OpenKeys::certain;
        case UnresolvedReason::written_key:
            return is_moot(unresolved, files) ? OpenKeys::none : OpenKeys::certain;
        case UnresolvedReason::insert_or_update:
        case UnresolvedReason::wrong_id:
        case UnresolvedReason::no_name:
        case UnresolvedReason::wrong_cell_count:
        case UnresolvedReason::unmet_condition:
            break;
    }
    return OpenKeys::none;
}

OpenKeys open_keys(const LoadedInput& input) {
    OpenKeys worst = OpenKeys::none;
    for (const Unresolved& each : input.unresolved()) {
        worst = std::max(worst, open_keys(each, input.files()));
    }
    return worst;
}

}  // namespace rowlock
