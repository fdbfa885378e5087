#include "tests/unit/mockorg/api/bulk2_query_model.hpp"

#include "tests/support/test.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rowlock {
namespace {

const std::string k_jobs = "/services/data/v60.0/jobs/query";
constexpr const char* k_not_found = "NOT_FOUND";
constexpr const char* k_wrong_state = "INVALIDJOBSTATE";

bool may_follow(const std::string& before, const std::string& after) {
    if (before == "UploadComplete") return after == "InProgress" || after == "JobComplete";
    return before == "InProgress" && after == "JobComplete";
}

/// Adds a page's rows, which no other page may have.
void add_rows(ContactView& all, const std::string& page) {
    for (const auto& [id, contact] : contacts_in(page, ContentType::csv)) {
        RC_ASSERT(all.emplace(id, contact).second);
    }
}

}  // namespace

Bulk2QueryModel::Bulk2QueryModel(InProcessApi& org, const ContactQuery& query)
    : org_(&org), query_(query) {
    const nlohmann::json create = {{"operation", query.operation()}, {"query", query.soql()}};
    const Answer answer = org.send("POST", k_jobs, create.dump());
    RC_ASSERT(answer.status == 200);
    id_ = member(answer.body, "id");
    body_ = send("GET", "").body;
    seen_ = see_job(body_);
    RC_ASSERT(seen_.state == "UploadComplete");
}

bool Bulk2QueryModel::ended() const {
    return seen_.state == "JobComplete" || seen_.state == "Aborted";
}

Answer Bulk2QueryModel::send(
    const std::string& method, const std::string& rest, const std::string& body
) {
    return org_->send(method, k_jobs + "/" + id_ + rest, body);
}

void Bulk2QueryModel::expect_refused(const Answer& answer, const std::string& code) {
    RC_ASSERT(answer.status == (code == k_not_found ? 404 : 400));
    RC_ASSERT(error_code_in(answer.body) == code);
    // Nothing came of it.
    if (!is_deleted_) RC_ASSERT(send("GET", "").body == body_);
}

void Bulk2QueryModel::notice_contacts(const LookAtContacts& look) {
    if (!awaits_contacts() || found_) return;
    if (see_job(send("GET", "").body).state != "UploadComplete") found_ = query_.answer(look());
}

void Bulk2QueryModel::abort() {
    const Answer answer = send("PATCH", "", R"({"state":"Aborted"})");
    if (is_deleted_) return expect_refused(answer, k_not_found);
    if (ended()) return expect_refused(answer, k_wrong_state);
    RC_ASSERT(answer.status == 200);
    RC_ASSERT(member(answer.body, "state") == "Aborted");
    body_ = send("GET", "").body;
    seen_ = see_job(body_);
    RC_ASSERT(seen_.state == "Aborted");
}

void Bulk2QueryModel::remove() {
    const Answer answer = send("DELETE", "");
    if (is_deleted_) return expect_refused(answer, k_not_found);
    if (!ended()) return expect_refused(answer, "API_ERROR");
    RC_ASSERT(answer.status == 204);
    RC_ASSERT(answer.body.empty());
    is_deleted_ = true;
}

void Bulk2QueryModel::meet_other_api() {
    const std::string ingest = "/services/data/v60.0/jobs/ingest/" + id_;
    expect_refused(org_->send("GET", ingest), k_not_found);
    expect_refused(org_->send("PATCH", ingest, R"({"state":"Aborted"})"), k_not_found);
    expect_refused(org_->send("DELETE", ingest), k_not_found);
    const Answer batch = org_->send(
        "POST",
        "/services/async/60.0/job/" + id_ + "/batch",
        query_.soql(),
        {{"Content-Type", "text/csv"}}
    );
    expect_refused(batch, "InvalidJob");
}

void Bulk2QueryModel::expect_no_results() {
    for (const char* name : {"/results", "/resultPages", "/results/?maxRecords=1"}) {
        expect_refused(send("GET", name), is_deleted_ ? k_not_found : k_wrong_state);
    }
}

/// With both headers of a page, and as many rows as they say.
Answer Bulk2QueryModel::read_page(const std::string& target) {
    Answer page = org_->send("GET", target);
    RC_ASSERT(page.status == 200);
    RC_ASSERT(page.headers.has("Sforce-Locator"));
    const auto rows = contacts_in(page.body, ContentType::csv).size();
    RC_ASSERT(page.headers.get("Sforce-NumberOfRecords") == std::to_string(rows));
    RC_ASSERT(page.body.starts_with("\"Id\",\"Title\","));
    return page;
}

void Bulk2QueryModel::check_pages(std::uint64_t page_rows) {
    const std::string path =
        k_jobs + "/" + id_ + "/results?maxRecords=" + std::to_string(page_rows);
    std::vector<Page> pages;
    ContactView all;
    for (std::string target = path; !target.empty();) {
        const Answer page = read_page(target);
        add_rows(all, page.body);
        pages.push_back({target, page.body});
        const std::string locator{page.headers.get("Sforce-Locator")};
        target = locator == "null" ? std::string{} : path + "&locator=" + percent_encode(locator);
    }
    RC_ASSERT((all == found_));
    RC_ASSERT(pages.size() == std::max<std::size_t>(1, (all.size() + page_rows - 1) / page_rows));
    // Any page can be read again.
    const Page& again = pages.at(pages.size() / 2);
    RC_ASSERT(read_page(again.target).body == again.body);
}

void Bulk2QueryModel::check_suggested_pages() {
    ContactView all;
    for (std::string target = k_jobs + "/" + id_ + "/resultPages"; !target.empty();) {
        const Answer answer = org_->send("GET", target);
        RC_ASSERT(answer.status == 200);
        const auto pages = nlohmann::json::parse(answer.body);
        RC_ASSERT(pages.at("resultPages").size() <= 5U);
        for (const auto& page : pages.at("resultPages")) {
            add_rows(all, read_page(page.at("resultUrl").get<std::string>()).body);
        }
        RC_ASSERT(pages.at("done").get<bool>() == pages.at("nextRecordsUrl").is_null());
        target = member(answer.body, "done") == "true"
                     ? std::string{}
                     : pages.at("nextRecordsUrl").get<std::string>();
    }
    RC_ASSERT((all == found_));
}

void Bulk2QueryModel::check_results(std::uint64_t page_rows) {
    if (is_deleted_ || seen_.state != "JobComplete") return expect_no_results();
    check_pages(page_rows);
    check_suggested_pages();
}

void Bulk2QueryModel::observe(bool may_change) {
    const Answer answer = send("GET", "");
    if (is_deleted_) return expect_refused(answer, k_not_found);
    RC_ASSERT(answer.status == 200);
    if (answer.body == body_) return;
    RC_ASSERT(may_change);
    const SeenJob now = see_job(answer.body);
    if (now.state != seen_.state) RC_ASSERT(may_follow(seen_.state, now.state));
    RC_ASSERT(found_.has_value());
    RC_ASSERT(now.processed >= seen_.processed);
    RC_ASSERT(now.processed <= found_->size());
    if (now.state == "JobComplete") {
        RC_ASSERT(now.processed == found_->size());
        RC_ASSERT(now.total_time > 0U);
    } else {
        RC_ASSERT(now.total_time == 0U);
    }
    RC_ASSERT(answer.body.find("numberRecordsFailed") == std::string::npos);
    body_ = answer.body;
    seen_ = now;
}

}  // namespace rowlock
