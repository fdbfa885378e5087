#include "harness/load/row_partitions.hpp"

#include "harness/load/csv_file_rows.hpp"
#include "harness/load/generated_rows.hpp"
#include "tests/support/test.hpp"

#include <algorithm>
#include <set>

namespace rowlock {
namespace {

std::shared_ptr<const RowSource> children(RowNumber rows, RowNumber parents, std::uint64_t seed) {
    GeneratedSpec spec;
    spec.rows = rows;
    spec.columns = {
        {"Name", TextColumn{"N{n}"}},
        {"Stage", ChoiceColumn{{"b", "a", ""}}},
        {"AccountId", ParentColumn{0, PickUniform{}, {}}}};
    const RowNumber row_counts[] = {parents};
    auto made = GeneratedRows::make(seed, {"children", "X", spec}, spec, row_counts);
    REQUIRE(made.has_value());
    return *made;
}

/// Ids in another order than row numbers; two of them equal, one missing.
std::vector<IdTable> scattered_ids(RowNumber parents) {
    IdTable table(parents);
    for (RowNumber i = 0; i < parents; ++i) {
        table[i].fill('x');
        table[i][0] = static_cast<char>('A' + (i * 7) % 23);
    }
    if (parents > 3) {
        table[1] = table[3];
        table[2] = IdText{};
    }
    return {table};
}

std::string key_of(
    const RowSource& source, RowNumber row, std::size_t column, std::span<const IdTable> ids
) {
    std::string text;
    source.append_value(row, column, ids, text);
    return text;
}

TEST_CASE("as they come, rows need no list") {
    const auto source = children(20, 5, 1);
    LoadStep step;
    step.partitions = 2;
    step.rows = 6;
    step.partition_rows = 10;
    const auto partitions = partition_rows(*source, step, {});
    REQUIRE(partitions.has_value());
    REQUIRE(partitions->size() == 2);
    CHECK((*partitions)[1].size() == 3);
    CHECK((*partitions)[1][0] == 10);
    CHECK((*partitions)[1][2] == 12);
}

TEST_CASE("every order loads each selected row exactly once, sorted, equal ones as they came") {
    rc::prop("permutation, sorted, stable", [] {
        const auto rows = *rc::gen::inRange<RowNumber>(1, 300);
        const auto parents = *rc::gen::inRange<RowNumber>(1, 40);
        const auto source = children(rows, parents, *rc::gen::arbitrary<std::uint64_t>());
        const auto ids = scattered_ids(parents);
        LoadStep step;
        step.partitions = *rc::gen::inRange<std::uint32_t>(1, 8);
        const auto distance = *rc::gen::inRange<RowNumber>(0, 60);
        if (distance > 0) step.partition_rows = distance;
        const auto plain = partition_rows(*source, step, ids);
        step.order.by_column = *rc::gen::element<std::string>("AccountId", "stage", "NAME");
        const auto sorted = partition_rows(*source, step, ids);
        RC_ASSERT(plain.has_value() && sorted.has_value());
        RC_ASSERT(sorted->size() == step.partitions);
        std::set<RowNumber> expected;
        std::vector<RowNumber> sequence;
        for (std::size_t i = 0; i < plain->size(); ++i) {
            RC_ASSERT((*plain)[i].size() == (*sorted)[i].size());
            for (RowNumber j = 0; j < (*plain)[i].size(); ++j) {
                RC_ASSERT(expected.insert((*plain)[i][j]).second);
                sequence.push_back((*sorted)[i][j]);
            }
        }
        RC_ASSERT(std::set<RowNumber>(sequence.begin(), sequence.end()) == expected);
        RC_ASSERT(sequence.size() == expected.size());
        const std::size_t column = *source->find_column(step.order.by_column);
        for (std::size_t i = 1; i < sequence.size(); ++i) {
            const auto before =
                std::pair(key_of(*source, sequence[i - 1], column, ids), sequence[i - 1]);
            const auto after = std::pair(key_of(*source, sequence[i], column, ids), sequence[i]);
            RC_ASSERT(before < after);
        }
    });
}

TEST_CASE("batches that keep values together share none, and still hold every row once") {
    rc::prop("no value in two batches", [] {
        const auto rows = *rc::gen::inRange<RowNumber>(1, 300);
        const auto parents = *rc::gen::inRange<RowNumber>(1, 60);
        const auto source = children(rows, parents, *rc::gen::arbitrary<std::uint64_t>());
        const auto ids = scattered_ids(parents);
        LoadStep step;
        step.order = {"AccountId", true, {}};
        const auto partitions = partition_rows(*source, step, ids);
        RC_ASSERT(partitions.has_value());
        const RowSequence& sequence = partitions->front();
        const std::size_t column = *source->find_column("AccountId");
        const auto key_at = [&](RowNumber position) {
            return key_of(*source, sequence[position], column, ids);
        };
        const auto most = *rc::gen::inRange<RowNumber>(1, 50);
        RowNumber next = 0;
        while (next < sequence.size()) {
            const RowNumber size = sequence.batch_size(next, most);
            RC_ASSERT(size >= 1 && size <= most && next + size <= sequence.size());
            next += size;
            if (next == sequence.size() || key_at(next - 1) != key_at(next)) continue;
            // Split only because the value alone fills a batch.
            RC_ASSERT(size == most && key_at(next - size) == key_at(next));
        }
        RC_ASSERT(next == sequence.size());
    });
}

TEST_CASE("files are sorted by the text of a column") {
    const auto source = CsvFileRows::make("k,v\nb,1\n\"a\",2\nb,3\n,4\n", Delimiter::comma);
    REQUIRE(source.has_value());
    LoadStep step;
    step.order.by_column = "K";
    const auto partitions = partition_rows(**source, step, {});
    REQUIRE(partitions.has_value());
    std::vector<RowNumber> order;
    for (RowNumber i = 0; i < 4; ++i) order.push_back((*partitions)[0][i]);
    CHECK(order == std::vector<RowNumber>{3, 1, 0, 2});
}

TEST_CASE("what does not fit a file is reported with the step's place") {
    const auto source = CsvFileRows::make("Key,Value\nb,1\n", Delimiter::comma);
    REQUIRE(source.has_value());
    LoadStep step;
    step.where = "load.json:9:5";
    step.order.by_column = "Kay";
    auto partitions = partition_rows(**source, step, {});
    REQUIRE_FALSE(partitions.has_value());
    CHECK(
        partitions.error().message ==
        "load.json:9:5: the source has no column \"Kay\" to order by; did you mean \"Key\"?"
    );
    step.rows = 2;
    partitions = partition_rows(**source, step, {});
    REQUIRE_FALSE(partitions.has_value());
    CHECK(
        partitions.error().message ==
        "load.json:9:5: \"rows\" is 2, expected at most the 1 rows of the source"
    );
}

}  // namespace
}  // namespace rowlock
