#include "harness/batcher/answer_text.hpp"

#include "harness/batcher/answer_files.hpp"
#include "harness/batcher/generator.hpp"
#include "mockorg/codec/json.hpp"
#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <numeric>

namespace rowlock::batcher {
namespace {

Instance three_rows() {
    Instance instance;
    instance.columns.resize(1);
    instance.columns[0].name = "Name";
    instance.rows = {{"a"}, {"b"}, {"c"}};
    return instance;
}

Answer answer_to(std::string_view text) {
    const Reply reply = read_answer(three_rows(), text);
    if (const auto* const trouble = std::get_if<Misbehaviour>(&reply)) FAIL(trouble->what);
    return std::get<Answer>(reply);
}

TEST_CASE("the forms of an answer say the same") {
    const std::string expected = "1 3 | 2 (serial)";
    for (const char* text : {
             "row,batch,lane\n1,a,parallel\n2,b,serial\n3,a,\n",
             "batch,row,lane\r\na,1,\r\nb,2,serial\r\na,3,parallel\r\n",
             R"({"batches":[[1,3],{"rows":[2],"lane":"serial"}]})",
             "{\"row\":1,\"batch\":1}\n{\"row\":2,\"batch\":2,\"lane\":\"serial\"}\n"
             "{\"row\":3,\"batch\":1}\n",
         }) {
        INFO(text);
        CHECK(partition_text(answer_to(text)) == expected);
    }
}

TEST_CASE("phases, feeds, rows set aside and claims are read") {
    const Answer csv = answer_to("row,batch,lane,phase,feed\n1,a,feed,2,3\n2,,,,\n3,a,feed,2,3\n");
    CHECK(csv.batches[0].lane == BatchLane::feed);
    CHECK(csv.batches[0].phase == 2);
    CHECK(csv.batches[0].feed_group == 3);
    CHECK(csv.set_aside == std::vector<std::uint32_t>{1});
    const Answer json = answer_to(
        R"({"batches":[[1,2]],"setAside":[3],"claims":{"safe":true,"batches":1,"lowerBound":1.5}})"
    );
    CHECK(json.set_aside == std::vector<std::uint32_t>{2});
    CHECK(json.claims.safe == true);
    CHECK(json.claims.batches == 1U);
    CHECK(json.claims.lower_bound == 1.5);
    CHECK_FALSE(json.claims.makespan);
}

TEST_CASE("a row that does not exist is an invented one") {
    CHECK(answer_to("row,batch\n4,a\n").batches[0].invented == std::vector<std::string>{"row 4"});
    CHECK(answer_to(R"({"batches":[[0]]})").batches[0].invented.size() == 1);
}

TEST_CASE("what is no answer is garbage, and says why") {
    const auto text = GENERATE(values<std::string>({
        "",
        "\n",
        "hello",
        "row,batch\none,a\n",
        "row,batch\n1,\"a\n",
        "row,batch,colour\n1,a,red\n",
        "row,batch,lane\n1,a,quick\n",
        "row,batch,phase\n1,a,-1\n",
        "row,batch,lane\n1,a,serial\n2,a,feed\n",
        "row,batch\n9,\n",
        "{",
        "{}",
        "{\"batches\":3}",
        "{\"batches\":[1]}",
        "{\"batches\":[[\"1\"]]}",
        "{\"batches\":[[-1]]}",
        "{\"batches\":[{\"rows\":[1],\"lane\":7}]}",
        "{\"batches\":[{\"rows\":[1],\"phase\":99999999999}]}",
        "{\"batches\":[],\"setAside\":[9]}",
        "{\"batches\":[],\"claims\":{\"safe\":\"yes\"}}",
        "{\"batches\":[],\"claims\":{\"batchs\":0}}",
        "{\"batches\":[],\"claims\":7}",
        "{\"row\":1,\"batch\":1}\nnoise\n",
        "{\"row\":1,\"batch\":1}\n[1]\n",
    }));
    const Reply reply = read_answer(three_rows(), text);
    INFO(text);
    REQUIRE(std::holds_alternative<Misbehaviour>(reply));
    CHECK(std::get<Misbehaviour>(reply).kind == MisbehaviourKind::garbage);
    CHECK_FALSE(std::get<Misbehaviour>(reply).what.empty());
}

TEST_CASE("an error is a refusal") {
    const Reply reply = read_answer(three_rows(), R"({"error":"too hard"})");
    REQUIRE(std::holds_alternative<Misbehaviour>(reply));
    CHECK(std::get<Misbehaviour>(reply).kind == MisbehaviourKind::refusal);
}

TEST_CASE("any bytes are either an answer or trouble, never a crash") {
    rc::prop("for any text", [](const std::string& text) {
        static_cast<void>(read_answer(three_rows(), text));
        static_cast<void>(read_answer(three_rows(), "row,batch\n" + text));
        static_cast<void>(
            answer_of_files(three_rows(), {{"a.csv", text, BatchLane::parallel, 0, 0}})
        );
    });
}

TEST_CASE("a request is one line of JSON with all that a batcher needs") {
    rc::prop("for any case", [] {
        const Instance instance =
            render(make_case(GeneratorSettings{}, *rc::gen::inRange(0U, 500U)));
        const std::string line = request_line(instance, 7);
        RC_ASSERT(line.find('\n') == line.size() - 1);
        const auto json = parse_json(line);
        RC_ASSERT(json.has_value());
        RC_ASSERT(json->at("rows").size() == instance.rows.size());
        for (std::size_t row = 0; row < instance.rows.size(); ++row) {
            RC_ASSERT(json->at("rows")[row].get<std::vector<std::string>>() == instance.rows[row]);
            RC_ASSERT(json->at("rowBytes")[row] == row_bytes(instance, row));
        }
    });
}

TEST_CASE("rows are found again in files, and what is wrong with a file is told") {
    const Instance instance = three_rows();
    const auto file = [](std::string text) {
        return BatchFile{"a.csv", std::move(text), BatchLane::parallel, 0, 0};
    };
    const auto fault = [&](std::string text) {
        return answer_of_files(instance, {file(std::move(text))}).batches[0].file_fault;
    };
    CHECK(
        partition_text(answer_of_files(instance, {file("Name\nc\na\n"), file("Name\nb\n")})) ==
        "3 1 | 2"
    );
    CHECK(fault("Name\na\n").empty());
    CHECK(fault("Name\na").empty());
    CHECK_FALSE(fault("a\nb\n").empty());
    CHECK_FALSE(fault("Name\n\"a\n").empty());
    CHECK_FALSE(fault("Name\r\na\r\n").empty());
    CHECK_FALSE(fault("Name\na,b\n").empty());
    CHECK_FALSE(fault("").empty());
    const Answer twice = answer_of_files(instance, {file("Name\na\na\n")});
    CHECK(twice.batches[0].rows == std::vector<std::uint32_t>{0, 0});
    const Answer other = answer_of_files(instance, {file("Name\nz\n")});
    CHECK(other.batches[0].invented == std::vector<std::string>{"z"});
}

TEST_CASE("files of a plan give the plan back") {
    rc::prop("for any case", [] {
        const Instance instance =
            render(make_case(GeneratorSettings{}, *rc::gen::inRange(0U, 500U)));
        std::vector<std::uint32_t> all(instance.rows.size());
        std::iota(all.begin(), all.end(), 0U);
        const Answer answer = answer_of_files(
            instance, {{"a.csv", csv_text(instance, all), BatchLane::serial, 1, 0}}
        );
        RC_ASSERT(answer.batches[0].file_fault.empty());
        RC_ASSERT(answer.batches[0].invented.empty());
        std::vector<std::uint32_t> rows = answer.batches[0].rows;
        std::sort(rows.begin(), rows.end());
        RC_ASSERT(rows == all);
    });
}

}  // namespace
}  // namespace rowlock::batcher
