#include "harness/batcher/loader/history.hpp"

#include "mockorg/base/random.hpp"

#include <algorithm>

namespace rowlock::loader {
namespace {

/// Routes of Bulk API 2.0 come round this often; requests of all kinds are more.
constexpr std::uint64_t k_occurrences = 3;
constexpr std::uint64_t k_requests = 12;

/// One in `times`.
bool one_in(Random& random, std::uint64_t times) {
    return random.below(times) == 0;
}

/// 1 to `most`, small ones more often.
std::uint8_t small_number(Random& random, std::uint64_t most) {
    return static_cast<std::uint8_t>(1 + random.below(1 + random.below(most)));
}

HistoryRow make_row(Random& random, bool upsert) {
    HistoryRow row;
    row.account = static_cast<std::uint8_t>(random.below(k_accounts + 1U));
    if (one_in(random, 2)) row.text = static_cast<RowText>(random.below(k_row_texts));
    row.hopeless = one_in(random, 6);
    row.known = one_in(random, 3) && upsert;
    return row;
}

/// Half of the events come at a certain step of Bulk API 2.0, where mistakes are made, and half at
/// some request, whatever the loader sends. Accounts are locked that rows have, if they have any.
Event make_event(Random& random, const std::vector<HistoryRow>& rows) {
    constexpr std::array k_drawn_steps{
        Step::create, Step::upload, Step::close, Step::poll, Step::results};
    Event event;
    event.kind = static_cast<EventKind>(random.below(k_event_kinds));
    const bool any_request = one_in(random, 2);
    event.step = any_request ? Step::request : k_drawn_steps[random.below(k_drawn_steps.size())];
    event.occurrence = small_number(random, any_request ? k_requests : k_occurrences);
    event.account = rows[random.below(rows.size())].account;
    if (event.account == 0) {
        event.account = static_cast<std::uint8_t>(1 + random.below(k_accounts));
    }
    return event;
}

bool any_lock(const History& history) {
    return std::any_of(history.events.begin(), history.events.end(), [](const Event& event) {
        return event.kind == EventKind::account_locked;
    });
}

}  // namespace

bool leaves_doubt(EventKind kind) {
    return kind == EventKind::request_lost || kind == EventKind::reply_lost ||
           kind == EventKind::gateway_timeout;
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
                               (history.crlf ? 1U : 0U) + history.chunk_rows;
    return {
        static_cast<std::uint32_t>(history.rows.size()),
        static_cast<std::uint32_t>(history.events.size()),
        ways,
        rows + events};
}

History make_history(const HistorySettings& settings, std::uint64_t number) {
    constexpr std::uint64_t k_growth = 48;
    Random random = Random{settings.seed}.split("loader history").split(number);
    const std::uint64_t most = std::max(1U, settings.rows_max);
    History history;
    history.upsert = one_in(random, 3);
    const std::uint64_t rows_max = std::min(most, 2 + std::min(number, k_growth) * most / k_growth);
    const std::uint64_t rows = 1 + random.below(rows_max);
    for (std::uint64_t i = 0; i < rows; ++i) {
        history.rows.push_back(make_row(random, history.upsert));
    }
    const std::uint64_t events = random.below(settings.events_max + 1U);
    for (std::uint64_t i = 0; i < events; ++i) {
        history.events.push_back(make_event(random, history.rows));
    }
    history.chunk_rows = static_cast<std::uint32_t>(1 + random.below(3));
    history.slow = one_in(random, 5);
    // It is locks that make the difference.
    history.strict = one_in(random, any_lock(history) ? 2 : 6);
    history.long_locks = one_in(random, 2);
    history.crlf = one_in(random, 2);
    return history;
}

}  // namespace rowlock::loader
