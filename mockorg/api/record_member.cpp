#include "mockorg/api/record_member.hpp"

#include "mockorg/api/collection.hpp"
#include "mockorg/api/collection_request.hpp"
#include "mockorg/api/composite_references.hpp"
#include "mockorg/api/conditional_request.hpp"
#include "mockorg/api/name_list.hpp"
#include "mockorg/api/query_page.hpp"
#include "mockorg/api/record_json.hpp"
#include "mockorg/api/record_write.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

constexpr std::size_t k_version_at = 2;
constexpr std::size_t k_resource_at = 3;

enum class MemberKind : std::uint8_t { record, query, collection_write, collection_read };

struct Member {
    MemberKind kind{};
    HttpTarget target;
    /// What stands behind `sobjects`.
    std::vector<std::string> arguments;
};

bool has_word(const HttpTarget& target, std::size_t at, std::string_view word) {
    return target.path.size() > at && equal_ignoring_case(target.path[at], word);
}

std::vector<std::string> behind(const HttpTarget& target, std::size_t words) {
    return {target.path.begin() + static_cast<std::ptrdiff_t>(words), target.path.end()};
}

bool is_reference(std::string_view text) {
    return text.starts_with("@{");
}

/// What is not the address of a record is answered by somebody else.
bool means_record(
    const Schema& schema, std::string_view method, const std::vector<std::string>& arguments
) {
    const bool makes = method == "POST";
    if (arguments.size() == 1) return makes;
    const bool by_id = arguments.size() > 1 && equal_ignoring_case(arguments[1], "Id");
    const bool known = makes || method == "GET" || method == "PATCH" || method == "DELETE";
    if (!known) return false;
    if (arguments.size() == 2) {
        if (makes) return by_id;
        return is_reference(arguments[1]) || RecordId::parse(arguments[1]).has_value();
    }
    if (arguments.size() != 3 || makes) return false;
    if (method != "GET" || is_reference(arguments[0])) return true;
    const ObjectType* object = schema.find(arguments[0]);
    const Field* key = object == nullptr ? nullptr : object->find_field(arguments[1]);
    return key != nullptr && key->usable_as_key();
}

std::optional<Member> member_of_sobjects(
    const Schema& schema, std::string_view method, HttpTarget target
) {
    auto arguments = behind(target, k_resource_at + 1);
    if (!means_record(schema, method, arguments)) return std::nullopt;
    return Member{MemberKind::record, std::move(target), std::move(arguments)};
}

std::optional<Member> member_of_collections(std::string_view method, HttpTarget target) {
    auto arguments = behind(target, k_resource_at + 2);
    const bool writes =
        (arguments.empty() && (method == "POST" || method == "PATCH" || method == "DELETE")) ||
        (arguments.size() == 2 && method == "PATCH");
    const bool reads = arguments.size() == 1 && (method == "POST" || method == "GET");
    if (!writes && !reads) return std::nullopt;
    const MemberKind kind = writes ? MemberKind::collection_write : MemberKind::collection_read;
    return Member{kind, std::move(target), std::move(arguments)};
}

std::optional<Member> member_of(const Schema& schema, const Subrequest& request) {
    HttpTarget target = parse_target(request.url);
    const bool in_rest = has_word(target, 0, "services") && has_word(target, 1, "data") &&
                         target.path.size() > k_resource_at &&
                         parse_api_version(target.path[k_version_at]);
    if (!in_rest) return std::nullopt;
    if (has_word(target, k_resource_at, "sobjects"))
        return member_of_sobjects(schema, request.method, std::move(target));
    if (has_word(target, k_resource_at, "composite") &&
        has_word(target, k_resource_at + 1, "sobjects"))
        return member_of_collections(request.method, std::move(target));
    const bool queries =
        has_word(target, k_resource_at, "query") || has_word(target, k_resource_at, "queryAll");
    const bool asks = queries && target.path.size() == k_resource_at + 1 &&
                      request.method == "GET" && !target.parameter("q").empty() &&
                      !target.has_parameter("explain");
    if (!asks) return std::nullopt;
    return Member{MemberKind::query, std::move(target), {}};
}

MemberOutcome outcome_of(HttpResponse response) {
    const bool failed = !was_done(response.status);
    return {std::move(response), failed};
}

/// One request on its way through a transaction.
class MemberRun {
public:
    MemberRun(RecordSteps& steps, const Schema& schema, const Subrequest& request, Member member)
        : steps_(steps),
          schema_(schema),
          request_(request),
          member_(std::move(member)),
          api_version_(parse_api_version(member_.target.path[k_version_at]).value_or(0.0)) {}

    MemberOutcome perform() {
        switch (member_.kind) {
            case MemberKind::record:
                return outcome_of(record());
            case MemberKind::query:
                return outcome_of(query());
            case MemberKind::collection_write:
                return write_collection();
            case MemberKind::collection_read:
                break;
        }
        return outcome_of(read_collection());
    }

private:
    HttpResponse record() {
        const auto& arguments = member_.arguments;
        const std::string& method = request_.method;
        if (method == "POST") return write(Operation::insert, {arguments[0]});
        const bool by_key = arguments.size() == 3;
        if (by_key && (method != "PATCH" || is_update_only(member_.target))) return with_found();
        if (method == "PATCH")
            return write(by_key ? Operation::upsert : Operation::update, arguments);
        return method == "GET" ? get(arguments[1]) : write(Operation::remove, arguments);
    }

    HttpResponse write(Operation operation, const std::vector<std::string>& arguments) {
        const auto write = record_write(schema_, operation, arguments, request_.body);
        if (!write) return error_response(write.error());
        const auto saved = steps_.write(*write);
        if (!saved) return error_response(saved.error());
        return write_response(operation, write->object, *saved, api_version_);
    }

    HttpResponse get(const std::string& id) {
        const auto fields = split_names(member_.target.parameter("fields"));
        const auto record = steps_.get({member_.arguments[0], id, fields});
        if (!record) return error_response(record.error());
        HttpResponse response = record_response(*record, api_version_);
        const auto whole = fields.empty() ? record : steps_.get({member_.arguments[0], id, {}});
        if (whole) add_state(response, state_of(*whole));
        return response;
    }

    /// Reads, updates or deletes the one record that has the key.
    HttpResponse with_found() {
        const std::string& object = member_.arguments[0];
        const auto found = find();
        if (!found) return error_response(found.error());
        if (found->empty()) {
            return error_response(
                {ErrorCode::not_found, "The requested resource does not exist", {}}
            );
        }
        if (found->size() > 1) return choices_response(object, *found, api_version_);
        const std::string id = found->front().text();
        if (request_.method == "PATCH") return update_found(found->front());
        return request_.method == "GET" ? get(id) : write(Operation::remove, {object, id});
    }

    HttpResponse update_found(const RecordId& found) {
        auto upsert = record_write(schema_, Operation::upsert, member_.arguments, request_.body);
        if (!upsert) return error_response(upsert.error());
        const auto saved = steps_.write(update_of_found(std::move(*upsert), found));
        if (!saved) return error_response(saved.error());
        return write_response(Operation::upsert, {}, *saved, api_version_);
    }

    Result<std::vector<RecordId>> find() {
        const auto& arguments = member_.arguments;
        auto soql = key_query(schema_, arguments[0], arguments[1], arguments[2]);
        if (!soql) return Failure{soql.error()};
        std::vector<RecordId> ids;
        if (!*soql) return ids;
        RunQuery request;
        request.soql = std::move(**soql);
        const auto page = steps_.run(request);
        if (!page) return Failure{page.error()};
        for (const RecordFields& record : page->records) ids.push_back(record.id);
        return ids;
    }

    HttpResponse query() {
        RunQuery request;
        request.soql = member_.target.parameter("q");
        request.include_deleted = has_word(member_.target, k_resource_at, "queryAll");
        const auto page = steps_.run(request);
        if (!page) return error_response(page.error());
        const bool with_columns = member_.target.parameter("columns") == "true";
        return query_page_response(*page, api_version_, with_columns);
    }

    /// All or none whatever it says itself. [REST API guide: allOrNone in composite requests]
    MemberOutcome write_collection() {
        const auto write = read_collection_write(
            schema_, request_.method, member_.arguments, member_.target, request_.body
        );
        if (!write) return outcome_of(error_response(write.error()));
        WriteRecords::Reply reply;
        for (const auto& row : write->rows) {
            reply.rows.push_back(
                row ? steps_.write(*row) : Result<WriteRecord::Reply>{Failure{row.error()}}
            );
        }
        reply.rolled_back =
            std::any_of(reply.rows.begin(), reply.rows.end(), [](const auto& row) { return !row; });
        return {json_response(200, collection_json(reply, write->upserts)), reply.rolled_back};
    }

    HttpResponse read_collection() {
        const auto read = read_collection_read(
            schema_, request_.method, member_.arguments[0], member_.target, request_.body
        );
        if (!read) return error_response(read.error());
        auto body = collection_read_json(*read, api_version_, [this](const GetRecord& get) {
            return steps_.get(get);
        });
        return body ? json_response(200, std::move(*body)) : error_response(body.error());
    }

    RecordSteps& steps_;
    const Schema& schema_;
    const Subrequest& request_;
    Member member_;
    double api_version_;
};

}  // namespace

bool is_record_member(const Schema& schema, const Subrequest& request) {
    return member_of(schema, request).has_value();
}

MemberOutcome perform_record_member(
    RecordSteps& steps, const Schema& schema, const Subrequest& request
) {
    auto member = member_of(schema, request);
    if (!member) {
        return outcome_of(
            error_response({ErrorCode::not_found, "The requested resource does not exist", {}})
        );
    }
    steps.begin_call();
    return MemberRun{steps, schema, request, std::move(*member)}.perform();
}

}  // namespace rowlock
