#include "mockorg/testing/in_process_org.hpp"

#include <algorithm>

namespace rowlock {
namespace {

constexpr double k_api_version = 60.0;
/// The most a batch of Bulk API 1.0 may hold.
constexpr std::size_t k_rows_per_batch = 10'000;

}  // namespace

Result<InProcessOrg> InProcessOrg::create(OrgConfig config) {
    return Org::create(std::move(config)).map([](Org&& org) {
        return InProcessOrg{std::move(org)};
    });
}

Result<RecordId> InProcessOrg::load_csv(
    std::string_view object,
    std::string_view operation,
    std::string csv,
    const BulkJobSettings& settings
) {
    if (settings.api == BulkApi::v1) return load_batches(object, operation, csv, settings);
    CreateIngestJob create;
    create.object = object;
    create.operation = operation;
    create.external_id_field = settings.external_id_field;
    create.format = settings.format;
    create.serial_asked = settings.serial;
    create.api_version = k_api_version;
    const auto job = ask(std::move(create));
    if (!job) return tl::unexpected{job.error()};
    const auto uploaded = ask(UploadJobData{job->id, std::move(csv)});
    if (!uploaded) return tl::unexpected{uploaded.error()};
    return ask(SetJobState{job->id, "UploadComplete"}).map([](const JobInfo& closed) {
        return closed.id;
    });
}

Result<RecordId> InProcessOrg::load_batches(
    std::string_view object,
    std::string_view operation,
    std::string_view csv,
    const BulkJobSettings& settings
) {
    CreateBulk1Job create;
    create.object = object;
    create.operation = operation;
    create.external_id_field = settings.external_id_field;
    create.lane = settings.serial ? Lane::serial : Lane::parallel;
    create.content_type = ContentType::csv;
    create.api_version = k_api_version;
    const auto created = ask(std::move(create));
    if (!created) return tl::unexpected{created.error()};
    const CsvRows rows = find_csv_rows(csv, settings.format.line_ending);
    for (std::size_t first = 1; first < rows.count(); first += k_rows_per_batch) {
        std::string data{rows.row(csv, 0)};
        const std::size_t end = std::min<std::size_t>(rows.count(), first + k_rows_per_batch);
        const std::size_t begin_byte = rows.offsets[first];
        data.append("\n").append(csv.substr(begin_byte, rows.offsets[end] - begin_byte));
        const auto added =
            ask(AddBatch{created->id, ContentType::csv, k_api_version, std::move(data)});
        if (!added) return tl::unexpected{added.error()};
    }
    return ask(SetBulk1JobState{created->id, "Closed"}).map([](const JobInfo& closed) {
        return closed.id;
    });
}

Result<JobInfo> InProcessOrg::job(const RecordId& id) {
    auto info = ask(GetJob{id});
    if (info) return info;
    // Also shows query jobs of 2.0, which are not asked for here.
    auto of_v1 = ask(GetBulk1Job{id});
    return of_v1 && of_v1->api == BulkApi::v1 ? of_v1 : info;
}

Result<JobInfo> InProcessOrg::abort(const RecordId& id) {
    const auto info = job(id);
    if (!info) return info;
    if (info->api == BulkApi::v1) return ask(SetBulk1JobState{id, "Aborted"});
    return ask(SetJobState{id, "Aborted"});
}

Result<CsvTable> InProcessOrg::batch_results(const RecordId& job, JobResultKind kind) {
    const auto batches = ask(ListBatches{job});
    if (!batches) return tl::unexpected{batches.error()};
    const bool successful = kind == JobResultKind::successful;
    std::string csv = successful ? "sf__Id,sf__Created\n" : "sf__Id,sf__Error\n";
    for (const BatchInfo& batch : *batches) {
        const auto result = ask(GetBatchResult{job, batch.id});
        if (!result) continue;
        const BatchRows& rows = std::get<BatchRows>(*result);
        for (std::uint32_t i = 0; i < rows.size(); ++i) {
            const BatchRows::Row row = rows.row(i);
            if (row.success() != successful) continue;
            append_quoted(csv, row.id ? row.id->text() : std::string{});
            csv.push_back(',');
            append_quoted(csv, successful ? (row.created ? "true" : "false") : row.error);
            csv.push_back('\n');
        }
    }
    return parse_csv_table(csv, {});
}

Result<CsvTable> InProcessOrg::results(const RecordId& id, JobResultKind kind) {
    const auto info = job(id);
    if (!info) return tl::unexpected{info.error()};
    if (info->api == BulkApi::v1) return batch_results(id, kind);
    const auto body = ask(GetJobResults{id, kind});
    if (!body) return tl::unexpected{body.error()};
    return parse_csv_table(read_all(*body), info->format);
}

Result<WriteRecord::Reply> InProcessOrg::write(WriteRecord request) {
    std::optional<Result<WriteRecord::Reply>> answer;
    org_.submit(org_.now(), std::move(request), [&](Result<WriteRecord::Reply> reply) {
        answer = std::move(reply);
    });
    while (!answer) {
        const auto next = org_.next_deadline();
        ROWLOCK_ASSERT(next.has_value());
        org_.advance_to(*next);
    }
    return std::move(*answer);
}

Result<std::uint64_t> InProcessOrg::count(std::string soql) {
    RunQuery query;
    query.soql = std::move(soql);
    query.page_size = 1;
    return ask(std::move(query)).map([](const RunQuery::Reply& reply) { return reply.total; });
}

void InProcessOrg::run_until_idle() {
    while (const auto next = org_.next_deadline()) org_.advance_to(*next);
}

std::string read_all(const BodySource& source) {
    std::string body;
    while (source(body)) {
    }
    return body;
}

}  // namespace rowlock
