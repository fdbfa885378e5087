#pragma once

#include "harness/replay/journal.hpp"

namespace rowlock {

/// The journal as one pass sees it. Without a journal nothing is found and nothing written.
class PassJournal {
public:
    PassJournal() = default;

    PassJournal(Journal* journal, PassNumber pass) : journal_(journal), pass_(pass) {}

    const JournaledBatch* find(BatchPlace place) const {
        return journal_ == nullptr ? nullptr : journal_->find(pass_, place);
    }

    std::vector<std::string> shared_jobs(std::size_t partition) const {
        if (journal_ == nullptr) return {};
        return journal_->shared_jobs(pass_, static_cast<std::uint32_t>(partition));
    }

    std::vector<std::string> batches_of(std::string_view job) const {
        return journal_ == nullptr ? std::vector<std::string>{} : journal_->batches_of(job);
    }

    void creating(BatchPlace place, const LostCreation& if_lost) const {
        if (journal_ != nullptr) journal_->creating(pass_, place, if_lost);
    }

    void creation_lost(BatchPlace place) const {
        if (journal_ != nullptr) journal_->creation_lost(pass_, place);
    }

    void creation_refused(BatchPlace place) const {
        if (journal_ != nullptr) journal_->creation_refused(pass_, place);
    }

    void job_created(BatchPlace place, std::string_view job) const {
        if (journal_ != nullptr) journal_->job_created(pass_, place, job);
    }

    void shared_job_created(std::size_t partition, std::string_view job) const {
        if (journal_ == nullptr) return;
        journal_->shared_job_created(pass_, static_cast<std::uint32_t>(partition), job);
    }

    void sending(BatchPlace place, std::string_view job) const {
        if (journal_ != nullptr) journal_->sending(pass_, place, job);
    }

    void accepted(BatchPlace place, std::string_view job, std::string_view batch) const {
        if (journal_ != nullptr) journal_->accepted(pass_, place, job, batch);
    }

    void settled(BatchPlace place, const std::vector<KnownOutcome>& outcomes) const {
        if (journal_ != nullptr) journal_->settled(pass_, place, outcomes);
    }

    /// Why nothing may be sent any more.
    std::optional<Error> problem() const {
        return journal_ == nullptr ? std::nullopt : journal_->problem();
    }

private:
    Journal* journal_ = nullptr;
    PassNumber pass_;
};

}  // namespace rowlock
