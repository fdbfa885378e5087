#pragma once

#include "harness/load/rows_load.hpp"
#include "mockorg/base/io.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

struct CalibrateCommandOptions {
    /// One observation file, or files that an org gave about one finished load.
    std::vector<std::string> files;
    /// The load that they are about: `FILE` or `FILE#STRATEGY`. Empty: `parents` says enough.
    std::string load;
    /// Parents that the load's rows lock, evenly; 0: not known.
    std::uint64_t parents = 0;
    /// The batches were those of Serial jobs of Bulk API 1.0; for `parents`.
    bool serial = false;
    /// What plans or CSV rows, observed or predicted, do not say themselves.
    RowsDescription rows_described;
    /// Loads to predict: `FILE` or `FILE#STRATEGY`.
    std::vector<std::string> predict;
    /// `VALUE` or `LOW..HIGH` for a parameter; empty: as usual.
    std::string workers;
    std::string hold;
    std::string variation;
    std::string lock_wait;
    std::string pre_lock;
    std::string batch_overhead;
    std::uint64_t seed = 1;
    std::uint32_t candidates = 1'200;
    unsigned threads = 2;
    /// File or folder for profiles; empty: none are written.
    std::string profile_out;
    bool json = false;
};

/// `rowlock calibrate`. Exit code: finding if no profile explains a figure, partial if it was
/// stopped.
int run_calibrate(const CalibrateCommandOptions& options, Io& io);

}  // namespace rowlock
