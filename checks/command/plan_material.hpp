#pragma once

#include "checks/input/input_request.hpp"
#include "checks/input/loaded_input.hpp"
#include "checks/plan/batch_writer.hpp"
#include "checks/plan/plan_input.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// What the planner and the writer of batches need to know of a load's files. Points into the input
/// and must not outlive it.
class PlanMaterial {
public:
    /// bad_configuration if the files do not have the same columns in the same order, for then no
    /// batch can hold rows of two of them.
    static Result<PlanMaterial> make(const LoadedInput& input, const LoadFiles& load);

    PlanInput input() const;

    BatchText text() const { return {header_, rows_, line_end_}; }

private:
    explicit PlanMaterial(const RowKeys& keys) : keys_(&keys) {}

    void rank_keys(const LoadedInput& input, const LoadFiles& load);
    void rank_rows(const LoadedInput& input, const LoadFiles& load);
    void find_own_keys(const LoadedInput& input, const LoadFiles& load);

    const RowKeys* keys_;
    std::string_view header_;
    std::string_view line_end_;
    std::vector<std::string_view> rows_;
    std::vector<std::uint32_t> row_bytes_;
    std::vector<std::uint32_t> key_rank_;
    std::vector<std::uint64_t> row_rank_;
    std::vector<KeyNo> own_keys_;
    /// By key: a record of the load's own object.
    std::vector<bool> of_own_object_;
};

}  // namespace rowlock
