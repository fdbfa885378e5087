#include "harness/batcher/process_batcher.hpp"

#include "harness/process/subprocess.hpp"
#include "mockorg/base/file_text.hpp"
#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <optional>
#include <string>
#include <thread>

namespace rowlock::batcher {
namespace {

using Kind = MisbehaviourKind;

Instance two_rows() {
    Instance instance;
    instance.columns.resize(1);
    instance.columns[0].name = "Name";
    instance.rows = {{"a"}, {"b"}};
    return instance;
}

using Time = std::chrono::milliseconds;

/// What a busy machine may need for programs that do answer, and what is enough for one that does
/// not.
constexpr Time k_ample{10'000};
constexpr Time k_short{400};

std::unique_ptr<ProcessBatcher> shell(
    const std::string& script, ProcessMode mode, Time case_time = k_ample
) {
    ProcessSettings settings;
    settings.command = {"/bin/sh", "-c", script};
    settings.mode = mode;
    settings.case_time = case_time;
    settings.output_max = 100'000;
    auto made = ProcessBatcher::create(std::move(settings));
    if (!made) FAIL(made.error().message);
    return std::move(*made);
}

Reply reply_of(
    const std::string& script, ProcessMode mode = ProcessMode::once, Time case_time = k_ample
) {
    return shell(script, mode, case_time)->ask(two_rows(), Surroundings::first);
}

Misbehaviour trouble_of(
    const std::string& script, ProcessMode mode = ProcessMode::once, Time case_time = k_ample
) {
    const Reply reply = reply_of(script, mode, case_time);
    if (!std::holds_alternative<Misbehaviour>(reply)) FAIL("an answer of " << script);
    return std::get<Misbehaviour>(reply);
}

TEST_CASE("a program that behaves is understood in all three modes") {
    const auto text_of = [](const Reply& reply) {
        const auto* const trouble = std::get_if<Misbehaviour>(&reply);
        return trouble != nullptr ? trouble->what : partition_text(std::get<Answer>(reply));
    };
    CHECK(text_of(reply_of("cat > /dev/null; printf 'row,batch\\n1,1\\n2,2\\n'")) == "1 | 2");
    CHECK(text_of(reply_of("printf 'row,batch\\n1,1\\n2,1\\n'")) == "1 2");
    CHECK(
        text_of(reply_of(
            "while read -r line; do echo '{\"batches\":[[1],[2]]}'; done", ProcessMode::persistent
        )) == "1 | 2"
    );
    CHECK(
        text_of(reply_of(
            "cp {input} {output}/b.csv; echo 'file,lane,phase,feed\nb.csv,serial,0,0' > "
            "\"$BATCH_OUTPUT\"/lanes.csv",
            ProcessMode::files
        )) == "1 2 (serial)"
    );
}

TEST_CASE("a plan file says how the files are sent") {
    const std::string plan =
        R"({"rowlockPlan":1,"object":"Contact","operation":"insert","api":"bulk2","batches":[)"
        R"({"id":0,"file":"a.csv","rowCount":1,"lane":"feed","feedGroup":2,"conflicts":[1]},)"
        R"({"id":1,"file":"b.csv","rowCount":1,"lane":"feed","feedGroup":2,"phase":1,"conflicts":[0]}]})";
    const std::string files =
        "printf 'Name\\na\\n' > {output}/a.csv; printf 'Name\\nb\\n' > {output}/b.csv; ";
    const Reply reply =
        reply_of(files + "echo '" + plan + "' > {output}/plan.json", ProcessMode::files);
    const auto* const answer = std::get_if<Answer>(&reply);
    REQUIRE(answer != nullptr);
    REQUIRE(answer->batches.size() == 2);
    CHECK(answer->batches[0].lane == BatchLane::feed);
    CHECK(answer->batches[0].phase == 0);
    CHECK(answer->batches[1].feed_group == 2);
    CHECK(answer->batches[1].phase == 1);
    CHECK(partition_text(*answer).substr(0, 1) == "1");
    CHECK(
        trouble_of(files + "echo '{\"rowlockPlan\":1}' > {output}/plan.json", ProcessMode::files)
            .kind == Kind::garbage
    );
}

TEST_CASE("a crash, a signal and an end without an answer are findings with the last words") {
    const Misbehaviour crash = trouble_of("cat > /dev/null; echo oh no >&2; exit 3");
    CHECK(crash.kind == Kind::crash);
    CHECK(crash.what == "it ended with status 3");
    CHECK(crash.diagnostics == "oh no\n");
    CHECK_THAT(trouble_of("kill -SEGV $$").what, Catch::Contains("signal 11"));
    const Misbehaviour gone = trouble_of("read -r line; exit 0", ProcessMode::persistent);
    CHECK(gone.kind == Kind::crash);
    CHECK(gone.what == "it ended with status 0 before it answered");
    CHECK(
        trouble_of("read -r l; printf '{\"bat'; exit 1", ProcessMode::persistent).kind ==
        Kind::crash
    );
    CHECK(trouble_of("exit 0", ProcessMode::persistent).kind == Kind::crash);
}

TEST_CASE("a program that hangs is ended in time, with all that it started") {
    const auto hang_of = [](const std::string& script, ProcessMode mode = ProcessMode::once) {
        return trouble_of(script, mode, k_short);
    };
    const auto start = std::chrono::steady_clock::now();
    CHECK(hang_of("sleep 100").kind == Kind::hang);
    CHECK(hang_of("sleep 100 & sleep 100").kind == Kind::hang);
    CHECK(hang_of("trap '' TERM INT; while :; do :; done").kind == Kind::hang);
    CHECK(hang_of("sleep 100", ProcessMode::persistent).kind == Kind::hang);
    CHECK(hang_of("exec >&- 2>&-; sleep 100").kind == Kind::hang);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{20});
}

TEST_CASE("a program that ends and leaves others behind has answered") {
    const Reply reply = reply_of("printf 'row,batch\\n1,1\\n2,1\\n'; sleep 100 &");
    CHECK(std::holds_alternative<Answer>(reply));
}

TEST_CASE("garbage, more than a line and a flood are findings") {
    CHECK(trouble_of("echo hello").kind == Kind::garbage);
    CHECK(trouble_of("head -c 1000 /dev/urandom | tr -d '\\n'; exit 0").kind == Kind::garbage);
    CHECK(trouble_of("cat /dev/zero").kind == Kind::flood);
    CHECK(trouble_of("cat /dev/zero", ProcessMode::persistent).kind == Kind::flood);
    CHECK(
        trouble_of(
            "read -r l; printf '{\"batches\":[[1,2]]}\\n{\"batches\":[]}\\n'; sleep 9",
            ProcessMode::persistent
        )
            .kind == Kind::garbage
    );
    CHECK(
        trouble_of("head -c 300000 /dev/zero > {output}/a.csv", ProcessMode::files).kind ==
        Kind::flood
    );
}

TEST_CASE("lanes that make no sense are told what was expected") {
    const auto says = [](const std::string& lanes) {
        const Misbehaviour trouble =
            trouble_of("printf '" + lanes + "' > {output}/lanes.csv", ProcessMode::files);
        CHECK(trouble.kind == Kind::garbage);
        return trouble.what;
    };
    CHECK(says("") == "the first line of lanes.csv is not file,lane,phase,feed");
    CHECK(says("file,lane\\n") == "the first line of lanes.csv is not file,lane,phase,feed");
    CHECK_THAT(
        says("file,lane,phase,feed\\na.csv,fast,0,0\\n"),
        Catch::StartsWith("row 1 of lanes.csv is not a file, a lane (parallel, serial or feed)")
    );
    CHECK(
        says("file,lane,phase,feed\\r\\na.csv,serial,0,0\\r\\n") ==
        "it says how to send 'a.csv', a file it did not write"
    );
}

TEST_CASE("a persistent program sees the end of its input before it is killed") {
    const test::Folder folder;
    {
        const auto batcher = shell(
            "while read -r line; do echo '{\"batches\":[[1,2]]}'; done; echo over > " +
                folder.path("over"),
            ProcessMode::persistent
        );
        CHECK(std::holds_alternative<Answer>(batcher->ask(two_rows(), Surroundings::first)));
    }
    CHECK(read_file(folder.path("over"), 100).value_or("") == "over\n");
}

TEST_CASE("a persistent program that says something else is told what was expected") {
    const auto says = [](const std::string& line) {
        return trouble_of("read -r l; echo '" + line + "'; sleep 9", ProcessMode::persistent).what;
    };
    CHECK(says("planning 2 rows") == "it wrote 'planning 2 rows', which is no JSON object");
    CHECK(
        says(R"({"case":7,"batches":[[1,2]]})") == "it answered case '7' when asked about case 1"
    );
    CHECK(says(R"({"batches":[[1,2]],"setAside":5})") == "its \"setAside\" is no list of rows");
    const auto batcher = shell(
        "read -r l; echo '{\"case\":1,\"batches\":[[1,2]]}'; sleep 0.01; echo '{\"batches\":[]}'; "
        "sleep 9",
        ProcessMode::persistent
    );
    CHECK(std::holds_alternative<Answer>(batcher->ask(two_rows(), Surroundings::first)));
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    const Reply late = batcher->ask(two_rows(), Surroundings::first);
    REQUIRE(std::holds_alternative<Misbehaviour>(late));
    CHECK(std::get<Misbehaviour>(late).what == "it wrote more than a line");
}

TEST_CASE("a batch file that begins with a byte order mark is no file that an org understands") {
    const Reply reply =
        reply_of(R"(printf '\357\273\277Name\na\nb\n' > {output}/a.csv)", ProcessMode::files);
    const auto* const answer = std::get_if<Answer>(&reply);
    REQUIRE(answer != nullptr);
    CHECK(
        answer->batches.at(0).file_fault == "a byte order mark is part of its first column's name"
    );
}

TEST_CASE("a row is set aside by a file of that name, and files of other names are told") {
    const Reply reply = reply_of(
        "printf 'Name\\nb\\n' > {output}/set-aside.csv; printf 'Name\\na\\n' > {output}/a.csv; "
        "cp {output}/a.csv {output}/b.CSV; mkdir {output}/sub",
        ProcessMode::files
    );
    const auto* const answer = std::get_if<Answer>(&reply);
    REQUIRE(answer != nullptr);
    CHECK(partition_text(*answer) == "1");
    CHECK(answer->set_aside == std::vector<std::uint32_t>{1});
    CHECK(answer->files_not_read == std::vector<std::string>{"b.CSV", "sub"});
    CHECK(answer->batches.at(0).file_text == std::optional<std::string>{"Name\na\n"});
    CHECK_THAT(
        trouble_of("echo '{' > {output}/plan.json", ProcessMode::files).what,
        Catch::StartsWith("plan.json: ")
    );
}

TEST_CASE("the end of the run is no fault of the case at hand") {
    ProcessSettings settings;
    settings.command = {"sleep", "100"};
    settings.end = std::chrono::steady_clock::now() + std::chrono::milliseconds{100};
    const auto batcher = ProcessBatcher::create(settings);
    REQUIRE(batcher);
    const Reply reply = (*batcher)->ask(two_rows(), Surroundings::first);
    REQUIRE(std::holds_alternative<Misbehaviour>(reply));
    CHECK(std::get<Misbehaviour>(reply).kind == Kind::interrupted);
}

TEST_CASE("words without end on stderr neither block nor grow") {
    const Misbehaviour loud = trouble_of("head -c 3000000 /dev/zero | tr '\\0' x >&2; exit 1");
    CHECK(loud.kind == Kind::crash);
    CHECK(loud.diagnostics.size() == Subprocess::k_diagnostics_max);
}

TEST_CASE("after trouble a persistent program starts again") {
    const auto batcher = shell(
        "while read -r line; do case $line in *'\"case\":2,'*) exit 1;; esac; "
        "echo '{\"batches\":[[1,2]]}'; done",
        ProcessMode::persistent
    );
    CHECK(std::holds_alternative<Answer>(batcher->ask(two_rows(), Surroundings::first)));
    CHECK(std::holds_alternative<Misbehaviour>(batcher->ask(two_rows(), Surroundings::first)));
    CHECK(std::holds_alternative<Answer>(batcher->ask(two_rows(), Surroundings::first)));
}

TEST_CASE("a request larger than a pipe passes") {
    Instance large = two_rows();
    large.rows.assign(20'000, {"some text that takes room"});
    ProcessSettings settings;
    settings.command = {"sed", "-u", R"(s/.*/{"batches":[[1]]}/)"};
    settings.mode = ProcessMode::persistent;
    const auto batcher = ProcessBatcher::create(settings);
    REQUIRE(batcher);
    CHECK(std::holds_alternative<Answer>((*batcher)->ask(large, Surroundings::first)));
}

TEST_CASE("no process is left behind") {
    {
        const auto batcher =
            shell("while read -r line; do sleep 9; done", ProcessMode::persistent, k_short);
        batcher->ask(two_rows(), Surroundings::first);
        batcher->ask(two_rows(), Surroundings::second);
    }
    errno = 0;
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
    CHECK(errno == ECHILD);
}

TEST_CASE("the two surroundings differ in what a program must not depend on") {
    const auto batcher = shell(
        "read -r line; echo \"{\\\"batches\\\":[[1,$PYTHONHASHSEED]]}\"; cat >&2",
        ProcessMode::persistent
    );
    const Reply first = batcher->ask(two_rows(), Surroundings::first);
    const Reply second = batcher->ask(two_rows(), Surroundings::second);
    REQUIRE(std::holds_alternative<Answer>(first));
    REQUIRE(std::holds_alternative<Answer>(second));
    CHECK_FALSE(std::get<Answer>(first) == std::get<Answer>(second));
}

TEST_CASE("a program that is not there is a mistake of the user") {
    ProcessSettings settings;
    settings.command = {"no-such-batcher-anywhere"};
    const auto made = ProcessBatcher::create(settings);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == ErrorCode::bad_configuration);
    settings.command = {};
    CHECK_FALSE(ProcessBatcher::create(settings));
}

}  // namespace
}  // namespace rowlock::batcher
