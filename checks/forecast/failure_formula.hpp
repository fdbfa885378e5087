#pragma once

#include "checks/forecast/hold_time.hpp"

namespace rowlock {

/// A load whose chunks are all alike, with k of them always under way.
struct ContentionModel {
    /// k, batches in flight.
    double workers = 15.0;
    /// Expected number of keys that two chunks under way have in common (lambda).
    double shared_keys = 0.0;
    HoldTime hold;
    /// May be infinite.
    double lock_wait_seconds = 10.0;
    /// Time per chunk in which a worker holds and wants nothing.
    double idle_seconds = 0.0;
};

struct SteadyState {
    /// Share of the chunks (and so of the rows) that fail on a lock timeout, 0 to 1.
    double failure_rate = 0.0;
    /// Chunks that hold their locks and will commit, on average at once; at most k.
    double useful_parallelism = 0.0;
};

/// Expected excess of a hold under way over `wait_seconds`, by its mean: E[(h - T)+] / E[h]. The
/// chance that who meets a busy key waits in vain.
double residual_beyond(const HoldTime& hold, double wait_seconds);

/// Mean time in seconds somebody waits who meets a busy key and gives up after `wait_seconds`.
double mean_wait(const HoldTime& hold, double wait_seconds);

/// 1 - exp(-(k-1) lambda rho_T): neither waiting nor idle time counts. A screen only.
double first_order_failure_rate(const ContentionModel& model);

/// The same as a fixed point in which waiting counts: who waits, fails or idles is no holder that
/// others wait for in vain, and who waited has held about half of its keys that much longer.
/// [planning facts, section 5; this form was within 14 % of simulation
/// at nine of ten random points of the region]
SteadyState steady_state(const ContentionModel& model);

/// Where steady_state() was found to be within 30 % of simulation: (k-1) lambda < 2, variation at
/// least 0.3, and a mean hold that reaches the lock wait when stretched by 1 + variation^2.
/// Elsewhere convoys or lockstep decide, and only a simulation tells. [planning facts, section 5]
bool formula_holds(const ContentionModel& model);

}  // namespace rowlock
