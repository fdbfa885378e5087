#pragma once

#include "tests/unit/mockorg/api/bulk_answers.hpp"
#include "tests/unit/mockorg/api/contact_query.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowlock {

/// What a client of Bulk API 2.0 knows about one query job of contacts, and what it therefore
/// expects of the org: each command is answered as documented, or RapidCheck is told.
class Bulk2QueryModel {
public:
    /// Creates the job.
    Bulk2QueryModel(InProcessApi& org, const ContactQuery& query);

    const std::string& id() const { return id_; }

    const std::string& state() const { return seen_.state; }

    bool is_deleted() const { return is_deleted_; }

    bool ended() const;

    /// It has not begun: its records are not fixed yet.
    bool awaits_contacts() const { return !is_deleted_ && seen_.state == "UploadComplete"; }

    /// To be called whenever something may have happened in the org, and nothing else has since: a
    /// job that runs now must find what there is now.
    void notice_contacts(const LookAtContacts& look);

    /// What it must find, once that is fixed.
    const std::optional<ContactView>& found() const { return found_; }

    void abort();
    void remove();

    /// What the ingest routes of Bulk API 2.0 and Bulk API 1.0 say to this job's id.
    void meet_other_api();

    /// Reads the result in pages of so many rows, and in those the org suggests; before the job's
    /// end, and without one, there is none.
    void check_results(std::uint64_t page_rows);

    /// Looks at the job. What changed must be a documented step, and needs a reason.
    void observe(bool may_change);

private:
    struct Page {
        std::string target;
        std::string body;
    };

    Answer send(const std::string& method, const std::string& rest, const std::string& body = {});
    void expect_refused(const Answer& answer, const std::string& code);
    void expect_no_results();
    Answer read_page(const std::string& target);
    void check_pages(std::uint64_t page_rows);
    void check_suggested_pages();

    InProcessApi* org_;
    ContactQuery query_;
    std::string id_;
    bool is_deleted_ = false;
    std::optional<ContactView> found_;
    std::string body_;
    SeenJob seen_;
};

}  // namespace rowlock
