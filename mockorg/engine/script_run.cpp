#include "mockorg/engine/script_run.hpp"

#include "mockorg/engine/query_executor.hpp"
#include "mockorg/engine/record_steps.hpp"
#include "mockorg/engine/row_saver.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace rowlock {
namespace {

/// What a world was like, as far as a script changes it.
class WayBack {
public:
    explicit WayBack(World& world)
        : world_(world), store_(world.store), next_cursor_(world.next_cursor) {}

    void go() && {
        world_.store = std::move(store_);
        world_.cursors.erase(world_.cursors.lower_bound(next_cursor_), world_.cursors.end());
        world_.next_cursor = next_cursor_;
    }

private:
    World& world_;
    Store store_;
    std::uint64_t next_cursor_;
};

class Steps : public RecordSteps {
public:
    Steps(World& world, const RecordId& user) : world_(world), saver_(world, user) {}

    void begin_call() override { saver_.begin_call(); }

    Result<WriteRecord::Reply> write(const WriteRecord& write) override {
        return saver_.save({write}, {});
    }

    Result<RecordFields> get(const GetRecord& request) override {
        return QueryExecutor{world_}.get(request);
    }

    Result<RunQuery::Reply> run(const RunQuery& request) override {
        return QueryExecutor{world_}.run(request);
    }

    void finish() { saver_.finish(); }

private:
    World& world_;
    RowSaver saver_;
};

/// Notes what is written.
class NotedSteps : public Steps {
public:
    using Steps::Steps;

    Result<WriteRecord::Reply> write(const WriteRecord& write) override {
        writes_.push_back(without_own_ids(write));
        auto saved = Steps::write(write);
        if (saved && saved->created) made_.insert(saved->id.text());
        return saved;
    }

    std::vector<WriteRecord> take_writes() && { return std::move(writes_); }

private:
    WriteRecord without_own_ids(WriteRecord write) const {
        if (made_.contains(write.id)) write.id.clear();
        std::erase_if(write.fields, [this](const FieldText& field) {
            return field.second && made_.contains(*field.second);
        });
        return write;
    }

    std::set<std::string> made_;
    std::vector<WriteRecord> writes_;
};

}  // namespace

Rehearsal rehearse(World& world, const RunScript& request) {
    WayBack back{world};
    NotedSteps steps{world, request.user};
    // Nothing of it has happened.
    Trace trace = std::exchange(world.trace, Trace{});
    Rehearsal rehearsal;
    rehearsal.wants_to_stay = request.script(steps);
    rehearsal.writes = std::move(steps).take_writes();
    world.trace = std::move(trace);
    if (!rehearsal.writes.empty() || !rehearsal.wants_to_stay) std::move(back).go();
    return rehearsal;
}

bool perform(World& world, const RunScript& request) {
    WayBack back{world};
    Steps steps{world, request.user};
    const bool stays = request.script(steps);
    if (stays) {
        steps.finish();
    } else {
        std::move(back).go();
    }
    return stays;
}

}  // namespace rowlock
