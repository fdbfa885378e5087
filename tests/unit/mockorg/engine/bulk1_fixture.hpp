#pragma once

#include "tests/unit/mockorg/engine/org_fixture.hpp"

#include <string>

namespace rowlock {

/// An org and a client of Bulk API 1.0.
struct Bulk1Fixture : OrgFixture {
    using OrgFixture::OrgFixture;

    RecordId create(CreateBulk1Job request) {
        request.api_version = 60.0;
        return require_value(org.ask(std::move(request))).id;
    }

    /// A CSV job.
    RecordId create(
        const std::string& object, const std::string& operation, Lane lane = Lane::parallel
    ) {
        CreateBulk1Job request;
        request.object = object;
        request.operation = operation;
        request.lane = lane;
        request.content_type = ContentType::csv;
        return create(std::move(request));
    }

    Result<BatchInfo> try_add(const RecordId& job, std::string data) {
        const ContentType type = org.org().bulk1_content_type(job).value_or(ContentType::csv);
        return org.ask(AddBatch{job, type, 60.0, std::move(data)});
    }

    RecordId add(const RecordId& job, std::string data) {
        return require_value(try_add(job, std::move(data))).id;
    }

    BatchInfo batch(const RecordId& job, const RecordId& id) {
        return require_value(org.ask(GetBatch{job, id}));
    }

    JobInfo set_state(const RecordId& job, const std::string& state) {
        return require_value(org.ask(SetBulk1JobState{job, state}));
    }

    BatchRows rows(const RecordId& job, const RecordId& id) {
        return std::get<BatchRows>(require_value(org.ask(GetBatchResult{job, id})));
    }

    std::string result_error(const RecordId& job, const RecordId& id) {
        return error_of(org.ask(GetBatchResult{job, id}));
    }
};

/// CSV of `rows` accounts.
inline std::string accounts_csv(std::size_t rows) {
    std::string csv = "Name\n";
    for (std::size_t i = 0; i < rows; ++i) csv.append("Acme\n");
    return csv;
}

}  // namespace rowlock
