#pragma once

#include "harness/batcher/answer.hpp"
#include "harness/batcher/instance.hpp"
#include "mockorg/base/result.hpp"

#include <cstddef>
#include <filesystem>
#include <string>

namespace rowlock::batcher {

/// A temporary folder with an input file and an empty folder for output; gone with this.
class OutputFolder {
public:
    static Result<OutputFolder> make();

    OutputFolder(OutputFolder&& other) noexcept : path_(std::move(other.path_)) {
        other.path_.clear();
    }

    OutputFolder& operator=(OutputFolder&&) = delete;
    ~OutputFolder();

    std::string input() const { return (path_ / "input.csv").string(); }

    std::string output() const { return (path_ / "output").string(); }

    /// Writes the input and empties the output folder; false if that cannot be done.
    bool prepare(const std::string& csv) const;

    /// Every .csv in it is a batch, in the order of the names. Lanes come from `lanes.csv`
    /// (file,lane,phase,feed) or from `plan.json`, a plan file of rowlock; without, all are
    /// parallel.
    Reply read(const Instance& instance, std::size_t bytes_max) const;

private:
    explicit OutputFolder(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_;
};

}  // namespace rowlock::batcher
