#include "harness/replay/target_foreign_writers.hpp"

#include "harness/replay/foreign_figures.hpp"
#include "mockorg/codec/json_members.hpp"
#include "mockorg/codec/json_writer.hpp"
#include "mockorg/foreign/foreign_writer_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace rowlock {
namespace {

std::vector<ControlItem> items_of(const std::vector<LoadForeignWriter>& foreign_writers) {
    std::vector<ControlItem> items;
    for (const LoadForeignWriter& each : foreign_writers) {
        ControlItem item{each.writer.name, {}, each.where};
        JsonWriter json{item.body};
        append_foreign_writer(json.begin_object(), each.writer);
        json.end_object();
        items.push_back(std::move(item));
    }
    return items;
}

ForeignWriterFigures figures_in(const HttpResponse& answer) {
    ForeignWriterFigures figures;
    const auto json = parse_json(answer.body);
    if (answer.status != 200 || !json || !json->is_object()) return figures;
    const auto statistics = json->find("statistics");
    if (statistics == json->end() || !statistics->is_object()) return figures;
    JsonMembers members{*statistics};
    const auto read = [&](const char* name, std::uint64_t& into) {
        members.read_whole(name, 0, std::numeric_limits<std::int64_t>::max(), into);
    };
    read("runs", figures.runs);
    read("idle", figures.idle);
    read("skipped", figures.skipped);
    read("committed", figures.committed);
    read("records", figures.records);
    read("retries", figures.retries);
    read("givenUp", figures.given_up);
    read("deadlocks", figures.deadlocks);
    const auto waited = members.number("waitedSeconds", 0.0, 1e12);
    figures.waited = seconds(waited.value_or(0.0));
    return figures;
}

}  // namespace

TargetForeignWriters::TargetForeignWriters(
    RemoteTarget& target, const std::vector<LoadForeignWriter>& foreign_writers
)
    : target_(target),
      foreign_writers_(foreign_writers),
      items_(target, {"/rowlock/foreign-writers", "foreignWriters"}, items_of(foreign_writers)) {}

Result<std::vector<std::string>> TargetForeignWriters::prepare() {
    left_out_ = !items_.empty() && !target_.is_mock();
    if (left_out_) return std::vector<std::string>{};
    auto left = items_.take_away_left();
    if (!left) return Failure{std::move(left.error())};
    if (*left) return std::move(**left);
    return fail(
        ErrorCode::bad_configuration,
        items_.first().where + ": the mock org at " + target_.base_url() +
            " knows no foreign writers; start one of this version with rowlock serve"
    );
}

Result<std::vector<std::string>> TargetForeignWriters::remove(RemoteTarget& connection) {
    const auto shown = items_.remove(connection);
    if (!shown) return Failure{shown.error()};
    std::vector<std::string> sentences;
    for (const auto& entry : *shown) {
        const auto each = std::find_if(
            foreign_writers_.begin(),
            foreign_writers_.end(),
            [&entry](const LoadForeignWriter& one) { return one.writer.name == entry.first; }
        );
        sentences.push_back(sentence_about(each->writer, figures_in(entry.second)));
    }
    return sentences;
}

}  // namespace rowlock
