#include "mockorg/api/ask.hpp"
#include "mockorg/api/collection.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/record_json.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/schema/child_relationship_name.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <set>
#include <utility>

namespace rowlock {
namespace {

/// [REST API guide: sObject Tree]
constexpr std::size_t k_records_max = 200;
constexpr std::size_t k_depth_max = 5;

/// A record of a tree on its way into one write.
struct Node {
    const Json* json = nullptr;
    const ObjectType* object = nullptr;
    std::size_t depth = 1;
    /// Of a child: its reference to the parent.
    std::optional<WriteRecords::Link> parent;
};

bool is_children(const Json& value) {
    return value.is_object() && value.contains("records");
}

/// Lays a tree out level by level, so that parents stand before their children.
class TreeReader {
public:
    explicit TreeReader(const Schema& schema) : schema_(schema) {}

    Result<void> read(const ObjectType& object, const Json& records) {
        if (!records.is_array() || records.empty()) {
            return fail(
                ErrorCode::json_parser_error,
                "The member 'records' must be an array of at least one record"
            );
        }
        for (const Json& record : records) nodes_.push_back({&record, &object, 1, std::nullopt});
        // The list grows while it is walked.
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            if (nodes_.size() > k_records_max) {
                return fail(
                    ErrorCode::limit_exceeded,
                    fmt::format("A tree may have at most {} records", k_records_max)
                );
            }
            if (auto added = add(i); !added) return added;
        }
        return {};
    }

    WriteRecords take_write() { return std::move(write_); }

    const std::vector<std::string>& references() const { return references_; }

    /// A referenceId that two records have; empty if there is none.
    const std::string& repeated() const { return repeated_; }

private:
    Result<void> add(std::size_t number) {
        const Node node = nodes_[number];
        if (!node.json->is_object()) {
            return fail(ErrorCode::json_parser_error, "A record must be a JSON object");
        }
        if (auto named = add_reference(*node.json); !named) return named;
        // Children are no fields.
        Json own = Json::object();
        for (const auto& [name, value] : node.json->items()) {
            if (!is_children(value)) {
                own[name] = value;
                continue;
            }
            if (auto added = add_children(number, name, value["records"]); !added) return added;
        }
        auto fields = read_record_fields(own, node.object);
        if (!fields) return Failure{fields.error()};
        WriteRecords::Row row;
        row.write.object = node.object->name;
        row.write.operation = Operation::insert;
        row.write.fields = std::move(*fields);
        if (node.parent) row.links.push_back(*node.parent);
        write_.rows.push_back(std::move(row));
        return {};
    }

    Result<void> add_reference(const Json& record) {
        const auto attributes = record.find("attributes");
        std::string reference;
        if (attributes != record.end() && attributes->is_object()) {
            auto text = text_member(*attributes, "referenceId");
            if (!text) return Failure{text.error()};
            reference = std::move(*text);
        }
        if (reference.empty()) {
            return fail(
                ErrorCode::client_input_error, "Every record of a tree needs a referenceId"
            );
        }
        if (!seen_.insert(reference).second) repeated_ = reference;
        references_.push_back(std::move(reference));
        return {};
    }

    Result<void> add_children(std::size_t number, const std::string& name, const Json& records) {
        const Node parent = nodes_[number];
        const ChildRelationship* relationship =
            find_child_relationship(schema_, parent.object->number, name);
        if (relationship == nullptr || !records.is_array()) {
            return fail(
                ErrorCode::invalid_field,
                fmt::format("No such relation '{}' on entity '{}'", name, parent.object->name)
            );
        }
        if (parent.depth == k_depth_max) {
            return fail(
                ErrorCode::limit_exceeded,
                fmt::format("A tree may be at most {} levels deep", k_depth_max)
            );
        }
        const ObjectType& child = schema_.object(relationship->child);
        const WriteRecords::Link link{child.field(relationship->field).name, number};
        for (const Json& record : records) {
            nodes_.push_back({&record, &child, parent.depth + 1, link});
        }
        return {};
    }

    const Schema& schema_;
    std::vector<Node> nodes_;
    std::vector<std::string> references_;
    std::set<std::string> seen_;
    std::string repeated_;
    WriteRecords write_;
};

HttpResponse tree_response(
    const std::vector<std::string>& references, const WriteRecords::Reply& reply
) {
    std::string results;
    JsonWriter json{results};
    bool has_errors = false;
    json.begin_array();
    for (const auto& row : reply.rows) has_errors = has_errors || !row;
    for (std::size_t i = 0; i < references.size(); ++i) {
        const auto& row = reply.rows[i];
        // Of a tree that failed only what is to blame is shown.
        if (row && has_errors) continue;
        json.begin_object().member("referenceId", references[i]);
        if (row) {
            json.member("id", row->id.text());
        } else {
            json.key("errors").begin_array();
            const Error& error = row.error();
            append_row_error(json, wire_code(error.code), error.message, error.fields);
            json.end_array();
        }
        json.end_object();
    }
    json.end_array();
    std::string body;
    JsonWriter{body}
        .begin_object()
        .member("hasErrors", has_errors)
        .key("results")
        .raw(results)
        .end_object();
    return json_response(has_errors ? 400 : 201, std::move(body));
}

/// [recorded]
HttpResponse repeated_response(const std::string& reference) {
    std::string body;
    JsonWriter json{body};
    json.begin_object().member("hasErrors", true).key("results").begin_array();
    json.begin_object().member("referenceId", reference).key("errors").begin_array();
    append_row_error(
        json,
        wire_code(ErrorCode::invalid_input),
        "Duplicate ReferenceId provided in the request.",
        {}
    );
    json.end_array().end_object().end_array().end_object();
    return json_response(400, std::move(body));
}

void tree(ApiContext& context, Call call) {
    const Schema& schema = *context.org.config().schema;
    const ObjectType* object = schema.find(call.arguments.at(0));
    if (object == nullptr) {
        return refuse(call, {ErrorCode::not_found, "The requested resource does not exist", {}});
    }
    const auto body = parse_json_object(call.request.body);
    if (!body) return refuse(call, body.error());
    TreeReader reader{schema};
    // Must outlive the reader's nodes.
    const Json records = body->value("records", Json::array());
    if (auto read = reader.read(*object, records); !read) {
        return refuse(call, read.error());
    }
    if (!reader.repeated().empty()) return call.respond(repeated_response(reader.repeated()));
    WriteRecords write = reader.take_write();
    write.all_or_none = true;
    write.user = call.user;
    ask(context,
        call,
        std::move(write),
        [references = reader.references()](const WriteRecords::Reply& reply) {
            return tree_response(references, reply);
        });
}

constexpr Route k_composite_tree_routes[] = {
    {"POST", "/services/data/{version}/composite/tree/{object}", tree},
};

}  // namespace

std::span<const Route> composite_tree_routes() {
    return k_composite_tree_routes;
}

}  // namespace rowlock
