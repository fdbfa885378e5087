// A history in words.
#include "harness/batcher/loader/history.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock::loader {
namespace {

std::string_view text_name(RowText text) {
    constexpr std::array<std::string_view, k_row_texts> k_names{
        "plain", "comma", "quotes", "line break", "digits alone", "outer blanks", "non-ASCII"};
    return k_names[static_cast<std::size_t>(text)];
}

std::string row_text(const HistoryRow& row) {
    std::string text = row.account == 0 ? "no account" : fmt::format("account {}", row.account);
    if (row.text != RowText::plain) text += fmt::format(", text with {}", text_name(row.text));
    if (row.hopeless) text += ", has no last name";
    if (row.known) text += ", is in the org already";
    return text;
}

bool has_text(const History& history, RowText text) {
    return std::any_of(history.rows.begin(), history.rows.end(), [text](const HistoryRow& row) {
        return row.text == text;
    });
}

/// How the org is, as far as it matters.
std::string ways_text(const History& history) {
    std::string text;
    const bool locks =
        std::any_of(history.events.begin(), history.events.end(), [](const Event& event) {
            return event.kind == EventKind::account_locked;
        });
    if (locks) {
        text += fmt::format(
            "  a locked account stays so for {} s; a row waits 10 s for it\n",
            history.long_locks ? 60 : 15
        );
    }
    if (history.strict) text += "  the org gives a job up after its first lock failure\n";
    return text;
}

}  // namespace

std::string_view name_of(Step step) {
    constexpr std::array<std::string_view, k_steps> k_names{
        "create", "upload", "close", "poll", "results", "abort", "other", "request"};
    return k_names[static_cast<std::size_t>(step)];
}

std::string cell_of(RowText text, bool crlf) {
    switch (text) {
        case RowText::plain:
            return "a";
        case RowText::comma:
            return "a,b";
        case RowText::quotes:
            return "a \"b\"";
        case RowText::line_break:
            return crlf ? "a\r\nb" : "a\nb";
        case RowText::digits:
            return "007";
        case RowText::outer_blanks:
            return " a ";
        case RowText::non_ascii:
            break;
    }
    return "\xC3\xA9 \xE6\xBC\xA2 \xF0\x9F\x98\x80";
}

std::string event_text(const Event& event) {
    const std::string at = fmt::format("{} {}", name_of(event.step), event.occurrence);
    switch (event.kind) {
        case EventKind::unavailable:
            return at + " is answered 503, without effect";
        case EventKind::request_lost:
            return "the connection breaks before " + at + " arrives";
        case EventKind::reply_lost:
            return "the reply to " + at + " is lost, after it took effect";
        case EventKind::job_aborted:
            return "somebody aborts the job just before " + at;
        case EventKind::account_locked:
            return fmt::format("somebody locks account {} just before {}", event.account, at);
        case EventKind::gateway_timeout:
            return at + " is answered 504, after it took effect";
        case EventKind::time_passes:
            break;
    }
    return "an hour passes before " + at;
}

std::string history_text(const History& history) {
    std::string text = fmt::format(
        "  {} of {} {}, {} a transaction of {} s\n",
        history.upsert ? "upsert" : "insert",
        history.rows.size(),
        history.rows.size() == 1 ? "contact" : "contacts",
        history.chunk_rows,
        history.slow ? 20 : 1
    );
    for (std::size_t i = 0; i < history.rows.size(); ++i) {
        text += fmt::format("  row {}: {}\n", i + 1, row_text(history.rows[i]));
    }
    if (history.crlf && has_text(history, RowText::line_break)) {
        text += "  lines end in CRLF, those of the file and those inside cells\n";
    }
    for (const Event& event : history.events) text += fmt::format("  * {}\n", event_text(event));
    return text + ways_text(history);
}

}  // namespace rowlock::loader
