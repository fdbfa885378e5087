#include "harness/replay/feed_place.hpp"

namespace rowlock {

void FeedPlace::keep(RowNumber rows) {
    if (stage_ != Stage::uploading || rows >= rows_) return;
    feed_->give_back(rows_ - rows);
    rows_ = rows;
}

void FeedPlace::commit(TimePoint now, bool answers_at_once) {
    if (stage_ != Stage::uploading) return;
    if (answers_at_once) return close(now);
    feed_->committing(job_);
    stage_ = Stage::committing;
}

bool FeedPlace::follow(TimePoint now, BatchPhase phase) {
    const bool over = phase == BatchPhase::reading || phase == BatchPhase::settled;
    const bool sending = stage_ == Stage::uploading || stage_ == Stage::committing;
    const bool closed = sending && (over || phase == BatchPhase::running);
    if (closed) close(now);
    if (over || phase == BatchPhase::withdrawn) leave();
    return closed && !over;
}

void FeedPlace::close(TimePoint now) {
    feed_->closed(now, job_);
    stage_ = Stage::running;
}

void FeedPlace::leave() {
    if (stage_ == Stage::uploading) feed_->given_up();
    if (stage_ == Stage::committing || stage_ == Stage::running) feed_->ended(job_);
    stage_ = Stage::none;
}

}  // namespace rowlock
