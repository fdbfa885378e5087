#include "harness/batcher/loader/history.hpp"

#include "harness/batcher/properties_rapidcheck.hpp"
#include "tests/support/test.hpp"

namespace rowlock::loader {
namespace {

TEST_CASE("a history depends on settings and number alone, and keeps to its limits") {
    rc::prop("for any number", [] {
        HistorySettings settings;
        settings.seed = *rc::gen::inRange(0U, 1'000U);
        settings.rows_max = *rc::gen::inRange(1U, 9U);
        const std::uint64_t number = *rc::gen::inRange(0U, 1'000U);
        const History history = make_history(settings, number);
        RC_ASSERT(history == make_history(settings, number));
        RC_ASSERT(!history.rows.empty());
        RC_ASSERT(history.rows.size() <= settings.rows_max);
        RC_ASSERT(history.events.size() <= settings.events_max);
        for (const HistoryRow& row : history.rows) RC_ASSERT(!row.known || history.upsert);
    });
}

TEST_CASE("the first histories are small, later ones are not") {
    const HistorySettings settings;
    std::size_t most = 0;
    for (std::uint64_t number = 0; number < 8; ++number) {
        CHECK(make_history(settings, number).rows.size() <= 2);
    }
    for (std::uint64_t number = 100; number < 200; ++number) {
        most = std::max(most, make_history(settings, number).rows.size());
    }
    CHECK(most == settings.rows_max);
}

TEST_CASE("large loads come up early, too") {
    HistorySettings settings;
    settings.rows_max = 200;
    std::size_t most = 0;
    for (std::uint64_t number = 0; number < 60; ++number) {
        most = std::max(most, make_history(settings, number).rows.size());
    }
    CHECK(most > 100);
}

TEST_CASE("every kind of row, event and org comes up") {
    std::array<int, k_event_kinds> kinds{};
    std::array<int, k_row_texts> texts{};
    int hopeless = 0;
    int known = 0;
    int strict = 0;
    int slow = 0;
    for (std::uint64_t number = 0; number < 300; ++number) {
        const History history = make_history({}, number);
        for (const Event& event : history.events) ++kinds[static_cast<std::size_t>(event.kind)];
        for (const HistoryRow& row : history.rows) {
            ++texts[static_cast<std::size_t>(row.text)];
            hopeless += row.hopeless ? 1 : 0;
            known += row.known ? 1 : 0;
        }
        strict += history.strict ? 1 : 0;
        slow += history.slow ? 1 : 0;
    }
    for (const int kind : kinds) CHECK(kind > 30);
    for (const int text : texts) CHECK(text > 30);
    for (const int count : {hopeless, known, strict, slow}) CHECK(count > 30);
}

TEST_CASE("simpler histories are lighter, and nothing is left in the end") {
    rc::prop("for any history", [](History history) {
        while (true) {
            const auto simpler = simpler_histories(history);
            for (const History& each : simpler) RC_ASSERT(weight_of(each) < weight_of(history));
            if (simpler.empty()) break;
            history = simpler.front();
        }
        RC_ASSERT(history.rows.empty());
        RC_ASSERT(history.events.empty());
    });
}

TEST_CASE("a history reads like what happens") {
    History history;
    history.rows = {{1, RowText::line_break, false, false}, {0, RowText::plain, true, false}};
    history.events = {
        {Step::close, 2, EventKind::reply_lost, 1},
        {Step::poll, 1, EventKind::account_locked, 3},
        {Step::request, 4, EventKind::gateway_timeout, 1}};
    history.crlf = true;
    CHECK(
        history_text(history) ==
        "  insert of 2 contacts, 1 a transaction of 1 s\n"
        "  row 1: account 1, text with line break\n"
        "  row 2: no account, has no last name\n"
        "  lines end in CRLF, those of the file and those inside cells\n"
        "  * the reply to close 2 is lost, after it took effect\n"
        "  * somebody locks account 3 just before poll 1\n"
        "  * request 4 is answered 504, after it took effect\n"
        "  a locked account stays so for 15 s; a row waits 10 s for it\n"
    );
}

}  // namespace
}  // namespace rowlock::loader
