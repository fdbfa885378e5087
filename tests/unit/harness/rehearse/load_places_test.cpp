#include "harness/rehearse/load_places.hpp"

#include "tests/support/test.hpp"

namespace rowlock {
namespace {

/// A batch that has settled.
class SettledBatch final : public BatchExchange {
public:
    SettledBatch(
        std::string job,
        std::string batch,
        const RowSequence& rows,
        RowNumber first,
        RowNumber count
    )
        : job_(std::move(job)), batch_(std::move(batch)) {
        rows_.sequence = &rows;
        rows_.first = first;
        rows_.count = count;
    }

    BatchPhase phase() const override { return BatchPhase::settled; }

    HttpRequest request() override { return {}; }

    Result<void> read(const RequestLine&, HttpResponse, bool) override { return {}; }

    bool retry(bool) override { return false; }

    bool abort() override { return false; }

    const std::string& job_id() const override { return job_; }

    std::string_view batch_id() const override { return batch_; }

    const SentRows& rows() const override { return rows_; }

private:
    std::string job_;
    std::string batch_;
    SentRows rows_;
};

TEST_CASE("a row is found by its job and place, and its places by the row") {
    LoadPlaces places;
    const RowSequence rows{100, 50};
    places.add(SettledBatch{"750A", "", rows, 0, 20});
    places.add(SettledBatch{"750B", "751X", rows, 20, 10});
    places.add(SettledBatch{"750B", "751Y", rows, 30, 20});
    CHECK(places.row({"750A", "", 0}) == RowNumber{100});
    CHECK(places.row({"750A", "", 19}) == RowNumber{119});
    CHECK_FALSE(places.row({"750A", "", 20}).has_value());
    CHECK(places.row({"750B", "751Y", 3}) == RowNumber{133});
    CHECK_FALSE(places.row({"750B", "", 3}).has_value());
    CHECK_FALSE(places.row({"750C", "", 0}).has_value());
    const auto found = places.places_of(125);
    REQUIRE(found.size() == 1);
    CHECK(found[0].batch == "751X");
    CHECK(found[0].position == 5);
    CHECK(places.places_of(99).empty());
}

TEST_CASE("a row that was sent again has a place in each attempt, the first one first") {
    LoadPlaces places;
    const RowSequence rows{0, 10};
    const auto again = std::make_shared<const std::vector<RowNumber>>(std::vector<RowNumber>{7, 3});
    const RowSequence repeated{again, 0, 2};
    places.add(SettledBatch{"750B", "", rows, 0, 10});
    places.add(SettledBatch{"750A", "", repeated, 0, 2});
    const auto found = places.places_of(3);
    REQUIRE(found.size() == 2);
    CHECK(found[0].job == "750B");
    CHECK(found[0].position == 3);
    CHECK(found[1].job == "750A");
    CHECK(found[1].position == 1);
}

TEST_CASE("batches without a job are not kept") {
    LoadPlaces places;
    const RowSequence rows{0, 10};
    places.add(SettledBatch{"", "", rows, 0, 10});
    CHECK(places.places_of(3).empty());
}

}  // namespace
}  // namespace rowlock
