#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock::loader {

/// What a loader does over the wire. Those before `other` are of Bulk API 2.0 ingest; `request` is
/// any request of any API.
enum class Step : std::uint8_t { create, upload, close, poll, results, abort, other, request };

inline constexpr std::uint8_t k_steps = 8;

/// `create`, `upload`, ...
std::string_view name_of(Step step);

/// What happens to a loader beyond its control.
enum class EventKind : std::uint8_t {
    /// The request is answered 503 and has no effect.
    unavailable,
    /// The connection breaks before the request arrives.
    request_lost,
    /// The connection breaks after the request took effect.
    reply_lost,
    /// Somebody aborts the job that the request is about, just before it arrives.
    job_aborted,
    /// Somebody else begins to write an account, just before the request arrives.
    account_locked,
    /// An hour passes before the request is sent.
    time_passes,
    /// The request takes effect, and is answered 504 by something on the way.
    gateway_timeout,
};

inline constexpr std::uint8_t k_event_kinds = 7;

/// Whether whoever sent the request cannot know if it took effect.
bool leaves_doubt(EventKind kind);

/// Happens once, when the loader takes this step for the `occurrence`-th time.
struct Event {
    Step step = Step::create;
    /// From 1.
    std::uint8_t occurrence = 1;
    EventKind kind = EventKind::unavailable;
    /// account_locked: which one, from 1.
    std::uint8_t account = 1;

    bool operator==(const Event&) const = default;
};

/// What the text of a row is like, the plainest first: what breaks CSV, then what conversions
/// break. Orgs keep all of it as it is: values are not trimmed. [bulk-api 1.15]
enum class RowText : std::uint8_t {
    plain,
    comma,
    quotes,
    line_break,
    /// `007`
    digits,
    outer_blanks,
    /// Of two, three and four bytes in UTF-8.
    non_ascii,
};

inline constexpr std::uint8_t k_row_texts = 7;

inline constexpr std::uint8_t k_accounts = 3;

struct HistoryRow {
    /// From 1; 0: the row has no account, so that nobody can lock it out.
    std::uint8_t account = 0;
    RowText text = RowText::plain;
    /// The org refuses the row whatever happens.
    bool hopeless = false;
    /// The org has a record of the same key already. Upserts only.
    bool known = false;

    bool operator==(const HistoryRow&) const = default;
};

/// One load and what happens meanwhile: it is what the generator makes and what shrinks.
struct History {
    /// Otherwise an insert.
    bool upsert = false;
    std::vector<HistoryRow> rows;
    std::vector<Event> events;
    /// Rows of one transaction.
    std::uint32_t chunk_rows = 1;
    /// A transaction takes 20 s, not 1 s.
    bool slow = false;
    /// The org gives a job up after its first lock failure, not after eleven times a hundred.
    bool strict = false;
    /// Who locks an account keeps it for 60 s, not 15 s. A row waits 10 s.
    bool long_locks = false;
    /// Line breaks inside cells are CRLF, and the file's have to be, too; otherwise LF.
    bool crlf = false;

    bool operator==(const History&) const = default;
};

/// How complicated a history is, the most important part first: smaller is simpler.
using HistoryWeight = std::array<std::uint32_t, 4>;
HistoryWeight weight_of(const History& history);

/// Every history that is one step simpler than this one, those that leave out most first.
std::vector<History> simpler_histories(const History& history);

struct HistorySettings {
    std::uint64_t seed = 1;
    /// At least 1.
    std::uint32_t rows_max = 6;
    std::uint32_t events_max = 4;
};

/// History `number`, from 0, of the endless row of histories of these settings: depends on nothing
/// else. The first ones are small; from the 48th on all sizes come up.
History make_history(const HistorySettings& settings, std::uint64_t number);

/// A cell with such a text.
std::string cell_of(RowText text, bool crlf);

/// `the reply to close 1 is lost`
std::string event_text(const Event& event);

/// The rows as a small table, the events and the org's ways in lines below it.
std::string history_text(const History& history);

}  // namespace rowlock::loader
