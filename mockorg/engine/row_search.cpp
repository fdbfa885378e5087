#include "mockorg/engine/row_search.hpp"

#include "mockorg/engine/index_search.hpp"
#include "mockorg/engine/semi_joins.hpp"

#include <utility>

namespace rowlock {

Result<void> RowSearch::bind(const std::optional<soql::Condition>& where) {
    if (!where) return {};
    const StoreSemiJoins joins{scope_};
    auto bound = soql::Predicate::bind(
        scope_.schema(), object_, *where, {scope_.source, scope_.today, &joins}
    );
    if (!bound) return tl::unexpected{bound.error()};
    predicate_ = std::move(*bound);
    offered_ = rows_from_index(scope_, object_, *predicate_);
    deciding_ = deciding_columns(scope_.store, object_, predicate_->whole());
    return {};
}

RowSearch::Verdict RowSearch::judge(std::uint32_t chunk) const {
    if (!scope_.include_deleted && table_.live_rows_in(chunk) == 0) return Verdict::none;
    if (!predicate_) return Verdict::all;
    if (!deciding_) return Verdict::some;
    for (const FieldNo field : *deciding_) {
        Cell cell;
        if (!table_.same_in_chunk(field, chunk, cell)) return Verdict::some;
    }
    return look_at(chunk * ObjectTable::k_chunk) ? Verdict::all : Verdict::none;
}

std::uint64_t RowSearch::count() const {
    if (!predicate_ && !scope_.include_deleted) return table_.live_rows();
    std::uint64_t count = 0;
    const auto take = [&](std::uint32_t) {
        ++count;
        return true;
    };
    if (offered_ || scope_.include_deleted) {
        run({}, take);
        return count;
    }
    const std::uint32_t rows = table_.rows();
    for (std::uint32_t first = 0; first < rows; first += ObjectTable::k_chunk) {
        const std::uint32_t chunk = first / ObjectTable::k_chunk;
        const Verdict verdict = judge(chunk);
        if (verdict == Verdict::all) count += table_.live_rows_in(chunk);
        if (verdict != Verdict::some) continue;
        run_chunk(first, std::min(rows, first + ObjectTable::k_chunk), verdict, take);
    }
    return count;
}

}  // namespace rowlock
