#include "harness/batcher/loader/history.hpp"

#include "mockorg/base/random.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowlock::loader {
namespace {

constexpr std::uint8_t k_occurrences = 3;

/// One in `times`.
bool one_in(Random& random, std::uint64_t times) {
    return random.below(times) == 0;
}

HistoryRow make_row(Random& random, bool upsert) {
    HistoryRow row;
    row.account = static_cast<std::uint8_t>(random.below(k_accounts + 1U));
    if (one_in(random, 3)) row.text = static_cast<RowText>(random.below(k_row_texts));
    row.hopeless = one_in(random, 6);
    row.known = one_in(random, 3) && upsert;
    return row;
}

Event make_event(Random& random) {
    constexpr std::array k_steps{
        Step::create, Step::upload, Step::close, Step::poll, Step::results};
    Event event;
    event.kind = static_cast<EventKind>(random.below(k_event_kinds));
    event.step = k_steps[random.below(k_steps.size())];
    event.occurrence = static_cast<std::uint8_t>(1 + random.below(k_occurrences));
    event.account = static_cast<std::uint8_t>(1 + random.below(k_accounts));
    return event;
}

std::string_view text_name(RowText text) {
    constexpr std::array<std::string_view, k_row_texts> k_names{
        "plain", "comma", "quotes", "line-feed"};
    return k_names[static_cast<std::size_t>(text)];
}

std::string row_text(const HistoryRow& row) {
    std::string text = row.account == 0 ? "no account" : fmt::format("account {}", row.account);
    if (row.text != RowText::plain) text += fmt::format(", text with {}", text_name(row.text));
    if (row.hopeless) text += ", has no last name";
    if (row.known) text += ", is in the org already";
    return text;
}

}  // namespace

std::string_view name_of(Step step) {
    constexpr std::array<std::string_view, 7> k_names{
        "create", "upload", "close", "poll", "results", "abort", "other"};
    return k_names[static_cast<std::size_t>(step)];
}

HistoryWeight weight_of(const History& history) {
    std::uint32_t rows = 0;
    for (const HistoryRow& row : history.rows) {
        rows += row.account + static_cast<std::uint32_t>(row.text) + (row.hopeless ? 2U : 0U) +
                (row.known ? 1U : 0U);
    }
    std::uint32_t events = 0;
    for (const Event& event : history.events) events += event.occurrence + event.account;
    const std::uint32_t ways = (history.upsert ? 1U : 0U) + (history.slow ? 1U : 0U) +
                               (history.strict ? 1U : 0U) + (history.long_locks ? 1U : 0U) +
                               history.chunk_rows;
    return {
        static_cast<std::uint32_t>(history.rows.size()),
        static_cast<std::uint32_t>(history.events.size()),
        ways,
        rows + events};
}

History make_history(const HistorySettings& settings, std::uint64_t number) {
    constexpr std::uint64_t k_growth = 8;
    Random random = Random{settings.seed}.split("loader history").split(number);
    History history;
    history.upsert = one_in(random, 3);
    const std::uint64_t rows_max =
        std::min<std::uint64_t>(std::max(1U, settings.rows_max), 2 + number / k_growth);
    const std::uint64_t rows = 1 + random.below(rows_max);
    for (std::uint64_t i = 0; i < rows; ++i) {
        history.rows.push_back(make_row(random, history.upsert));
    }
    const std::uint64_t events = random.below(settings.events_max + 1U);
    for (std::uint64_t i = 0; i < events; ++i) history.events.push_back(make_event(random));
    history.chunk_rows = static_cast<std::uint32_t>(1 + random.below(3));
    history.slow = one_in(random, 5);
    history.strict = one_in(random, 4);
    history.long_locks = one_in(random, 2);
    return history;
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
    for (const Event& event : history.events) text += fmt::format("  * {}\n", event_text(event));
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

}  // namespace rowlock::loader
