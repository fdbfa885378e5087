#include "harness/replay/pass_requests.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

Task task_of(JobNo job, bool heavy = false) {
    Task task;
    task.job = job;
    task.heavy = heavy;
    return task;
}

KeptAnswer answer_about(JobNo job) {
    return {task_of(job), HttpResponse{}};
}

TEST_CASE("requests go out in the order wished for, delayed ones when they are due") {
    PassRequests requests{7};
    CHECK_FALSE(requests.ready(k_org_epoch));
    CHECK(requests.next_time() == TimePoint::max());
    requests.add_later(k_org_epoch + seconds(2.0), task_of(3));
    requests.add_later(k_org_epoch + seconds(1.0), task_of(2));
    requests.add(task_of(1));
    CHECK(requests.next_time() == k_org_epoch + seconds(1.0));
    CHECK(requests.ready(k_org_epoch));
    CHECK(requests.take().job == 1);
    CHECK_FALSE(requests.ready(k_org_epoch));
    CHECK(requests.ready(k_org_epoch + seconds(2.0)));
    CHECK(requests.take().job == 2);
    CHECK(requests.take().job == 3);
}

TEST_CASE("a token is good for one answer") {
    PassRequests requests{7};
    const Token token = requests.begin(task_of(1));
    CHECK(token == 7);
    CHECK(requests.next_token() == 8);
    CHECK(requests.under_way().size() == 1);
    const auto task = requests.end(token);
    REQUIRE(task);
    CHECK(task->job == 1);
    CHECK_FALSE(requests.end(token));
    CHECK(requests.under_way().empty());
}

TEST_CASE("there is time for an answer while no data is under way") {
    PassRequests requests{0};
    CHECK_FALSE(requests.time_for_answer());
    requests.begin(task_of(1));
    requests.keep(answer_about(2));
    CHECK(requests.time_for_answer());
    const Token upload = requests.begin(task_of(3, true));
    CHECK_FALSE(requests.time_for_answer());
    requests.keep(answer_about(4));
    CHECK_FALSE(requests.too_many_answers());
    requests.keep(answer_about(5));
    CHECK(requests.too_many_answers());
    CHECK(requests.take_answer().task.job == 2);
    CHECK_FALSE(requests.too_many_answers());
    requests.end(upload);
    CHECK(requests.time_for_answer());
    CHECK(requests.take_answer().task.job == 4);
}

TEST_CASE("a job is in doubt while its request is under way, or may have been done") {
    PassRequests requests{0};
    Task lost = task_of(2);
    lost.unclear = true;
    requests.begin(task_of(1));
    requests.add_later(k_org_epoch, lost);
    requests.add_later(k_org_epoch, task_of(3));
    requests.add(task_of(4));
    CHECK(requests.jobs_in_doubt() == std::vector<JobNo>{1, 2});
    // Due, and not sent yet.
    CHECK(requests.ready(k_org_epoch));
    CHECK(requests.jobs_in_doubt() == std::vector<JobNo>{1, 2});
}

TEST_CASE("what is forgotten is not asked for, not awaited and not read") {
    PassRequests requests{0};
    requests.add(task_of(1));
    requests.add_later(k_org_epoch, task_of(2));
    const Token token = requests.begin(task_of(3));
    requests.keep(answer_about(4));
    requests.clear();
    CHECK_FALSE(requests.ready(k_org_epoch));
    CHECK_FALSE(requests.end(token));
    CHECK_FALSE(requests.has_answers());
    CHECK(requests.next_token() == 1);
}

}  // namespace
}  // namespace rowlock
