#include "mockorg/api/ask.hpp"
#include "mockorg/api/bulk1_calls.hpp"
#include "mockorg/api/bulk1_info.hpp"
#include "mockorg/api/bulk1_records.hpp"
#include "mockorg/api/bulk1_results.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/job_json.hpp"
#include "mockorg/api/json_body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

struct Bulk1Batch {
    Bulk1Job job;
    RecordId id;
};

/// The job and the batch in the path.
Result<Bulk1Batch> enter_batch(const ApiContext& context, Call& call) {
    const auto job = enter_job(context, call, Bulk1Speaker::job);
    if (!job) return Failure{job.error()};
    const std::string& text = call.arguments.at(1);
    if (const auto id = RecordId::parse(text)) return Bulk1Batch{*job, *id};
    return fail(ErrorCode::invalid_batch, "Unable to find batch for id: " + text);
}

HttpResponse data_response(BodySource source, std::string_view media_type) {
    HttpResponse response;
    response.headers.add("Content-Type", std::string{media_type});
    response.stream = std::move(source);
    return response;
}

/// The text piece by piece, without a copy of the whole.
BodySource pieces_of(std::shared_ptr<const std::string> text) {
    return [text = std::move(text), sent = std::size_t{0}](std::string& out) mutable {
        out.append(*text, sent, k_piece_bytes);
        sent = std::min(sent + k_piece_bytes, text->size());
        return sent < text->size();
    };
}

/// A batch without a Content-Type is taken for what its job expects.
Result<ContentType> batch_content_type(const HttpRequest& request, ContentType of_job) {
    const std::string type = media_type(request.headers.get("Content-Type"));
    if (type.empty()) return of_job;
    if (const auto known = content_type_of(type)) return *known;
    return fail(ErrorCode::unsupported_media_type, "Unsupported content type: " + type);
}

HttpResponse added_response(const BatchInfo& batch, Bulk1Format format, double api_version) {
    HttpResponse response = bulk1_response(201, format, batch_info_text(batch, format));
    response.headers.add(
        "Location",
        fmt::format(
            "/services/async/{}/job/{}/batch/{}",
            version_text(api_version),
            batch.job.text(),
            batch.id.text()
        )
    );
    response.headers.add("Cache-Control", "no-cache,must-revalidate,max-age=0,no-store,private");
    return response;
}

void add(ApiContext& context, Call call) {
    const auto job = enter_job(context, call, Bulk1Speaker::job);
    if (!job) return refuse(call, job.error());
    const auto type = batch_content_type(call.request, job->content_type);
    if (!type) return refuse(call, type.error());
    AddBatch batch{job->id, *type, call.api_version, std::move(call.request.body)};
    const auto render = [format = job->format, version = call.api_version](const BatchInfo& info) {
        return added_response(info, format, version);
    };
    ask(context, call, std::move(batch), render);
}

void list(ApiContext& context, Call call) {
    const auto job = enter_job(context, call, Bulk1Speaker::job);
    if (!job) return refuse(call, job.error());
    const Bulk1Format format = job->format;
    ask(context, call, ListBatches{job->id}, [format](const std::vector<BatchInfo>& batches) {
        return bulk1_response(200, format, batch_list_text(batches, format));
    });
}

void info(ApiContext& context, Call call) {
    const auto batch = enter_batch(context, call);
    if (!batch) return refuse(call, batch.error());
    const Bulk1Format format = batch->job.format;
    ask(context, call, GetBatch{batch->job.id, batch->id}, [format](const BatchInfo& shown) {
        return bulk1_response(200, format, batch_info_text(shown, format));
    });
}

void request(ApiContext& context, Call call) {
    const auto batch = enter_batch(context, call);
    if (!batch) return refuse(call, batch.error());
    GetBatchRequest wanted{batch->job.id, batch->id};
    ask(context,
        call,
        std::move(wanted),
        [type = batch->job.content_type](std::shared_ptr<const std::string> data) {
            return data_response(pieces_of(std::move(data)), media_type_of(type));
        });
}

void result(ApiContext& context, Call call) {
    const auto batch = enter_batch(context, call);
    if (!batch) return refuse(call, batch.error());
    GetBatchResult wanted{batch->job.id, batch->id};
    const auto render = [job = batch->job](GetBatchResult::Reply reply) {
        if (const auto* ids = std::get_if<std::vector<RecordId>>(&reply))
            return bulk1_response(200, job.format, result_list_text(*ids, job.format));
        const DataForm form = data_form_of(job.content_type);
        return data_response(
            batch_results(std::get<BatchRows>(std::move(reply)), form), media_type_of(form)
        );
    };
    ask(context, call, std::move(wanted), render);
}

void query_data(ApiContext& context, Call call) {
    const auto batch = enter_batch(context, call);
    if (!batch) return refuse(call, batch.error());
    const std::string& text = call.arguments.at(2);
    const auto id = RecordId::parse(text);
    if (!id)
        return refuse(
            call, {ErrorCode::invalid_batch, "Unable to find result for id: " + text, {}}
        );
    GetQueryResult wanted{batch->job.id, batch->id, *id};
    ask(context,
        call,
        std::move(wanted),
        [form = data_form_of(batch->job.content_type),
         version = call.api_version](std::shared_ptr<const QueryResult> records) {
            return data_response(
                query_records(std::move(records), form, version), media_type_of(form)
            );
        });
}

constexpr std::string_view k_batches = "/services/async/{bare version}/job/{job}/batch";
constexpr std::string_view k_batch = "/services/async/{bare version}/job/{job}/batch/{batch}";
constexpr std::string_view k_request =
    "/services/async/{bare version}/job/{job}/batch/{batch}/request";
constexpr std::string_view k_result =
    "/services/async/{bare version}/job/{job}/batch/{batch}/result";
constexpr std::string_view k_query_data =
    "/services/async/{bare version}/job/{job}/batch/{batch}/result/{result}";

constexpr Route k_bulk1_batches_routes[] = {
    {"POST", k_batches, add},
    {"GET", k_batches, list},
    {"GET", k_batch, info},
    {"GET", k_request, request},
    {"GET", k_result, result},
    {"GET", k_query_data, query_data},
};

}  // namespace

std::span<const Route> bulk1_batch_routes() {
    return k_bulk1_batches_routes;
}

}  // namespace rowlock
