#pragma once

#include "tests/unit/mockorg/api/bulk_load_rows.hpp"
#include "tests/unit/mockorg/api/contact_query.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// Makes rows for jobs of both Bulk APIs, sound and defective ones. Numbers decide what they are.
class BulkRowMaker {
public:
    /// `parents`: ids of accounts.
    BulkRowMaker(InProcessApi& org, std::vector<std::string> parents)
        : org_(&org), parents_(std::move(parents)) {}

    /// Fewer than 45 rows. Updates and deletes are of contacts that are there or were; none if
    /// there never was any. `job`: who loads them.
    std::vector<LoadRow> make(
        Operation operation, const std::string& job, unsigned first, unsigned second
    );

private:
    struct Target {
        std::string id;
        bool is_deleted = false;
    };

    std::vector<Target> targets() const;
    LoadRow make_row(Operation operation, unsigned at, unsigned second);
    void aim(LoadRow& row, const Target& target, unsigned at, unsigned second) const;

    InProcessApi* org_;
    std::vector<std::string> parents_;
    std::uint64_t rows_made_ = 0;
};

}  // namespace rowlock
