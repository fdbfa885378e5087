#pragma once

// Parts for the tests of this folder.

#include "checks/input/stream_input.hpp"
#include "checks/partition/part_file.hpp"
#include "checks/partition/part_sink.hpp"
#include "tests/unit/checks/input/files.hpp"

#include <string>
#include <vector>

namespace rowlock::test {

/// The bytes of a part with three partitions, two files, and names of all forms.
inline std::string part_bytes(const Folder& folder) {
    InputRequest wanted = request();
    const std::vector<std::string> paths{
        folder.write(
            "a.csv",
            "ContactId,Account.Code__c,Subject\n"
            "003000000000001,Code,x\n003000000000002,\"a code beyond twelve bytes\",\n"
        ),
        folder.write("b.csv", "ContactId,AccountId,Subject\nwrong,001000000000001,\"x\ny\"\n")};
    wanted.loads.push_back({"Case", WriteOperation::insert, "", paths, {}});
    auto file = OutputFile::in_folder(folder.path(""));
    if (!file) FAIL(file.error().message);
    PartWriter writer{*std::move(file), 3};
    PartSink sink{writer, wanted.rules->rules().size()};
    const auto streamed = stream_input(wanted, sink);
    if (!streamed) FAIL(streamed.error().message);
    PartSummary summary = summary_of_model(*wanted.schema, *wanted.rules);
    summary.settings = {{"--object", "Case"}};
    summary.owners = {{"somebody", 3}};
    Finding finding;
    finding.rule = FindingRule::malformed_id;
    finding.file = paths[1];
    finding.examples = {{1, 2, "wrong"}};
    summary.findings = {finding};
    summary.unresolved = streamed->unresolved;
    add_files(summary, streamed->files);
    summary.uses = sink.uses();
    if (!writer.finish(summary)) FAIL("not written");
    const auto mapped = writer.file().map();
    if (!mapped) FAIL(mapped.error().message);
    return std::string{mapped->text()};
}

inline Result<PartFile> open_part(const Folder& folder, std::string_view bytes) {
    auto file = MappedFile::open(folder.write("p.part", bytes));
    if (!file) return Failure{file.error()};
    return PartFile::open(*std::move(file), "p.part");
}

}  // namespace rowlock::test
