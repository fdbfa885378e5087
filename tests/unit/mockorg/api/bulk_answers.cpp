#include "tests/unit/mockorg/api/bulk_answers.hpp"

#include "mockorg/api/bulk1_format.hpp"
#include "mockorg/testing/csv_table.hpp"
#include "mockorg/testing/require_value.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/mockorg/api/bulk1_client.hpp"

#include <nlohmann/json.hpp>

namespace rowlock {
namespace {

using nlohmann::json;

bool is_json(const std::string& body) {
    return body.starts_with('{') || body.starts_with('[');
}

/// The members of an object, or the elements of an XML text.
class Members {
public:
    explicit Members(const std::string& body) : xml_(body) {
        if (is_json(body)) object_ = json::parse(body);
    }

    explicit Members(json object) : object_(std::move(object)) {}

    bool has(const char* name) const {
        return object_.is_null() ? !element(xml_, name).empty() : object_.contains(name);
    }

    std::string text(const char* name) const {
        if (object_.is_null()) return element(xml_, name);
        const auto found = object_.find(name);
        if (found == object_.end() || found->is_null()) return {};
        return found->is_string() ? found->get<std::string>() : found->dump();
    }

    std::uint64_t number(const char* name) const {
        const std::string digits = text(name);
        return digits.empty() ? 0 : std::stoull(digits);
    }

private:
    json object_;
    std::string xml_;
};

SeenBatch batch_of(const Members& members) {
    SeenBatch batch;
    batch.id = members.text("id");
    batch.state = members.text("state");
    batch.message = members.text("stateMessage");
    batch.processed = members.number("numberRecordsProcessed");
    batch.failed = members.number("numberRecordsFailed");
    batch.total_time = members.number("totalProcessingTime");
    batch.active_time = members.number("apiActiveProcessingTime");
    return batch;
}

/// The texts of all elements with this name.
std::vector<std::string> elements(const std::string& xml, const std::string& name) {
    const std::string open = "<" + name + ">";
    std::vector<std::string> found;
    for (std::size_t at = xml.find(open); at != std::string::npos; at = xml.find(open, at + 1)) {
        found.push_back(element(xml.substr(at), name));
    }
    return found;
}

std::string code_in(std::string_view error) {
    return std::string{error.substr(0, error.find(':'))};
}

std::vector<SeenRow> csv_results(const std::string& body) {
    const CsvTable table = require_value(parse_csv_table(body));
    std::vector<SeenRow> rows;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const std::string id{table.at(i, "Id")};
        RC_ASSERT((table.at(i, "Success") == "true") == !id.empty());
        rows.push_back({id, table.at(i, "Created") == "true", code_in(table.at(i, "Error")), {}});
    }
    return rows;
}

std::vector<SeenRow> json_results(const std::string& body) {
    std::vector<SeenRow> rows;
    for (const json& result : json::parse(body)) {
        SeenRow row;
        const Members members{result};
        row.id = members.text("id");
        row.created = result.at("created").get<bool>();
        for (const json& error : result.at("errors")) {
            row.code = error.at("statusCode").get<std::string>();
        }
        RC_ASSERT(result.at("success").get<bool>() == !row.id.empty());
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<SeenRow> xml_results(const std::string& body) {
    std::vector<SeenRow> rows;
    for (const std::string& result : elements(body, "result")) {
        SeenRow row;
        row.id = element(result, "id");
        row.created = element(result, "created") == "true";
        row.code = element(result, "statusCode");
        RC_ASSERT((element(result, "success") == "true") == !row.id.empty());
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

SeenJob see_job(const std::string& body) {
    const Members members{body};
    SeenJob job;
    job.state = members.text("state");
    job.error_message = members.text("errorMessage");
    job.has_counters = members.has("numberRecordsProcessed");
    job.processed = members.number("numberRecordsProcessed");
    job.failed = members.number("numberRecordsFailed");
    job.retries = members.number(members.has("retries") ? "retries" : "numberRetries");
    job.total_time = members.number("totalProcessingTime");
    job.active_time = members.number("apiActiveProcessingTime");
    job.batches_queued = members.number("numberBatchesQueued");
    job.batches_in_progress = members.number("numberBatchesInProgress");
    job.batches_completed = members.number("numberBatchesCompleted");
    job.batches_failed = members.number("numberBatchesFailed");
    job.batches_total = members.number("numberBatchesTotal");
    return job;
}

SeenBatch see_batch(const std::string& body) {
    return batch_of(Members{body});
}

std::vector<SeenBatch> see_batches(const std::string& body) {
    std::vector<SeenBatch> batches;
    if (is_json(body)) {
        const json list = json::parse(body);
        for (const json& batch : list.at("batchInfo")) batches.push_back(batch_of(Members{batch}));
    } else {
        for (const std::string& batch : elements(body, "batchInfo")) {
            batches.push_back(batch_of(Members{batch}));
        }
    }
    return batches;
}

std::vector<std::string> result_ids_in(const std::string& body) {
    return is_json(body) ? json::parse(body).get<std::vector<std::string>>()
                         : elements(body, "result");
}

std::vector<SeenRow> see_results(const std::string& body, ContentType form) {
    if (data_form_of(form) == DataForm::json) return json_results(body);
    if (data_form_of(form) == DataForm::xml) return xml_results(body);
    return csv_results(body);
}

std::vector<SeenRow> see_result_file(const std::string& csv) {
    const CsvTable table = require_value(parse_csv_table(csv));
    std::vector<SeenRow> rows;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        SeenRow row;
        row.label = table.at(i, table.column("Title") ? "Title" : "Id");
        if (table.column("sf__Created")) {
            row.id = table.at(i, "sf__Id");
            row.created = table.at(i, "sf__Created") == "true";
            RC_ASSERT(row.id.size() == 18U);
        }
        if (table.column("sf__Error")) {
            row.code = code_in(table.at(i, "sf__Error"));
            RC_ASSERT(!row.code.empty());
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string error_code_in(const std::string& body) {
    if (body.starts_with('[')) return json::parse(body).at(0).at("errorCode").get<std::string>();
    return Members{body}.text("exceptionCode");
}

}  // namespace rowlock
