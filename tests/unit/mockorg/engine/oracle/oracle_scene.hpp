#pragma once

#include "tests/unit/mockorg/engine/oracle/clerk.hpp"
#include "tests/unit/mockorg/engine/oracle/lockers.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rowlock::oracle {

class OutsideScene;

/// Where a story takes place.
struct Scene {
    Scene(const Story& its_story, Lockers::ObjectOrder object_order)
        : story(its_story), clerk(its_story), lockers(timeline, telling, std::move(object_order)) {}

    const Story& story;
    Clerk clerk;
    Timeline timeline;
    Telling telling;
    Lockers lockers;
    /// Of the org's clients.
    LockStatistics books;

    const Profile& profile() const { return story.profile; }

    /// Says things of this moment.
    Telling& say() {
        telling.at(timeline.now());
        return telling;
    }

    /// In so long, the org does that.
    void later(Duration delay, std::function<void()> act) {
        timeline.add(timeline.now() + delay, Timeline::Rank::own, std::move(act));
    }

    /// What the row locks, with what automation does at once.
    std::vector<RecordName> keys(Thing thing, Operation operation, const Row& row) const;

    std::string lock_error(const Locker& locker) const;

    OutsideScene* outside = nullptr;
};

/// Bulk jobs of both APIs.
class JobScene {
public:
    explicit JobScene(Scene& scene) : scene_(scene) {
        parallel_.workers = scene.profile().workers;
        serial_.workers = 1;
    }

    void start(const BulkLoad& load);
    void abort(const BulkLoad& load);
    void tell_ends();

private:
    struct Batch {
        std::uint32_t number = 0;
        std::uint32_t first_row = 0;
        Rows rows;
        std::uint32_t done = 0;
        std::uint32_t requeues = 0;
        std::uint32_t lock_failures = 0;
        BatchState state = BatchState::queued;
        std::string message;
        /// When a worker took it.
        Duration taken{};
        /// With workers, until it ended.
        Duration busy{};
    };

    struct Job {
        std::uint32_t number = 0;
        const BulkLoad* load = nullptr;
        /// State, counts and times.
        JobInfo info;
        std::string failure;
        std::deque<Batch> batches;
        std::vector<RowEnd> ends;
        Duration begun{};

        bool is_v1() const { return load->api == BulkApi::v1; }

        bool is_over() const {
            return info.state == JobState::aborted || info.state == JobState::failed ||
                   info.state == JobState::job_complete;
        }
    };

    struct Lane {
        std::size_t workers = 0;
        std::size_t busy = 0;
        std::vector<std::pair<Job*, Batch*>> line;
    };

    Job& make_job(const BulkLoad& load);
    void set_state(Job& job, JobState state);
    void send_batches(Job& job);
    void cut_upload(Job& job);
    void add_batch(Job& job, Rows rows);
    void line_up(Job& job, Batch& batch);
    void go_to_work(Lane& lane);
    void go_to_work();
    void take(Job& job, Batch& batch);
    void next_chunk(Job& job, Batch& batch, Duration delay);
    std::vector<Want> wanted(const Job& job, const Batch& batch, const Locker& locker) const;
    void commit(Job& job, Batch& batch, Locker& locker);
    void fail(Job& job, Batch& batch, Locker& locker, RecordName key);
    void end_chunk(Job& job, Batch& batch, Locker& locker);
    void send_back(Job& job, Batch& batch);
    void leave(Job& job, Batch& batch);
    void end_batch(Job& job, Batch& batch, BatchState state);
    void tell_rows(const Job& job);
    void tell_batches(const Job& job);

    Lane& lane_of(const Job& job) { return job.load->serial ? serial_ : parallel_; }

    Scene& scene_;
    std::deque<Job> jobs_;
    Lane parallel_;
    Lane serial_;
};

/// Who writes through the REST API.
class RestScene {
public:
    RestScene(Scene& scene, std::uint64_t first_number)
        : scene_(scene), next_number_(first_number) {}

    void start(const RestWrite& write, std::size_t action);

private:
    void commit(const RestWrite& write, std::size_t action, Locker& locker);

    Scene& scene_;
    std::uint64_t next_number_;
};

/// Who comes from outside.
class OutsideScene {
public:
    explicit OutsideScene(Scene& scene);

    void tell_ends();

    // Automation, as a transaction goes on.

    /// What it locks besides because of this row.
    std::vector<RecordName> keys_added(Thing thing, Operation operation, const Row& row) const;

    /// The row's turn has come.
    void about_to_write(Thing thing, Operation operation, const Row& row);

    /// It is saved in the record.
    void saved(RecordName record);

    /// All rows have had their turn.
    void finish();

    /// None of them counts.
    void forget();

private:
    struct Guest {
        const Outsider* outsider = nullptr;
        std::uint32_t number = 0;
        /// Numbers what it does.
        std::uint64_t visits = 0;
        std::uint64_t runs = 0;
        std::uint64_t idle = 0;
        std::uint64_t committed = 0;
        std::uint64_t records = 0;
        std::uint64_t retries = 0;
        std::uint64_t given_up = 0;
        LockStatistics books;
        /// Automation: what the transaction under way makes it update, each once.
        std::vector<RecordName> work;
    };

    struct Visit {
        Guest* guest = nullptr;
        std::uint64_t number = 0;
        std::vector<RecordName> records;
        std::size_t done = 0;
        std::uint32_t attempt = 0;

        std::size_t rows() const {
            return std::min<std::size_t>(records.size() - done, guest->outsider->writer.records);
        }
    };

    bool is_set_off(const Guest& guest, Thing thing, const Change& change) const;
    std::vector<RecordName> ends_of_path(const Guest& guest, const Change& change) const;
    void update(Guest& guest, RecordName record);
    void update_later(Guest& guest);
    void expect(Guest& guest, Duration at);
    void come(Guest& guest);
    void begin(Visit& visit);
    void commit(Visit& visit, Locker& locker);
    void fail(Visit& visit, Locker& locker, RecordName key);
    void go_on(Visit& visit);

    Scene& scene_;
    std::deque<Guest> guests_;
    std::deque<Visit> visits_;
    /// What the row now being written sets off, and for which record; nothing for its own.
    std::vector<std::pair<Guest*, std::optional<RecordName>>> announced_;
};

}  // namespace rowlock::oracle
