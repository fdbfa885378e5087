#include "harness/replay/rest_api.hpp"

#include "harness/replay/bulk2_requests.hpp"

namespace rowlock {
namespace {

class RestExchange final : public BatchExchange {
public:
    RestExchange(PassContext& context, const RestRequests& requests, BatchSlot slot)
        : context_(context), requests_(requests), slot_(std::move(slot)) {
        const JournaledBatch* known = context_.journal.find(slot_.place());
        if (known == nullptr) return;
        const bool complete = known->outcomes && known->outcomes->size() == slot_.rows.count;
        if (complete) {
            settle(*known->outcomes);
            return;
        }
        tried_before_ = known->sending;
        if (tried_before_ && !context_.repeatable()) give_up();
    }

    BatchPhase phase() const override {
        return settled_ ? BatchPhase::settled : BatchPhase::committing;
    }

    HttpRequest request() override {
        context_.journal.sending(slot_.place(), {});
        std::vector<RestRecord> records;
        for (RowNumber i = 0; i < slot_.rows.count; ++i)
            records.push_back(record_of(slot_.rows.row(i)));
        return records.size() == 1 ? requests_.single(records.front())
                                   : requests_.collection(records);
    }

    Result<void> read(const RequestLine& asked, HttpResponse answer, bool repeated) override;

    bool retry(bool unclear) override {
        tried_before_ = tried_before_ || unclear;
        if (!unclear || context_.repeatable()) return true;
        give_up();
        return false;
    }

    bool abort() override { return false; }

    const std::string& job_id() const override { return no_job_; }

    std::string_view batch_id() const override { return transaction_; }

    const SentRows& rows() const override { return slot_.rows; }

private:
    RestRecord record_of(RowNumber row) const {
        RestRecord record;
        const auto& columns = context_.source->columns();
        for (std::size_t column = 0; column < columns.size(); ++column) {
            std::string cell;
            context_.source->append_value(row, column, context_.ids, cell);
            record.emplace_back(columns[column], std::move(cell));
        }
        return record;
    }

    void give_up() {
        leave_unknown(context_, slot_.rows);
        settled_ = true;
    }

    void settle(const std::vector<KnownOutcome>& outcomes) {
        for (std::size_t i = 0; i < outcomes.size(); ++i)
            record_outcome(*context_.ledger, context_.created_ids, slot_.rows.row(i), outcomes[i]);
        settled_ = true;
    }

    PassContext& context_;
    const RestRequests& requests_;
    BatchSlot slot_;
    /// The same rows may have arrived already.
    bool tried_before_ = false;
    bool settled_ = false;
    std::string no_job_;
    std::string transaction_;
};

Result<void> RestExchange::read(const RequestLine& asked, HttpResponse answer, bool) {
    transaction_ = answer.headers.get(k_transaction_header);
    std::vector<KnownOutcome> outcomes;
    if (slot_.rows.count == 1) {
        auto outcome = read_single(asked, answer, context_.operation);
        if (!outcome) return Failure{std::move(outcome.error())};
        outcomes.push_back(std::move(*outcome));
    } else {
        auto read = read_collection(asked, answer, slot_.rows.count, context_.operation);
        if (!read) return Failure{std::move(read.error())};
        outcomes = std::move(*read);
    }
    for (KnownOutcome& outcome : outcomes) {
        const bool gone = outcome.error.starts_with("ENTITY_IS_DELETED:");
        // The first try deleted it.
        if (gone && tried_before_ && context_.operation == LoadOperation::remove)
            outcome = {RowStatus::updated, {}, {}};
    }
    context_.journal.settled(slot_.place(), outcomes);
    settle(outcomes);
    return {};
}

}  // namespace

RestApi::RestApi(PassContext& context)
    : context_(context),
      requests_({context.object, context.operation, context.external_id}, k_api_version) {}

std::unique_ptr<BatchExchange> RestApi::begin(BatchSlot slot) {
    return std::make_unique<RestExchange>(context_, requests_, std::move(slot));
}

}  // namespace rowlock
