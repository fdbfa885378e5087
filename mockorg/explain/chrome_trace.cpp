#include "mockorg/codec/dates.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/explain/contention_words.hpp"
#include "mockorg/explain/lock_timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace rowlock {
namespace {

/// Where a transaction is drawn. Numbers from 1: viewers give 0 a meaning of its own.
struct Track {
    std::uint32_t process = 0;
    std::uint32_t thread = 0;
};

/// Writes the events one after another.
class ChromeTrace {
public:
    explicit ChromeTrace(const LockTimeline& timeline)
        : timeline_(timeline), json_(out_), start_(first_time(timeline)) {}

    std::string write() {
        json_.begin_object().member("displayTimeUnit", "ms");
        json_.key("otherData")
            .begin_object()
            .member("startTime", json_datetime(start_))
            .member("leftOut", timeline_.left_out)
            .end_object();
        json_.key("traceEvents").begin_array();
        for (std::uint32_t party = 0; party < timeline_.parties.size(); ++party)
            process_name(party);
        give_tracks();
        for (const auto& transaction : timeline_.transactions) draw(transaction);
        for (const auto& wait : timeline_.waits) draw(wait);
        json_.end_array().end_object();
        return std::move(out_);
    }

private:
    static TimePoint first_time(const LockTimeline& timeline) {
        TimePoint first = TimePoint::max();
        for (const auto& transaction : timeline.transactions)
            first = std::min(first, transaction.asked);
        for (const auto& wait : timeline.waits) first = std::min(first, wait.since);
        return first == TimePoint::max() ? TimePoint{} : first;
    }

    std::int64_t since_start(TimePoint time) const { return (time - start_).count(); }

    JsonWriter& begin(std::string_view phase, Track track) {
        return json_.begin_object()
            .member("ph", phase)
            .member("pid", track.process)
            .member("tid", track.thread);
    }

    void name_event(std::string_view what, Track track, const std::string& name) {
        begin("M", track).member("name", what).key("args");
        json_.begin_object().member("name", name).end_object().end_object();
    }

    void process_name(std::uint32_t party) {
        name_event("process_name", {party + 1, 0}, words_for(timeline_.parties[party]));
    }

    /// Chunks of a batch follow each other on its thread. Transactions of others may run side by
    /// side: each takes the first thread that is free.
    void give_tracks() {
        std::vector<std::size_t> order(timeline_.transactions.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return timeline_.transactions[a].asked < timeline_.transactions[b].asked;
        });
        for (const std::size_t each : order) {
            const TimelineTransaction& transaction = timeline_.transactions[each];
            tracks_.emplace(transaction.number, track_of(transaction));
        }
    }

    Track track_of(const TimelineTransaction& transaction) {
        const std::uint32_t party = transaction.side.party;
        const bool is_bulk = timeline_.parties.at(party).kind == NamedParty::Kind::bulk;
        std::uint32_t thread = transaction.side.batch;
        if (!is_bulk) {
            thread = 0;
            while (free_from_.contains({party, thread}) &&
                   free_from_[{party, thread}] > transaction.asked)
                ++thread;
        }
        const Track track{party + 1, thread + 1};
        if (free_from_.try_emplace({party, thread}, transaction.ended).second) {
            name_event(
                "thread_name",
                track,
                is_bulk ? batch_words(transaction.side) : fmt::format("lane {}", thread + 1)
            );
        }
        free_from_[{party, thread}] = transaction.ended;
        return track;
    }

    void slice(Track track, const std::string& name, TimePoint from, TimePoint to) {
        begin("X", track)
            .member("name", name)
            .member("ts", since_start(from))
            .member("dur", (to - from).count());
    }

    void draw(const TimelineTransaction& transaction) {
        const Track track = tracks_.at(transaction.number);
        slice(track, words_for(timeline_, transaction.side), transaction.asked, transaction.ended);
        json_.member("cat", "transaction").key("args");
        json_.begin_object().member("gotAllLocks", transaction.got_all).end_object().end_object();
        if (!transaction.got_all) return;
        slice(track, "holds its locks", transaction.granted, transaction.ended);
        json_.member("cat", "hold").end_object();
    }

    void draw(const TimelineWait& wait) {
        const auto waiter = tracks_.find(wait.waiter_number);
        if (waiter == tracks_.end()) return;
        const std::string key = words_for(timeline_.keys.at(wait.key));
        slice(waiter->second, "waits for " + key, wait.since, wait.until);
        json_.member("cat", "wait").key("args");
        json_.begin_object()
            .member("key", key)
            .member("row", row_words(timeline_, wait.waiter))
            .member("rule", timeline_.rules.at(wait.waiter.rule).id)
            .member("holder", words_for(timeline_, wait.holder))
            .member("holderRow", row_words(timeline_, wait.holder))
            .member("holderRule", timeline_.rules.at(wait.holder.rule).id)
            .member("end", wait.end)
            .member("rowsFailed", wait.rows_failed)
            .end_object()
            .end_object();
        const auto holder = tracks_.find(wait.holder_number);
        if (holder != tracks_.end() && wait.until > wait.since)
            arrow(waiter->second, holder->second, wait);
    }

    /// From the begin of the wait to the holder's slice, a moment before the wait ended: an arrow
    /// belongs to the slice that its ends lie in.
    void arrow(Track waiter, Track holder, const TimelineWait& wait) {
        const std::uint64_t id = ++arrows_;
        begin("s", waiter)
            .member("name", "held by")
            .member("cat", "held")
            .member("id", id)
            .member("ts", since_start(wait.since))
            .end_object();
        begin("f", holder)
            .member("bp", "e")
            .member("name", "held by")
            .member("cat", "held")
            .member("id", id)
            .member("ts", since_start(wait.until) - 1)
            .end_object();
    }

    const LockTimeline& timeline_;
    std::string out_;
    JsonWriter json_;
    TimePoint start_;
    std::map<std::uint64_t, Track> tracks_;
    /// By party and thread: when its last transaction ends.
    std::map<std::pair<std::uint32_t, std::uint32_t>, TimePoint> free_from_;
    std::uint64_t arrows_ = 0;
};

}  // namespace

std::string chrome_trace(const LockTimeline& timeline) {
    return ChromeTrace{timeline}.write();
}

}  // namespace rowlock
