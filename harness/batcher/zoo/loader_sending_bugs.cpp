// Loaders that send what they should not.
#include "harness/batcher/loader/bulk_loader.hpp"
#include "harness/batcher/zoo/loader_zoo.hpp"

#include <utility>

namespace rowlock::loader {
namespace {

/// Takes a close without a reply for one that never happened.
class ResendsAfterDrop : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    bool close(const std::string& job) override {
        const auto answer = org().send(requests().set_state(job, "UploadComplete"));
        return answer && answer->status == 200;
    }

    void abandon(const std::string&) override {}
};

/// Creates, uploads and closes in one request, and repeats it if there is no reply.
class CreatesTwice : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    std::optional<std::string> start_job(const Rows& rows) override {
        HttpRequest request = requests().create(spec());
        const std::string job = std::move(request.body);
        request.headers = {};
        request.headers.add("Content-Type", "multipart/form-data; boundary=X");
        request.body =
            "--X\nContent-Type: application/json\nContent-Disposition: form-data; "
            "name=\"job\"\n\n" +
            job +
            "\n--X\nContent-Type: text/csv\nContent-Disposition: form-data; name=\"content\"; "
            "filename=\"content\"\n\n" +
            file_of(rows) + "--X--\n";
        const auto answer = org().send(request);
        if (!answer) return std::nullopt;
        const auto created = read_created_job(RequestLine::of(request), *answer);
        return created ? std::optional{*created} : std::nullopt;
    }
};

/// One row failed, so the whole file is sent again.
class ResendsAll : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    void read_results(const std::string& job, const std::string& state, const Rows& rows) override {
        BulkLoader::read_results(job, state, rows);
        bool any = false;
        for (const std::size_t row : rows) any = any || is_again(row);
        if (any) set(rows, RowFate::unprocessed, true);
    }
};

/// Aborts what takes longer than half a minute and begins again, without asking what was done.
class AbortsAndResends : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    std::string await_end(const std::string& job) override {
        const TimePoint end = org().now() + std::chrono::seconds{30};
        while (org().now() < end) {
            const std::string state = state_of(job);
            if (state == "JobComplete" || state == "Failed") return state;
            org().wait(std::chrono::seconds{5});
        }
        abandon(job);
        return "Aborted";
    }

    void read_results(const std::string& job, const std::string& state, const Rows& rows) override {
        if (state != "Aborted") return BulkLoader::read_results(job, state, rows);
        set(rows, RowFate::unprocessed, true);
    }
};

/// Takes a page of a gateway for a refusal.
class BelievesGateways : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    bool close(const std::string& job) override {
        const auto answer = org().send(requests().set_state(job, "UploadComplete"));
        given_up_ = answer && answer->status == 504;
        return !given_up_ && BulkLoader::close(job);
    }

    void abandon(const std::string& job) override {
        if (!given_up_) BulkLoader::abandon(job);
    }

private:
    bool given_up_ = false;
};

/// Leaves the job of an upload that went wrong behind.
class LeavesJobsOpen : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    void abandon(const std::string&) override {}
};

/// No answer to one poll, and it begins again.
class ResendsAfterPoll : public BulkLoader {
public:
    using BulkLoader::BulkLoader;

protected:
    std::string await_end(const std::string& job) override {
        const std::string state = poll(job, {"", "JobComplete", "Failed", "Aborted"});
        if (state.empty()) return "lost";
        return state == "Aborted" ? BulkLoader::await_end(job) : state;
    }

    void read_results(const std::string& job, const std::string& state, const Rows& rows) override {
        if (state != "lost") return BulkLoader::read_results(job, state, rows);
        set(rows, RowFate::unprocessed, true);
    }
};

}  // namespace

std::vector<LoaderBug> sending_bugs() {
    return {
        {"resends-after-drop",
         "takes a close without a reply for one that never happened, and sends the job again",
         {"L2"},
         loader_of<ResendsAfterDrop>()},
        {"creates-twice",
         "sends job and rows in one request, and again if the reply is lost",
         {"L2"},
         loader_of<CreatesTwice>()},
        {"resends-all",
         "sends the whole file again because some rows of it failed",
         {"L2"},
         loader_of<ResendsAll>()},
        {"aborts-and-resends",
         "aborts slow jobs and sends all of their rows again, without reading what was done",
         {"L2"},
         loader_of<AbortsAndResends>()},
        {"resends-after-poll",
         "begins again when one poll has no answer",
         {"L2"},
         loader_of<ResendsAfterPoll>()},
        {"believes-gateways",
         "takes a close that was answered 504 for one that never happened, and sends the job again",
         {"L2"},
         loader_of<BelievesGateways>()},
        {"leaves-jobs-open",
         "leaves jobs behind whose upload went wrong",
         {"L6"},
         loader_of<LeavesJobsOpen>()},
    };
}

}  // namespace rowlock::loader
