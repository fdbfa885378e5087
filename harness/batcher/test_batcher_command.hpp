#pragma once

#include "mockorg/base/io.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

struct TestBatcherOptions {
    /// The batcher and its arguments. A single one with blanks in it is for the shell.
    std::vector<std::string> command;
    /// One process for all cases.
    bool persistent = false;
    /// The batcher writes files.
    bool files = false;
    /// Rows come in as JSON.
    bool json_input = false;
    /// Properties by id or name; empty: all.
    std::vector<std::string> only;
    std::vector<std::string> skip;
    /// What cases are not to have, by the names of batcher::Feature.
    std::vector<std::string> without;
    /// Nothing: 300, or 60 where every case starts processes.
    std::optional<std::uint64_t> cases;
    std::uint64_t seed = 1;
    std::uint32_t rows_max = 24;
    std::uint32_t cap_rows_max = 7;
    /// Seconds for the whole run, below a million; 0: no limit.
    double time = 0;
    /// Seconds for one case.
    double case_time = 5;
    /// Where counterexamples go and stored cases come from; empty: neither.
    std::string corpus = "batcher-corpus";
    /// Only this case: a folder of the corpus.
    std::string replay;
    /// Cases of this object in place of the standard ones.
    std::string object;
    std::string operation = "insert";
    std::string schema_file;
    std::string lock_rules_file;
    /// `FORMAT:PATH` with json or junit.
    std::vector<std::string> reports;
    bool json = false;
    /// error or warning.
    std::string fail_on = "error";
    /// The batchers with known bugs in place of a command.
    bool zoo = false;
};

/// `rowlock test-batcher`. Exit code: finding if a property fails or a required label is too rare,
/// partial if the time was over before the last case.
int run_test_batcher(const TestBatcherOptions& options, Io& io);

}  // namespace rowlock
