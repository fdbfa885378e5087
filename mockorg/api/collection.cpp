#include "mockorg/api/collection.hpp"

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

bool is_refused(const std::optional<Error>& error) {
    return error.has_value();
}

/// The org's answers, with the refusals in their places.
WriteRecords::Reply merged(
    const std::vector<std::optional<Error>>& refused, WriteRecords::Reply reply
) {
    for (std::size_t i = 0; i < refused.size(); ++i)
        if (refused[i]) reply.rows.at(i) = tl::unexpected{*refused[i]};
    return reply;
}

/// What the records that are not wrong themselves are told.
WriteRecords::Reply nothing_written(std::size_t rows) {
    WriteRecords::Reply reply;
    reply.rows.assign(rows, WriteRecord::Reply{});
    reply.rolled_back = true;
    return reply;
}

void append_result(
    JsonWriter& json, const Result<WriteRecord::Reply>& row, bool rolled_back, bool with_created
) {
    json.begin_object();
    if (row && !rolled_back) {
        json.member("id", row->id.text()).member("success", true).key("errors").begin_array();
        json.end_array();
        if (with_created) json.member("created", row->created);
        json.end_object();
        return;
    }
    json.member("success", false).key("errors").begin_array();
    if (row) {
        append_row_error(json, k_rolled_back_code, k_rolled_back_message, {});
    } else {
        const Error& error = row.error();
        append_row_error(json, wire_code(error.code), error.message, error.fields);
    }
    json.end_array().end_object();
}

}  // namespace

void Collection::add(Result<WriteRecord> row) {
    refused_.push_back(row ? std::nullopt : std::optional{std::move(row.error())});
    // A write of no object: the org refuses it without a lock, and the others keep their places.
    write_.rows.push_back({row ? std::move(*row) : WriteRecord{}});
}

void Collection::submit(Org& org, ReplyTo<WriteRecords> done) && {
    if (write_.all_or_none && std::any_of(refused_.begin(), refused_.end(), is_refused)) {
        done(merged(refused_, nothing_written(write_.rows.size())));
        return;
    }
    org.submit(
        org.now(),
        std::move(write_),
        [refused = std::move(refused_), done = std::move(done)](Result<WriteRecords::Reply> reply) {
            done(
                reply ? Result<WriteRecords::Reply>{merged(refused, std::move(*reply))}
                      : std::move(reply)
            );
        }
    );
}

void append_row_error(
    JsonWriter& json,
    std::string_view code,
    std::string_view message,
    const std::vector<std::string>& fields
) {
    json.begin_object()
        .member("statusCode", code)
        .member("message", message)
        .key("fields")
        .begin_array();
    for (const std::string& field : fields) json.value(field);
    json.end_array().end_object();
}

std::string collection_json(const WriteRecords::Reply& reply, bool with_created) {
    std::string body;
    JsonWriter json{body};
    json.begin_array();
    for (const Result<WriteRecord::Reply>& row : reply.rows) {
        append_result(json, row, reply.rolled_back, with_created);
    }
    json.end_array();
    return body;
}

}  // namespace rowlock
