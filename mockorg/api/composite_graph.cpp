#include "mockorg/api/ask.hpp"
#include "mockorg/api/faces.hpp"
#include "mockorg/api/json_body.hpp"
#include "mockorg/api/responses.hpp"
#include "mockorg/api/write_together.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <set>
#include <utility>

namespace rowlock {
namespace {

/// [REST API guide: composite graph]
constexpr std::size_t k_graphs_max = 75;
constexpr std::size_t k_nodes_max = 500;

struct Graph {
    std::string id;
    std::vector<Subrequest> requests;
};

Result<std::vector<Graph>> read_graphs(const Json& body) {
    const Json list = body.value("graphs", Json::array());
    if (!list.is_array() || list.empty() || list.size() > k_graphs_max) {
        return fail(
            ErrorCode::json_parser_error,
            fmt::format("The member 'graphs' must be an array of 1 to {} graphs", k_graphs_max)
        );
    }
    std::vector<Graph> graphs;
    std::set<std::string> ids;
    std::size_t nodes = 0;
    for (const Json& item : list) {
        if (!item.is_object()) {
            return fail(ErrorCode::json_parser_error, "A graph must be a JSON object");
        }
        auto id = text_member(item, "graphId");
        if (!id) return Failure{id.error()};
        if (id->empty()) return fail(ErrorCode::invalid_input, "A graph needs a graphId");
        // Nobody could tell their answers apart.
        if (!ids.insert(*id).second)
            return fail(ErrorCode::invalid_input, "Duplicate graphId provided in the request.");
        auto requests =
            read_subrequests(item.value("compositeRequest", Json::array()), k_nodes_max);
        if (!requests) return Failure{requests.error()};
        nodes += requests->size();
        if (nodes > k_nodes_max) {
            return fail(
                ErrorCode::limit_exceeded,
                fmt::format("All graphs together may have at most {} nodes", k_nodes_max)
            );
        }
        if (auto checked = check_reference_ids(*requests); !checked)
            return Failure{checked.error()};
        graphs.push_back({std::move(*id), std::move(*requests)});
    }
    return graphs;
}

/// Writes graphs one after another, each a transaction of its own.
class GraphRun : public std::enable_shared_from_this<GraphRun> {
public:
    GraphRun(ApiContext& context, Call call, std::vector<Graph> graphs)
        : context_(context), call_(std::move(call)), graphs_(std::move(graphs)) {
        call_.request.body.clear();
        json_.begin_object().key("graphs").begin_array();
    }

    void next() {
        if (done_ == graphs_.size()) {
            json_.end_array().end_object();
            call_.respond(json_response(200, std::move(body_)));
            return;
        }
        write_together(
            context_,
            call_,
            std::move(graphs_[done_].requests),
            [self = shared_from_this()](const TogetherOutcome& outcome) { self->add(outcome); }
        );
    }

private:
    void add(const TogetherOutcome& outcome) {
        // Nobody would answer the others: the org was set back, or stops.
        const Subresponse& first = outcome.responses.front();
        if (first.status == http_status(ErrorCode::server_unavailable)) {
            call_.respond(json_response(first.status, first.body));
            return;
        }
        json_.begin_object()
            .member("graphId", graphs_[done_].id)
            .key("graphResponse")
            .begin_object()
            .key("compositeResponse")
            .begin_array();
        for (const Subresponse& response : outcome.responses) append_subresponse(json_, response);
        json_.end_array().end_object().member("isSuccessful", outcome.all_went_well).end_object();
        ++done_;
        next();
    }

    ApiContext& context_;
    Call call_;
    std::vector<Graph> graphs_;
    std::size_t done_ = 0;
    std::string body_;
    JsonWriter json_{body_};
};

void graph(ApiContext& context, Call call) {
    const auto body = parse_json_object(call.request.body);
    if (!body) return refuse(call, body.error());
    auto graphs = read_graphs(*body);
    if (!graphs) return refuse(call, graphs.error());
    std::make_shared<GraphRun>(context, std::move(call), std::move(*graphs))->next();
}

constexpr Route k_composite_graph_routes[] = {
    {"POST", "/services/data/{version}/composite/graph", graph},
};

}  // namespace

std::span<const Route> composite_graph_routes() {
    return k_composite_graph_routes;
}

}  // namespace rowlock
