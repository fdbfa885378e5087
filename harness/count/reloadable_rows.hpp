#pragma once

#include "harness/count/load_results.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// A load's rows as they can be loaded again by themselves, without the ids that its own setup
/// gave: a column of parents' ids becomes a relationship column (`Account.External_ID__c`) with the
/// external id that the setup upserts these parents by.
class ReloadableRows {
public:
    explicit ReloadableRows(const CountedLoad& counted);

    /// With its line end.
    std::string header() const;

    /// One line with its line end; row < the source's size().
    void append(RowNumber row, std::string& out) const;

    /// Columns whose cells are empty, because their parents have no external id.
    const std::vector<std::string>& emptied() const { return emptied_; }

private:
    struct ParentKey {
        const RowSource* parents;
        /// Of the external id, in the parents' rows.
        std::size_t column;
    };

    void add_column(const CountedLoad& counted, std::size_t column);

    const RowSource& source_;
    std::vector<IdTable> no_ids_;
    std::vector<std::string> names_;
    /// By column; nothing where the row's own text stands.
    std::vector<std::optional<ParentKey>> parent_keys_;
    std::vector<std::string> emptied_;
    bool rewrites_ = false;
};

}  // namespace rowlock
