#include "checks/model/job_pieces.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

/// By job, the first of its pieces, and behind the last job the number of all.
std::vector<std::uint32_t> first_pieces(const std::vector<PlannedBatch>& jobs) {
    std::vector<std::uint32_t> firsts;
    std::uint32_t count = 0;
    for (const PlannedBatch& job : jobs) {
        firsts.push_back(count);
        count += std::max(1U, (job.rows + k_job_piece_rows - 1) / k_job_piece_rows);
    }
    firsts.push_back(count);
    return firsts;
}

/// The pieces of the jobs held apart from `job`, which are none of its own.
std::vector<NumberRange> held_pieces(
    const std::vector<NumberRange>& jobs,
    std::uint32_t job,
    const std::vector<std::uint32_t>& firsts
) {
    std::vector<NumberRange> pieces;
    const auto add = [&](std::uint64_t first_job, std::uint64_t end_job) {
        const std::uint64_t count = firsts.size() - 1;
        const std::uint32_t begin = firsts[std::min(first_job, count)];
        const std::uint32_t end = firsts[std::min(end_job, count)];
        if (begin < end) pieces.push_back({begin, end - begin});
    };
    for (const NumberRange& range : jobs) {
        const std::uint64_t end = std::uint64_t{range.first} + range.count;
        if (job < range.first || job >= end) {
            add(range.first, end);
            continue;
        }
        add(range.first, job);
        add(job + std::uint64_t{1}, end);
    }
    return pieces;
}

}  // namespace

void cut_jobs(Batching& batching) {
    const auto is_large = [](const PlannedBatch& job) { return job.rows > k_job_piece_rows; };
    if (std::none_of(batching.batches.begin(), batching.batches.end(), is_large)) return;
    const std::vector<PlannedBatch> jobs = std::exchange(batching.batches, {});
    const auto held = std::exchange(batching.held_apart, {});
    const std::vector<std::uint32_t> firsts = first_pieces(jobs);
    for (std::uint32_t job = 0; job < jobs.size(); ++job) {
        PlannedBatch piece = jobs[job];
        for (std::uint32_t i = firsts[job]; i < firsts[job + std::size_t{1}]; ++i) {
            piece.rows = std::min(k_job_piece_rows, jobs[job].first + jobs[job].rows - piece.first);
            batching.batches.push_back(piece);
            batching.job_of_batch.push_back(job);
            if (job < held.size())
                batching.held_apart.push_back(held_pieces(held[job], job, firsts));
            piece.first += piece.rows;
        }
    }
}

std::uint32_t job_of(const Batching& batching, std::uint32_t batch) {
    return batching.job_of_batch.empty() ? batch : batching.job_of_batch[batch];
}

std::vector<PlannedBatch> jobs_of(const Batching& batching) {
    std::vector<PlannedBatch> jobs;
    for (std::uint32_t i = 0; i < batching.batches.size(); ++i) {
        if (job_of(batching, i) < jobs.size()) {
            jobs.back().rows += batching.batches[i].rows;
        } else {
            jobs.push_back(batching.batches[i]);
        }
    }
    return jobs;
}

}  // namespace rowlock
