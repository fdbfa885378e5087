#include "harness/replay/journal.hpp"

#include "tests/support/folder.hpp"
#include "tests/support/test.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace rowlock {
namespace {

using test::Folder;

constexpr PassNumber k_pass{1, 0};
const JournalHeader k_header{"massive", "sorted", "http://127.0.0.1:1", 77};

std::string text_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream{path}.rdbuf();
    return text.str();
}

/// One of each entry.
void write_sample(const std::string& path) {
    const auto journal = Journal::create(path, k_header);
    REQUIRE(journal);
    CHECK_FALSE((*journal)->resumed());
    (*journal)->job_created(k_pass, {0, 0}, "750A");
    (*journal)->job_created(k_pass, {2, 500}, "750B");
    (*journal)->shared_job_created(k_pass, 1, "750C");
    (*journal)->sending(k_pass, {1, 0}, "750C");
    (*journal)->accepted(k_pass, {1, 0}, "750C", "751A");
    (*journal)->sending(k_pass, {1, 7}, "750C");
    (*journal)->sending({0, 0}, {0, 0}, "");
    (*journal)->settled(
        {0, 0},
        {0, 0},
        {{RowStatus::created, "001A", ""}, {RowStatus::failed, "", "CODE:\"x\"\n:--"}}
    );
    (*journal)->rows_again({1, 1}, {3, 4, 5, 9});
    CHECK_FALSE((*journal)->problem());
}

TEST_CASE("what was written is found again") {
    const Folder folder;
    const std::string path = folder.path("j");
    write_sample(path);
    const auto journal = Journal::resume(path, k_header);
    REQUIRE(journal);
    const Journal& j = **journal;
    CHECK(j.resumed());
    REQUIRE(j.find(k_pass, {0, 0}) != nullptr);
    CHECK(j.find(k_pass, {0, 0})->job == "750A");
    CHECK(j.find(k_pass, {2, 500})->job == "750B");
    CHECK(j.find(k_pass, {2, 0}) == nullptr);
    CHECK(j.find({1, 1}, {0, 0}) == nullptr);
    CHECK(j.shared_jobs(k_pass, 1) == std::vector<std::string>{"750C"});
    CHECK(j.shared_jobs(k_pass, 0).empty());
    CHECK(j.find(k_pass, {1, 0})->batch == "751A");
    CHECK(j.find(k_pass, {1, 7})->batch.empty());
    CHECK(j.find(k_pass, {1, 7})->sending);
    CHECK(j.batches_of("750C") == std::vector<std::string>{"751A"});
    REQUIRE(j.find({0, 0}, {0, 0})->outcomes);
    CHECK(j.find({0, 0}, {0, 0})->outcomes->at(0).id == "001A");
    CHECK(j.find({0, 0}, {0, 0})->outcomes->at(1).error == "CODE:\"x\"\n:--");
    CHECK(j.rows_of({1, 1}) == std::vector<RowNumber>{3, 4, 5, 9});
    CHECK_FALSE(j.rows_of({1, 2}));
}

LostCreation lost_since(std::int64_t ms, const std::string& type = "V2Ingest") {
    return {{type, "Contact", "upsert", "Key__c"}, ms, std::nullopt};
}

std::vector<std::int64_t> since_of(const std::vector<LostCreation>& lost) {
    std::vector<std::int64_t> since;
    for (const LostCreation& one : lost) since.push_back(one.since_ms);
    return since;
}

TEST_CASE("jobs asked for are remembered until something is known of them") {
    const Folder folder;
    const std::string path = folder.path("j");
    {
        const auto journal = Journal::create(path, k_header);
        REQUIRE(journal);
        Journal& j = **journal;
        j.creating(k_pass, {0, 0}, lost_since(1'000));
        j.job_created(k_pass, {0, 0}, "750A");
        j.creating(k_pass, {0, 7}, lost_since(2'000));
        j.creation_refused(k_pass, {0, 7});
        j.creating(k_pass, {0, 9}, lost_since(3'000));
        j.creation_lost(k_pass, {0, 9});
        j.creating(k_pass, {0, 9}, lost_since(4'000));
        j.job_created(k_pass, {0, 9}, "750B");
        // A job that several batches share, asked for by one of them.
        j.creating(k_pass, {1, 3}, lost_since(5'000, "Classic"));
        j.shared_job_created(k_pass, 1, "750C");
        // Killed while it was under way, and again.
        j.creating(k_pass, {2, 0}, lost_since(6'000));
        j.creating(k_pass, {2, 0}, lost_since(7'000));
        CHECK(j.lost_creations().empty());
        CHECK(j.find(k_pass, {2, 0}) == nullptr);
    }
    const auto journal = Journal::resume(path, k_header);
    REQUIRE(journal);
    const auto lost = (*journal)->lost_creations();
    CHECK(since_of(lost) == std::vector<std::int64_t>{3'000, 6'000, 7'000});
    CHECK(lost.at(0).job == lost_since(0).job);
    CHECK_FALSE(lost.at(0).until_ms);
    CHECK((*journal)->find(k_pass, {2, 0}) == nullptr);
    CHECK((*journal)->find(k_pass, {0, 9})->job == "750B");
}

TEST_CASE("cut off anywhere, a journal is what was whole of it, and goes on from there") {
    const Folder folder;
    write_sample(folder.path("whole"));
    const std::string whole = text_of(folder.path("whole"));
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const std::string path = folder.write("cut", whole.substr(0, size));
        {
            const auto journal = Journal::resume(path, k_header);
            REQUIRE(journal);
            (*journal)->job_created({5, 5}, {5, 5}, "750X");
        }
        const auto again = Journal::resume(path, k_header);
        REQUIRE(again);
        CHECK((*again)->find({5, 5}, {5, 5})->job == "750X");
    }
}

TEST_CASE("another load, strategy, target or content is refused, and so is no journal at all") {
    const Folder folder;
    const std::string path = folder.path("j");
    write_sample(path);
    JournalHeader other = k_header;
    SECTION("load") {
        other.load = "other";
    }
    SECTION("strategy") {
        other.strategy = "other";
    }
    SECTION("target") {
        other.target = "http://127.0.0.1:2";
    }
    SECTION("content") {
        other.fingerprint = 78;
    }
    const auto journal = Journal::resume(path, other);
    REQUIRE_FALSE(journal);
    CHECK(journal.error().code == ErrorCode::bad_configuration);
    CHECK_THAT(journal.error().message, Catch::StartsWith(path + ": the journal of another"));
}

TEST_CASE("a journal that another run writes can be looked at, and stays as it is") {
    const Folder folder;
    const std::string path = folder.path("j");
    write_sample(path);
    std::ofstream{path, std::ios::app} << "{\"pass\":[0";
    const std::string before = text_of(path);
    // Its last line is not yet whole.
    const int writer = ::open(path.c_str(), O_RDWR);
    REQUIRE(::flock(writer, LOCK_EX | LOCK_NB) == 0);
    const auto journal = Journal::look_at(path, k_header);
    REQUIRE(journal);
    CHECK((*journal)->resumed());
    CHECK((*journal)->find({0, 0}, {0, 0}) != nullptr);
    (*journal)->job_created({5, 5}, {5, 5}, "750X");
    CHECK_FALSE((*journal)->problem());
    CHECK(text_of(path) == before);
    ::close(writer);
    for (const char* none : {"", "{\"rowlockJournal\":1"}) {
        const auto nothing = Journal::look_at(folder.write("none", none), k_header);
        REQUIRE_FALSE(nothing);
        CHECK(nothing.error().code == ErrorCode::bad_file);
        CHECK(text_of(folder.path("none")) == none);
    }
}

TEST_CASE("files that are no journals are left alone") {
    const Folder folder;
    const std::string path = folder.write("j", "my notes\nmore\n");
    CHECK(Journal::resume(path, k_header).error().code == ErrorCode::bad_file);
    CHECK_FALSE(Journal::create(path, k_header));
    CHECK_FALSE(Journal::create(folder.write("line", "my notes"), k_header));
    CHECK(text_of(path) == "my notes\nmore\n");
    CHECK(Journal::resume(folder.path("none"), k_header).error().code == ErrorCode::bad_file);
}

TEST_CASE("an earlier run's journal is not begun anew, unless nothing was sent") {
    const Folder folder;
    const std::string path = folder.path("j");
    { REQUIRE(Journal::create(path, k_header)); }
    { REQUIRE(Journal::create(path, k_header)); }
    const std::string used = folder.path("used");
    write_sample(used);
    const auto journal = Journal::create(used, k_header);
    REQUIRE_FALSE(journal);
    CHECK_THAT(journal.error().message, Catch::Contains("--resume"));
}

TEST_CASE("two runs do not share a journal") {
    const Folder folder;
    const auto first = Journal::create(folder.path("j"), k_header);
    REQUIRE(first);
    const auto second = Journal::resume(folder.path("j"), k_header);
    REQUIRE_FALSE(second);
    CHECK_THAT(second.error().message, Catch::Contains("another rowlock"));
}

TEST_CASE("entries that make no sense are named by their line") {
    const std::string entry = GENERATE(
        as<std::string>{},
        "{}",
        "7",
        R"({"pass":[1]})",
        R"({"pass":[1,0]})",
        R"({"pass":[1,0],"place":[0,-1]})",
        R"({"pass":[1,0],"again":[[5,3]]})",
        R"({"pass":[1,0],"place":[0,0],"rows":[["z","",""]]})"
    );
    const Folder folder;
    const std::string path = folder.path("j");
    { REQUIRE(Journal::create(path, k_header)); }
    std::ofstream{path, std::ios::app} << entry << '\n';
    const auto journal = Journal::resume(path, k_header);
    REQUIRE_FALSE(journal);
    CHECK_THAT(journal.error().message, Catch::StartsWith(path + ":2: "));
}

TEST_CASE("a disk that takes nothing is noticed") {
    const auto journal = Journal::create("/dev/full", k_header);
    CHECK_FALSE(journal);
}

TEST_CASE("an id that is given out again shows that the org has lost what it had") {
    const Folder folder;
    const std::string path = folder.path("j");
    write_sample(path);
    // 750A and 750B are of batches, 750C is shared, 750D is this run's own.
    for (const std::string job : {"750A", "750B", "750C", "750D"}) {
        const auto journal = Journal::resume(path, k_header);
        REQUIRE(journal);
        if (job == "750D") (*journal)->job_created({5, 5}, {0, 1}, job);
        CHECK_FALSE((*journal)->problem());
        const bool shared = GENERATE(true, false);
        shared ? (*journal)->shared_job_created({5, 5}, 0, job)
               : (*journal)->job_created({5, 5}, {0, 2}, job);
        REQUIRE((*journal)->problem());
        CHECK_THAT((*journal)->problem()->message, Catch::Contains(job + ", which " + path));
        std::filesystem::remove(path);
        write_sample(path);
    }
}

}  // namespace
}  // namespace rowlock
