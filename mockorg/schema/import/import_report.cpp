#include "mockorg/schema/import/import_report.hpp"

#include <algorithm>

namespace rowlock {

std::string_view name_of(ImportNote::Kind kind) {
    switch (kind) {
        case ImportNote::Kind::ignored:
            return "ignored";
        case ImportNote::Kind::unknown:
            return "unknown";
        case ImportNote::Kind::broken:
            return "broken";
        case ImportNote::Kind::made_up:
            break;
    }
    return "made up";
}

std::string text_of(const ImportNote& note) {
    return std::string{name_of(note.kind)} + ": " + note.place + ": " + note.what;
}

std::size_t ImportReport::count(ImportNote::Kind kind) const {
    const auto found = std::count_if(notes.begin(), notes.end(), [&](const ImportNote& note) {
        return note.kind == kind;
    });
    return static_cast<std::size_t>(found);
}

}  // namespace rowlock
