#pragma once

#include "tests/support/random_step.hpp"
#include "tests/unit/mockorg/api/bulk1_job_model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What a client of both Bulk APIs does.
enum class BulkCommand : std::uint8_t {
    create1,
    create2,
    /// Creates a 2.0 job, uploads and closes.
    load2,
    query2,
    add,
    add_wrong_kind,
    upload,
    close,
    abort,
    remove,
    results,
    look,
    list,
    meet_other_api,
    /// Deletes a contact over REST.
    bin_contact,
    advance,
    /// To the next moment at which anything happens, and no further.
    next_event,
    run_until_idle,
};

using BulkStep = RandomStep<BulkCommand>;

/// Whether what the step sends is defective as a whole.
bool is_bad(const BulkStep& step);

/// What is wrong with the data of a 1.0 batch that the step sends.
DataDefect data_defect_of(const BulkStep& step, ContentType form, bool has_rows);

/// What the 2.0 job that the step creates is to do.
Operation operation_of(const BulkStep& step);

/// Of the 1.0 job that the step creates; a query is not cut.
Bulk1JobModel::Settings settings_of(const BulkStep& step);

/// How its queries are cut, if at all: into a few ranges of the contacts that are there or of the
/// accounts, at times from the middle on.
std::optional<ContactCut> cut_of(
    const BulkStep& step, const ContactView& contacts, const std::vector<std::string>& accounts
);

}  // namespace rowlock
