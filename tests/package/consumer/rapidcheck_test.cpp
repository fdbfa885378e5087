#include "harness/batcher/loader/bulk_loader.hpp"
#include "harness/batcher/properties_rapidcheck.hpp"

#include <rapidcheck/catch.h>

#include <cstddef>

namespace {

/// The batcher under test: rows as they come, cut where a batch is full.
rowlock::batcher::NumberedBatches my_cut(const rowlock::batcher::Instance& file) {
    rowlock::batcher::NumberedBatches batches;
    for (std::size_t row = 0; row < file.rows.size(); ++row) {
        if (row % file.caps.rows == 0) batches.emplace_back();
        batches.back().push_back(row);
    }
    return batches;
}

TEST_CASE("my cut, by values of RapidCheck") {
    rc::prop("keeps all rows, within the limit", [](const rowlock::batcher::AbstractCase& drawn) {
        rowlock::batcher::assert_batches(drawn, my_cut, {"conserve", "cap"});
    });
}

TEST_CASE("a careful loader, by values of RapidCheck") {
    rc::prop("loses nothing", [](const rowlock::loader::History& drawn) {
        rowlock::loader::assert_loader(drawn, rowlock::loader::load_carefully);
    });
}

}  // namespace
