#pragma once

#include "checks/input/input_request.hpp"
#include "harness/schedule/shared_org.hpp"
#include "mockorg/base/result.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rowlock {

/// A folder for files that nobody needs later: made in the one for temporary files, and gone with
/// this.
class PassingFolder {
public:
    /// bad_file if it cannot be made.
    static Result<PassingFolder> make();

    PassingFolder(PassingFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

    PassingFolder& operator=(PassingFolder&&) = delete;
    ~PassingFolder();

    std::string file(const std::string& name) const { return path_ + "/" + name; }

private:
    explicit PassingFolder(std::string path) : path_(std::move(path)) {}

    std::string path_;
};

/// The rows of loads as CSV files, and what their setups made as files that rows refer to: what
/// `checks` takes. Both arguments must outlive it.
class LoadFilesOnDisk {
public:
    LoadFilesOnDisk(const PassingFolder& folder, const SharedOrg& org)
        : folder_(folder), org_(org) {}

    /// Writes the load, that many in the org's setups, and its rows of these numbers in this order.
    /// bad_file if that fails.
    Result<void> add(
        const ScheduledLoad& scheduled, std::size_t number, std::vector<RowNumber> rows
    );

    /// Of a load in the order of adding, counted from 1, by the number in its file from 1.
    std::uint64_t source_row(std::size_t load, std::uint64_t file_row) const {
        return std::uint64_t{rows_[load].at(file_row - 1)} + 1;
    }

    /// What was added; schema, rules and threads are for the caller to set.
    InputRequest request;

private:
    Result<void> write_setup(
        const ScheduledLoad& scheduled, const LoadStep& step, std::size_t number
    );

    const PassingFolder& folder_;
    const SharedOrg& org_;
    /// By load, in the order of its file.
    std::vector<std::vector<RowNumber>> rows_;
};

}  // namespace rowlock
