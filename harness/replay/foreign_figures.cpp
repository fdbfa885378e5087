#include "harness/replay/foreign_figures.hpp"

#include "harness/replay/figures.hpp"

#include <fmt/core.h>

namespace rowlock {

std::string sentence_about(const ForeignWriter& writer, const ForeignWriterFigures& did) {
    const std::string who =
        fmt::format("foreign writer {} ({})", writer.name, name_of(writer.kind));
    if (writer.is_automation() && !writer.async) {
        return fmt::format(
            "{}: updated {} along with {} of others",
            who,
            counted(did.records, "record"),
            counted(did.runs, "transaction")
        );
    }
    std::string text = fmt::format(
        "{}: {} committed, {} given up, waited for {}",
        who,
        counted(did.committed, "transaction"),
        grouped(did.given_up),
        duration_text(did.waited)
    );
    if (did.retries > 0) text += fmt::format(", {} in another attempt", grouped(did.retries));
    if (did.deadlocks > 0)
        text += fmt::format(", victim of {}", counted(did.deadlocks, "deadlock"));
    if (did.idle > 0) text += fmt::format(", {} times no record to write", grouped(did.idle));
    if (did.skipped > 0) text += fmt::format(", {} times too busy", grouped(did.skipped));
    return text;
}

}  // namespace rowlock
