#include "tests/unit/harness/replay/fake_org.hpp"

#include "mockorg/codec/csv.hpp"
#include "mockorg/codec/dates.hpp"

#include <algorithm>

namespace rowlock::test {
namespace {

constexpr const char* k_base = "/services/data/v60.0/jobs/ingest";

std::string id_of(std::size_t number) {
    std::string digits = std::to_string(number);
    return "750" + std::string(15 - digits.size(), '0') + digits;
}

}  // namespace

HttpResponse json_answer(int status, std::string body) {
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

HttpResponse error_answer(int status, const std::string& code, const std::string& message) {
    return json_answer(status, R"([{"errorCode":")" + code + R"(","message":")" + message + "\"}]");
}

void FakeOrg::send(Send send) {
    std::string shown = send.request.method + " " + send.request.target;
    for (const auto& job : jobs_) {
        if (const auto at = shown.find(job.first); at != std::string::npos)
            shown.replace(at, 18, "*");
    }
    requests_.push_back(shown.replace(shown.find(k_base), std::string_view{k_base}.size(), "ingest")
    );
    std::optional<Result<HttpResponse>> reply = fault ? fault(send.request) : std::nullopt;
    if (!reply) {
        HttpResponse response = answer(send.request);
        if (lose_answer(send.request)) {
            reply = Result<HttpResponse>{fail(ErrorCode::unreachable, "connection reset")};
        } else {
            reply = Result<HttpResponse>{std::move(response)};
        }
    }
    replies_.push_back({send.token, std::move(*reply)});
}

std::optional<TargetReply> FakeOrg::receive() {
    if (replies_.empty() || (answers_late && !waited_)) return std::nullopt;
    TargetReply reply = std::move(answers_late ? replies_.back() : replies_.front());
    answers_late ? replies_.pop_back() : replies_.pop_front();
    if (replies_.empty()) waited_ = false;
    return reply;
}

Result<void> FakeOrg::wait_until(TimePoint time) {
    waited_ = !replies_.empty();
    if (waited_) return {};
    if (time == TimePoint::max())
        return fail(ErrorCode::unreachable, "the driver waits for nothing");
    now_ = std::max(now_, time);
    return {};
}

HttpResponse FakeOrg::answer(const HttpRequest& request) {
    std::string path = request.target.substr(std::string_view{k_base}.size());
    if (path.empty()) return create(request);
    const std::string id = path.substr(1, 18);
    const auto found = jobs_.find(id);
    if (found == jobs_.end())
        return error_answer(404, "NOT_FOUND", "The requested resource does not exist");
    SentJob& job = found->second;
    const std::string rest = path.size() > 19 ? path.substr(20) : "";
    if (rest == "batches") {
        if (++job.uploads > 1)
            return error_answer(400, "CLIENTINPUTERROR", "Found multiple contents for job");
        const CsvRows lines = find_csv_rows(request.body, LineEnding::lf);
        job.header = lines.row(request.body, 0);
        for (std::size_t i = 1; i < lines.count(); ++i)
            job.rows.emplace_back(lines.row(request.body, i));
        return json_answer(201, "");
    }
    if (!rest.empty()) return results(id, job, rest);
    if (request.method == "GET") return info(id, job);
    const bool abort = request.body.find("Aborted") != std::string::npos;
    end_if_due(job);
    if (job.state != "Open" && (!abort || job.state == "JobComplete")) {
        return error_answer(400, "INVALIDJOBSTATE", "wrong state");
    }
    job.state = abort ? "Aborted" : "UploadComplete";
    if (!abort) job.ends = now_ + duration(job);
    return json_answer(200, R"({"id":")" + id + R"(","state":")" + job.state + "\"}");
}

HttpResponse FakeOrg::create(const HttpRequest& request) {
    const auto in_flight = std::count_if(jobs_.begin(), jobs_.end(), [&](auto& entry) {
        return entry.second.state == "UploadComplete" && entry.second.ends > now_;
    });
    most_in_flight_ = std::max(most_in_flight_, static_cast<std::size_t>(in_flight));
    const std::string id = id_of(jobs_.size() + 1);
    SentJob job;
    job.created = now_;
    job.create_body = request.body;
    jobs_.emplace(id, job);
    return json_answer(200, R"({"id":")" + id + R"(","state":"Open"})");
}

void FakeOrg::end_if_due(SentJob& job) {
    if (job.state == "UploadComplete" && job.ends <= now_) job.state = job_state_at_end;
}

HttpResponse FakeOrg::info(const std::string& id, SentJob& job) {
    end_if_due(job);
    const TimePoint modified = job.ends == TimePoint{} ? job.created : job.ends;
    return json_answer(
        200,
        R"({"id":")" + id + R"(","createdDate":")" + json_datetime(job.created) +
            R"(","systemModstamp":")" + json_datetime(modified) + R"(","state":")" + job.state +
            R"(","numberRecordsProcessed":)" + std::to_string(job.rows.size()) +
            R"(,"numberRecordsFailed":0,"retries":1,"apiActiveProcessingTime":1500)" +
            (job.state == "Failed" ? R"(,"errorMessage":"InvalidBatch : no")" : "") + "}"
    );
}

HttpResponse FakeOrg::results(const std::string& id, SentJob& job, const std::string& file) {
    auto& done = done_[id];
    if (done.empty()) {
        for (const std::string& row : job.rows) {
            done.emplace_back(row, fate ? fate(row, times_sent_[row]) : RowFate{});
            ++times_sent_[row];
        }
        // Bulk API 2.0 promises no order.
        std::reverse(done.begin(), done.end());
    }
    using Kind = RowFate::Kind;
    std::string csv;
    if (file == "successfulResults") csv = R"("sf__Id","sf__Created",)";
    if (file == "failedResults") csv = R"("sf__Id","sf__Error",)";
    csv += job.header + "\n";
    std::size_t number = 0;
    for (const auto& [row, fate_of_row] : done) {
        ++number;
        const bool good = fate_of_row.kind == Kind::created || fate_of_row.kind == Kind::updated;
        if (file == "successfulResults" && good) {
            const char* created = fate_of_row.kind == Kind::created ? "\"true\"," : "\"false\",";
            csv += "\"006" + id_of(number).substr(3) + "\"," + created + row + "\n";
        }
        if (file == "failedResults" && fate_of_row.kind == Kind::failed) {
            csv += "\"\",";
            append_quoted(csv, fate_of_row.error);
            csv += "," + row + "\n";
        }
        if (file == "unprocessedrecords" && fate_of_row.kind == Kind::unprocessed)
            csv += row + "\n";
    }
    return json_answer(200, std::move(csv));
}

}  // namespace rowlock::test
