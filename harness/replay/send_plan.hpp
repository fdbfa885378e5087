#pragma once

#include "harness/load/load_step.hpp"
#include "harness/load/row_source.hpp"
#include "harness/load/source_spec.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace rowlock {

/// A plan as a load obeys it: which rows go in which batch, and what each batch waits for.
struct SendPlan {
    struct Batch {
        /// Run of `rows`.
        RowNumber first = 0;
        RowNumber count = 0;
        /// Starts when everything of the phases before is done.
        std::uint32_t phase = 0;
        /// Never beside another serial one.
        bool serial = false;
        /// Earlier batches that must be done first.
        std::uint32_t waits_for = 0;
        /// Later batches that wait for this one, ascending.
        std::vector<std::uint32_t> waited_for_by;
    };

    std::shared_ptr<const std::vector<RowNumber>> rows;
    std::vector<Batch> batches;
    /// Its batches are files of their own, in its folder.
    bool has_files = false;
    /// The API whose limits its batches keep; nothing if the plan does not say.
    std::optional<LoadApi> api;
    /// Rows of the files it was made of, all of which its batches should have; 0: not known.
    std::uint64_t source_rows = 0;
    /// Batches in flight that the plan counts on; 0 if any number will do.
    std::uint32_t workers = 0;
};

/// Reads a step's plan file. Batches with files of their own are taken to follow each other in the
/// source, which is then the plan's folder. bad_file or bad_configuration, with the place in the
/// load file, if it cannot be used or does not fit the source.
Result<std::shared_ptr<const SendPlan>> read_send_plan(const LoadStep& step, RowNumber source_rows);

/// Refuses a plan with files for any source but the plan's folder: the rows of another one, the
/// file that was planned for instance, stand in another order. bad_configuration.
Result<void> check_plan_source(
    const SendPlan& plan, const LoadStep& step, const SourceSpec& source
);

}  // namespace rowlock
