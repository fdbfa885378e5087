// Whatever form a load has and however often it names one record, all who look at it again say the
// same of it: what the org really holds.
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/base/random.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/harness/cli/sent_rows.hpp"
#include "tests/unit/harness/count/tagged_world.hpp"

#include <map>

namespace rowlock {
namespace {

using test::Answered;
using test::column_of;
using test::Folder;
using test::LiveServer;
using test::SentAs;
using test::SentRows;
using test::Words;
using test::operator+;

using Texts = std::multiset<std::string>;

constexpr int k_worlds = 100;

/// The external ids that a condition finds, in lower case, with their records' ids.
std::map<std::string, std::string> records_there(
    const LiveServer& server, const std::string& where
) {
    const std::string soql = "SELECT Id, External_ID__c FROM Contact WHERE " + where;
    const Json answer =
        test::get_json(server, "/services/data/v60.0/query?q=" + percent_encode(soql));
    std::map<std::string, std::string> there;
    for (const Json& record : answer["records"]) {
        const auto key = to_lower(record["External_ID__c"].get<std::string>());
        there.emplace(key, record["Id"].get<std::string>());
    }
    REQUIRE(there.size() == answer["totalSize"]);
    return there;
}

/// Rows that name a few records many times, what a replay made of them, and what somebody did to
/// the org afterwards.
class World {
public:
    World(const LiveServer& server, std::uint64_t number)
        : server_(server),
          random_(Random{11}.split(number)),
          tag_("w" + std::to_string(number) + "-"),
          where_("External_ID__c LIKE '" + tag_ + "%'") {
        const std::size_t rows = 1 + random_.below(30);
        std::string csv = "External_ID__c,LastName,Phone\n";
        const bool some_fail = random_.below(2) == 0;
        for (std::size_t i = 0; i < rows; ++i) {
            std::string key = tag_ + std::to_string(random_.below(rows));
            // The org takes it for the same key.
            if (random_.below(8) == 0) key[0] = 'W';
            const bool fails = some_fail && random_.below(6) == 0;
            keys_.push_back(to_lower(key));
            csv += key + ',' + (fails ? "" : "Name") + ',' + std::to_string(i) + '\n';
        }
        test::Sending sending;
        sending.as = static_cast<SentAs>(number % 3);
        sending.batch_rows = 1 + random_.below(10);
        rows_.emplace(folder_, "rows", csv, sending);
        replayed_ = Answered::of(
            server_,
            rows_->replay() + Words{"--report", folder_.path("report"), "--journal", journal()}
        );
        before_ = records_there(server_, where_);
    }

    /// Takes records away, and puts strangers beside them.
    void meddle() {
        std::vector<std::string> gone;
        for (const auto& [key, id] : before_) {
            if (random_.below(4) == 0) gone.push_back(id);
        }
        test::delete_ids(server_, folder_, "Contact", gone);
        std::string strangers = "External_ID__c,LastName\n";
        const auto count = random_.below(3);
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::string key = tag_ + "x" + std::to_string(i);
            strangers += key + ",X\n";
            strangers_.insert(key);
        }
        if (count == 0) return;
        const SentRows sent{folder_, "strangers", strangers, {SentAs::csv, "insert"}};
        REQUIRE(Answered::of(server_, sent.replay()).json["rows"]["created"] == count);
    }

    /// Every command says of it what is so.
    void check() {
        const auto there = records_there(server_, where_);
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            if (!there.contains(keys_[i])) missing_.insert(std::to_string(i));
        }
        due_ = std::set<std::string>{keys_.begin(), keys_.end()}.size();
        check_load();
        check_outcomes(Words{"--journal", journal()}, there);
        check_outcomes(Words{"--jobs", jobs()}, there);
        check_report(there.size());
        check_verify();
    }

private:
    std::string journal() const { return folder_.path("journal"); }

    std::string jobs() const {
        std::ifstream lines{journal()};
        std::set<std::string> ids;
        for (std::string line; std::getline(lines, line);) {
            const auto json = parse_json(line);
            REQUIRE(json);
            if (json->contains("job")) ids.insert((*json)["job"].get<std::string>());
        }
        std::string joined;
        for (const std::string& id : ids) joined += (joined.empty() ? "" : ",") + id;
        return joined;
    }

    bool is_clean() const { return missing_.empty() && strangers_.empty(); }

    Words counting(const std::string& out) {
        return Words{"count"} + rows_->load() +
               Words{"--where", where_, "--out", folder_.path(out)};
    }

    void check_load() {
        const Answered answer = Answered::of(server_, counting("load"));
        INFO(answer.json.dump());
        const Json& comparison = answer.json["comparison"];
        CHECK(comparison["rows"] == keys_.size());
        CHECK(comparison["recordsDue"] == due_);
        CHECK(comparison["missing"] == missing_.size());
        CHECK(comparison["extra"] == strangers_.size());
        CHECK(comparison["duplicates"] == 0);
        CHECK(column_of(folder_.path("load/missing.csv"), "Phone") == missing_);
        CHECK(column_of(folder_.path("load/extra.csv"), "External_ID__c") == strangers_);
        CHECK(answer.json["compared"] == Json{"rowsByKey"});
        CHECK(answer.code == (is_clean() ? 0 : 1));
    }

    /// A row without a record failed, or its record is missing.
    void check_outcomes(const Words& source, const std::map<std::string, std::string>& there) {
        const Answered answer = Answered::of(server_, counting("jobs") + source);
        INFO(answer.json.dump());
        const Json& rows = answer.json["rows"];
        const Json& replayed = replayed_.json["rows"];
        for (const char* kind : {"submitted", "created", "updated", "failed", "unprocessed"})
            CHECK(rows[kind] == replayed[kind]);
        CHECK(answer.json["accounted"] == rows["submitted"]);
        const Texts failed = column_of(folder_.path("jobs/failed.csv"), "Phone");
        CHECK(failed.size() == rows["failed"]);
        Texts without = column_of(folder_.path("jobs/missing.csv"), "Phone");
        CHECK(without.size() == answer.json["results"]["missing"]);
        for (const std::string& row : failed) {
            CHECK_FALSE(without.contains(row));
            if (!there.contains(keys_[std::stoul(row)])) without.insert(row);
        }
        CHECK(without == missing_);
        CHECK(answer.json["results"]["extra"] == strangers_.size());
        CHECK(column_of(folder_.path("jobs/extra.csv"), "External_ID__c") == strangers_);
        CHECK(answer.code == (is_clean() && failed.empty() ? 0 : 1));
    }

    /// Numbers alone, and no more is claimed.
    void check_report(std::size_t records) {
        const Answered answer =
            Answered::of(server_, {"count", "--report", folder_.path("report"), "--where", where_});
        INFO(answer.json.dump() << replayed_.json.dump());
        CHECK(answer.json["compared"] == Json{"reportSum", "recordNumber"});
        CHECK(
            answer.json["cannotName"] ==
            Json{"failed", "unprocessed", "missing", "extra", "duplicates"}
        );
        const std::size_t least = answer.json["expectedRecordsAtLeast"];
        const std::size_t most = answer.json["expectedRecords"];
        CHECK(least <= before_.size());
        CHECK(before_.size() <= most);
        const Json& repeated = replayed_.json["repeatedRows"];
        const bool all_arrived = replayed_.json["rows"]["failed"] == 0;
        if (all_arrived && repeated["atLeast"] == repeated["atMost"]) CHECK(least == most);
        CHECK(answer.code == (all_arrived && least <= records && records <= most ? 0 : 1));
    }

    void check_verify() {
        const Answered answer = Answered::of(
            server_,
            Words{"verify"} + rows_->load() +
                Words{"--report", folder_.path("report"), "--where", "Contact:" + where_}
        );
        Json count;
        for (const Json& check : answer.json["checks"]) {
            if (check["check"] == "count") count = check;
        }
        INFO(count.dump());
        CHECK(count["compared"] == "rowsByKey");
        CHECK(count["faults"] == missing_.size() + strangers_.size());
        std::size_t missing = 0;
        Texts extra;
        for (const Json& finding : count["findings"]) {
            const std::string named = finding["detail"];
            if (finding["kind"] == "extra") extra.insert(named);
            if (finding["kind"] == "missing") ++missing;
        }
        CHECK(missing == std::min<std::size_t>(missing_.size(), 10));
        CHECK(extra == strangers_);
    }

    const LiveServer& server_;
    Random random_;
    std::string tag_;
    std::string where_;
    Folder folder_;
    /// By row, in lower case.
    std::vector<std::string> keys_;
    std::optional<SentRows> rows_;
    Answered replayed_;
    std::map<std::string, std::string> before_;
    Texts strangers_;
    /// Numbers of rows whose record is not there.
    Texts missing_;
    std::size_t due_ = 0;
};

TEST_CASE("rows that name one record several times get the same answer from all who count them") {
    std::optional<LiveServer> server;
    for (int number = 0; number < k_worlds; ++number) {
        INFO("world " << number);
        // Proofs take longer the more jobs an org has seen.
        if (number % 10 == 0) server.emplace(ClockMode::Kind::manual, test::external_id_org());
        World world{*server, static_cast<std::uint64_t>(number)};
        if (number % 2 == 0) world.meddle();
        world.check();
    }
}

}  // namespace
}  // namespace rowlock
