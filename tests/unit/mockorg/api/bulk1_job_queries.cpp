#include "mockorg/api/bulk1_format.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/bulk1_job_model.hpp"

#include <algorithm>
#include <utility>

// What the model of a job of Bulk API 1.0 knows about query batches.

namespace rowlock {

void Bulk1JobModel::add_query(const ContactQuery& query, bool is_bad) {
    const Answer answer = client_->send(
        "POST",
        path() + "/batch",
        is_bad ? "SELECT No_Such__c FROM Contact" : query.soql(),
        std::string{media_type_of(settings_.form)}
    );
    if (state_ != "Open") return expect_refused(answer, "InvalidJobState");
    Batch batch;
    batch.query = query;
    if (is_bad) batch.defect = DataDefect::bad_column;
    accept(answer, std::move(batch));
}

bool Bulk1JobModel::must_be_cut(const Batch& batch) const {
    return settings_.cut && !batch.range && !batch.query.ordered;
}

bool Bulk1JobModel::awaits_contacts() const {
    return settings_.is_query() && !all_batches_ended();
}

bool Bulk1JobModel::awaits_ranges() const {
    return std::any_of(batches_.begin(), batches_.end(), [](const Batch& batch) {
        return batch.range && !batch.found && !batch.seen.has_ended();
    });
}

void Bulk1JobModel::notice_contacts(const LookAtContacts& look) {
    if (!awaits_contacts()) return;
    if (settings_.cut) notice_ranges(look);
    for (Batch& batch : batches_) {
        if (batch.seen.has_ended() || batch.found) continue;
        const Answer answer = client_->batch(id_, batch.seen.id);
        if (see_batch(answer.body).state != "Completed") continue;
        batch.found = batch.query.answer(look());
        if (batch.range) batch.found = part_of(*batch.found, *batch.range, *settings_.cut);
    }
}

/// Batches that nobody added are the ranges of one whose turn has come. That may have been before
/// another one was added.
void Bulk1JobModel::notice_ranges(const LookAtContacts& look) {
    const std::vector<SeenBatch> list = see_batches(client_->send("GET", path() + "/batch").body);
    std::vector<std::vector<IdRange>> cuts;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (i < batches_.size() && batches_[i].seen.id == list[i].id) continue;
        Batch made = make_range(i, list);
        if (is_first_range(*made.range, *settings_.cut)) cuts.emplace_back();
        RC_ASSERT(!cuts.empty());
        cuts.back().push_back(*made.range);
        batches_.insert(batches_.begin() + static_cast<std::ptrdiff_t>(i), std::move(made));
    }
    for (const auto& ranges : cuts) check_ranges(ranges, *settings_.cut, look());
}

/// The part of a batch before it that the batch at this place of the list is.
Bulk1JobModel::Batch Bulk1JobModel::make_range(
    std::size_t place, const std::vector<SeenBatch>& list
) {
    const SeenBatch& seen = list[place];
    const Answer request = client_->batch(id_, seen.id, "/request");
    RC_ASSERT(request.status == 200);
    Batch made;
    made.seen.id = seen.id;
    made.seen.state = "Queued";
    for (std::size_t i = 0; i < place; ++i) {
        Batch& whole = batches_[i];
        const bool has_left = list[i].state == "NotProcessed" && !whole.seen.has_ended();
        if (!has_left || !must_be_cut(whole)) continue;
        made.range = find_range(request.body, whole.query, *settings_.cut);
        if (!made.range) continue;
        // None is cut twice.
        if (whole.is_replaced == is_first_range(*made.range, *settings_.cut)) continue;
        whole.is_replaced = true;
        made.query = whole.query;
        return made;
    }
    RC_FAIL("a batch that is no part of another");
}

void Bulk1JobModel::check_found(const Batch& batch) {
    const Answer list = client_->batch(id_, batch.seen.id, "/result");
    RC_ASSERT(list.status == 200);
    const std::vector<std::string> ids = result_ids_in(list.body);
    RC_ASSERT(ids.size() == 1U);
    RC_ASSERT(ids.front().size() == 15U);
    const Answer data = client_->batch(id_, batch.seen.id, "/result/" + ids.front());
    RC_ASSERT(data.status == 200);
    RC_ASSERT(data.headers.get("Content-Type") == media_type_of(settings_.form));
    RC_ASSERT((contacts_in(data.body, settings_.form) == batch.found));
}

}  // namespace rowlock
