#pragma once

#include "checks/model/batching.hpp"
#include "harness/batcher/instance.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rowlock::batcher {

/// One batch of an answer.
struct AnswerBatch {
    /// As the batcher calls it: a name, or a file.
    std::string label;
    BatchLane lane = BatchLane::parallel;
    /// The client starts a phase only when everything of the one before is done.
    std::uint32_t phase = 0;
    /// Lane feed: batches of one group that share a key are not sent at the same time.
    std::uint32_t feed_group = 0;
    /// Rows of the instance, from 0, in the order of sending.
    std::vector<std::uint32_t> rows;
    /// What is in it that was never asked for, as the batcher wrote it.
    std::vector<std::string> invented;
    /// The file as the batcher wrote it, if it wrote one.
    std::optional<std::string> file_text;
    /// Why the file cannot be read on its own; empty if it can.
    std::string file_fault;

    bool operator==(const AnswerBatch&) const = default;
};

/// What a batcher says about its own plan; all of it may be left out.
struct Claims {
    std::optional<bool> safe;
    std::optional<std::uint64_t> rows;
    std::optional<std::uint64_t> batches;
    /// Keys that batches which may run at the same time share.
    std::optional<std::uint64_t> shared_keys;
    /// Seconds.
    std::optional<double> makespan;
    std::optional<double> lower_bound;

    bool operator==(const Claims&) const = default;
};

/// A whole plan, in the order in which its batches are to be sent.
struct Answer {
    std::vector<AnswerBatch> batches;
    /// Rows reported as impossible: they go nowhere.
    std::vector<std::uint32_t> set_aside;
    Claims claims;
    /// Some of what lay beside its batch files and is none: for whoever misses rows.
    std::vector<std::string> files_not_read;

    bool operator==(const Answer&) const = default;
};

/// Ways in which there is no answer.
enum class MisbehaviourKind : std::uint8_t {
    /// Ended with a status, by a signal or by an exception.
    crash,
    /// No answer within the time for one case.
    hang,
    /// Something that is no answer.
    garbage,
    /// More output than an answer can be.
    flood,
    /// Said that it cannot do this case.
    refusal,
    /// The user ended the run: nobody's fault.
    interrupted,
};

/// `crash`, ..., `interrupted`.
std::string_view name_of(MisbehaviourKind kind);

struct Misbehaviour {
    MisbehaviourKind kind = MisbehaviourKind::crash;
    /// A sentence about what happened, without a full stop: "it ended with status 1".
    std::string what;
    /// The end of what the batcher wrote to its stderr.
    std::string diagnostics;

    bool operator==(const Misbehaviour&) const = default;
};

using Reply = std::variant<Answer, Misbehaviour>;

/// Batches in a comparable form that leaves labels, order and phases out: the sorted contents of
/// each, with its lane, sorted. Rows of equal content are the same row here, in whatever form ids
/// are written: who brings them into one form first cannot tell such rows apart.
std::vector<std::string> batch_contents(const Instance& instance, const Answer& answer);

/// The same with nothing but the keys of the rows: who goes with whom.
std::vector<std::string> batch_keys(const Instance& instance, const Answer& answer);

/// Rows of each batch, sorted.
std::vector<std::size_t> batch_sizes(const Answer& answer);

/// `1 2 | 3 (serial)`: the rows of each batch, from 1.
std::string partition_text(const Answer& answer);

/// The batch, from 0, in which each row is first; nothing for a row in none.
std::vector<std::optional<std::size_t>> batch_of_rows(
    const Instance& instance, const Answer& answer
);

}  // namespace rowlock::batcher
