#include "mockorg/testing/in_process_org.hpp"

namespace rowlock {

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
    CreateIngestJob create;
    create.object = object;
    create.operation = operation;
    create.external_id_field = settings.external_id_field;
    create.format = settings.format;
    create.serial_asked = settings.serial;
    create.api_version = 60.0;
    const auto job = ask(std::move(create));
    if (!job) return tl::unexpected{job.error()};
    const auto uploaded = ask(UploadJobData{job->id, std::move(csv)});
    if (!uploaded) return tl::unexpected{uploaded.error()};
    return ask(SetJobState{job->id, "UploadComplete"}).map([](const JobInfo& closed) {
        return closed.id;
    });
}

Result<CsvTable> InProcessOrg::results(const RecordId& id, JobResultKind kind) {
    const auto info = job(id);
    if (!info) return tl::unexpected{info.error()};
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
