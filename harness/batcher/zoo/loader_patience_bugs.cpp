// Loaders that give up too early, or too late.
#include "harness/batcher/loader/bulk_loader.hpp"
#include "harness/batcher/zoo/loader_zoo.hpp"

#include <iterator>
#include <stdexcept>

namespace rowlock::loader {
namespace {

/// Tries again within the lock wait, three times in all.
class Impatient : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    void pause(unsigned) override { org().wait(std::chrono::seconds{1}); }

    unsigned attempts_max() const override { return 3; }
};

class NeverRetries : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    unsigned attempts_max() const override { return 1; }
};

class RetriesRefused : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    bool worth_another_try(std::string_view) override { return true; }
};

/// Knows one way in which a job can end.
class WaitsForComplete : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    std::string await_end(const std::string& job) override { return poll(job, {"JobComplete"}); }
};

/// Has no plan for a connection that breaks.
class Breaks : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    bool upload(const std::string& job, const Rows& rows) override {
        const auto answer = org().send(requests().upload(job, file_of(rows)));
        if (!answer) throw std::runtime_error{"connection reset by peer"};
        return answer->status == 201;
    }
};

}  // namespace

std::vector<LoaderBug> patience_bugs() {
    return {
        {"impatient",
         "tries again at once, three times in all, while the account is still locked",
         {"L8"},
         loader_of<Impatient>()},
        {"never-retries", "sends every row once", {"L8"}, loader_of<NeverRetries>()},
        {"retries-refused",
         "sends rows again that can never be loaded",
         {"L7"},
         loader_of<RetriesRefused>()},
        {"waits-for-complete",
         "waits for JobComplete, whatever else the job says",
         {"L5"},
         loader_of<WaitsForComplete>()},
        {"breaks", "dies of a broken connection", {"L5"}, loader_of<Breaks>()},
    };
}

std::vector<LoaderBug> all_loader_bugs() {
    std::vector<LoaderBug> all;
    for (const auto family :
         {sending_bugs, text_bugs, reading_bugs, patience_bugs, other_api_bugs}) {
        std::vector<LoaderBug> bugs = family();
        all.insert(
            all.end(), std::make_move_iterator(bugs.begin()), std::make_move_iterator(bugs.end())
        );
    }
    return all;
}

}  // namespace rowlock::loader
