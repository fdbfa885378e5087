#pragma once

#include "harness/verify/proof.hpp"
#include "mockorg/base/result.hpp"

#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace rowlock {

/// Where findings are named, all of them: a CSV file `SUBJECT-KIND.csv` with `Id,Detail` for each
/// kind that a check finds. Without a folder they are only counted.
class FindingFiles {
public:
    /// Makes the folder; bad_file if that fails. Empty: no files.
    static Result<FindingFiles> open(const std::string& folder);

    /// What an earlier run found out about the subject is not true any more.
    void forget(const std::string& subject);

    void add(ProofCheck& check, ProofFinding finding);

    /// The files written, by name; bad_file if one could not be.
    Result<std::vector<std::string>> close();

private:
    explicit FindingFiles(std::string folder) : folder_(std::move(folder)) {}

    std::string path_of(const std::string& subject, const std::string& kind) const;

    std::string folder_;
    /// By path.
    std::map<std::string, std::ofstream> files_;
};

}  // namespace rowlock
