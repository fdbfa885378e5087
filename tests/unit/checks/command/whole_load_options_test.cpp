#include "checks/command/whole_load_options.hpp"

#include "checks/command/map_command.hpp"
#include "checks/command/merge_command.hpp"
#include "tests/support/test.hpp"
#include "tests/unit/checks/command/command_runs.hpp"

namespace rowlock {
namespace {

using test::CommandRun;
using test::Folder;

TEST_CASE("each option about the whole load is refused for parts, with its name and the reason") {
    const auto refusal = [](const WholeLoadOptions& options) {
        const auto refused = refuse_for_parts(options);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::bad_configuration);
        CHECK_THAT(refused.error().message, Catch::EndsWith("with --memory if they are large"));
        return refused.error().message;
    };
    CHECK_THAT(refusal({"p.json", {}, {}, {}, {}}), Catch::StartsWith("--plan does not go"));
    CHECK_THAT(refusal({{}, {"x"}, {}, {}, {}}), Catch::StartsWith("--beside does not go"));
    CHECK_THAT(refusal({{}, {}, "t.csv", {}, {}}), Catch::StartsWith("--finished does not go"));
    CHECK_THAT(refusal({{}, {}, {}, "f.csv", {}}), Catch::StartsWith("--failed-results does"));
    CHECK_THAT(refusal({{}, {}, {}, {}, "17"}), Catch::StartsWith("--explain does not go"));
    CHECK(refuse_for_parts({}).has_value());
}

TEST_CASE("map and merge refuse them before they read anything") {
    const Folder folder;
    MapOptions map;
    map.input = test::check_of("/nowhere.csv").input;
    map.out_file = folder.path("a.part");
    map.whole_load.beside = {"Contact:insert:x.csv"};
    CommandRun mapped;
    Io map_io{TextSink{mapped.out}, TextSink{mapped.err}, false};
    CHECK(run_map(map, map_io) == 2);
    CHECK_THAT(mapped.err, Catch::Contains("--beside does not go with parts"));
    MergeOptions merge;
    merge.parts = {"/nowhere.part"};
    merge.whole_load.explain = "17";
    CommandRun merged;
    Io merge_io{TextSink{merged.out}, TextSink{merged.err}, false};
    CHECK(run_merge(merge, merge_io) == 2);
    CHECK_THAT(merged.err, Catch::Contains("--explain does not go with parts"));
}

}  // namespace
}  // namespace rowlock
