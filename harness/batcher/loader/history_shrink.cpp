// Simpler histories: fewer rows and events first, then a simpler org, then how rows and events are.
#include "harness/batcher/loader/history.hpp"

#include <utility>

namespace rowlock::loader {
namespace {

/// Takes candidates and keeps those that are lighter.
class Candidates {
public:
    explicit Candidates(const History& history) : history_(history), weight_(weight_of(history)) {}

    /// The history after `change`.
    template <class Change>
    void add(Change&& change) {
        History changed = history_;
        change(changed);
        if (weight_of(changed) < weight_) found_.push_back(std::move(changed));
    }

    std::vector<History> take() { return std::move(found_); }

private:
    const History& history_;
    HistoryWeight weight_;
    std::vector<History> found_;
};

template <class Item>
void erase_at(std::vector<Item>& items, std::size_t place) {
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(place));
}

void simplify_org(Candidates& candidates) {
    candidates.add([](History& history) {
        history.upsert = false;
        for (HistoryRow& row : history.rows) row.known = false;
    });
    candidates.add([](History& history) { history.slow = false; });
    candidates.add([](History& history) { history.strict = false; });
    candidates.add([](History& history) { history.long_locks = false; });
    candidates.add([](History& history) { history.crlf = false; });
    candidates.add([](History& history) { history.chunk_rows = 1; });
}

void simplify_row(Candidates& candidates, std::size_t i) {
    candidates.add([i](History& history) { history.rows[i].hopeless = false; });
    candidates.add([i](History& history) { history.rows[i].known = false; });
    candidates.add([i](History& history) { history.rows[i].text = RowText::plain; });
    candidates.add([i](History& history) { history.rows[i].text = RowText::comma; });
    candidates.add([i](History& history) { history.rows[i].account = 0; });
    candidates.add([i](History& history) { history.rows[i].account = 1; });
}

/// Rows and locks of one account all to the first account.
void join_accounts(Candidates& candidates, std::uint8_t account) {
    candidates.add([account](History& history) {
        for (HistoryRow& row : history.rows) {
            if (row.account == account) row.account = 1;
        }
        for (Event& event : history.events) {
            if (event.account == account) event.account = 1;
        }
    });
}

void simplify_event(Candidates& candidates, std::size_t i) {
    candidates.add([i](History& history) { history.events[i].occurrence = 1; });
    candidates.add([i](History& history) {
        if (history.events[i].occurrence > 1) --history.events[i].occurrence;
    });
    candidates.add([i](History& history) { history.events[i].account = 1; });
}

}  // namespace

std::vector<History> simpler_histories(const History& history) {
    Candidates candidates{history};
    for (std::size_t i = 0; i < history.rows.size(); ++i) {
        candidates.add([i](History& changed) { erase_at(changed.rows, i); });
    }
    for (std::size_t i = 0; i < history.events.size(); ++i) {
        candidates.add([i](History& changed) { erase_at(changed.events, i); });
    }
    simplify_org(candidates);
    for (std::uint8_t account = 2; account <= k_accounts; ++account) {
        join_accounts(candidates, account);
    }
    for (std::size_t i = 0; i < history.rows.size(); ++i) simplify_row(candidates, i);
    for (std::size_t i = 0; i < history.events.size(); ++i) simplify_event(candidates, i);
    return candidates.take();
}

}  // namespace rowlock::loader
