#include "harness/batcher/loader/bulk_loader.hpp"
#include "harness/batcher/properties_catch.hpp"

#include <string>

namespace {

using rowlock::HttpRequest;
using rowlock::loader::LoadAccount;
using rowlock::loader::LoadTask;
using rowlock::loader::OrgConnection;
using rowlock::loader::RowFate;

constexpr const char* k_jobs = "/services/data/v60.0/jobs/ingest";

/// The loader under test: one job, no look at what came of it.
LoadAccount my_load(const LoadTask& task, OrgConnection& org) {
    std::string job = R"({"object":")" + task.object + R"(","operation":")" + task.operation;
    if (task.operation == "upsert") job += R"(","externalIdFieldName":")" + task.external_id_field;
    const auto created = org.send({"POST", k_jobs, {}, job + "\"}"});
    if (!created || created->status != 200) return LoadAccount(task.rows.size(), RowFate::failed);
    const std::string id = created->body.substr(7, 18);
    std::vector<std::size_t> rows(task.rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) rows[row] = row;
    org.send({"PUT", k_jobs + ("/" + id) + "/batches", {}, csv_of(task, rows)});
    org.send({"PATCH", k_jobs + ("/" + id), {}, R"({"state":"UploadComplete"})"});
    org.wait(std::chrono::minutes{10});
    return LoadAccount(task.rows.size(), RowFate::loaded);
}

TEST_CASE("a careful loader loses nothing") {
    ROWLOCK_CHECK_LOADER(rowlock::loader::load_carefully);
}

TEST_CASE("my loader takes for loaded what it sent") {
    const auto found = rowlock::batcher::check_loader(my_load, {.only = {"lost"}});
    CHECK_FALSE(found.passed);
    CHECK_THAT(
        found.report, Catch::Contains("is loaded, the loader says; the org does not have it")
    );
}

}  // namespace
