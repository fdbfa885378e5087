#include "harness/verify/take_baseline.hpp"

#include "harness/query/object_description.hpp"
#include "harness/replay/bulk2_requests.hpp"
#include "harness/verify/baseline_records.hpp"
#include "harness/verify/record_scan.hpp"

#include <algorithm>
#include <filesystem>

namespace rowlock {
namespace {

/// A file that takes its name only when it is finished.
class UnfinishedFile {
public:
    explicit UnfinishedFile(std::string path) : path_(std::move(path)) {}

    UnfinishedFile(const UnfinishedFile&) = delete;
    UnfinishedFile& operator=(const UnfinishedFile&) = delete;

    ~UnfinishedFile() {
        std::error_code ignored;
        std::filesystem::remove(name(), ignored);
    }

    std::string name() const { return path_ + ".unfinished"; }

    Result<void> finish() {
        std::error_code error;
        std::filesystem::rename(name(), path_, error);
        if (error) return fail(ErrorCode::bad_file, path_ + ": " + error.message());
        return {};
    }

private:
    std::string path_;
};

Result<void> write_text(const std::string& path, const std::string& text) {
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file << text << '\n';
    file.close();
    if (!file) return fail(ErrorCode::bad_file, path + ": cannot be written");
    return {};
}

std::vector<std::string> parent_fields_of(
    const ObjectDescription& description, const std::vector<std::string>& fields
) {
    std::vector<std::string> parents;
    for (const std::string& name : fields) {
        const DescribedField* field = description.find(name);
        if (field != nullptr && field->leads_to_parent()) parents.push_back(field->name);
    }
    return parents;
}

Result<void> check_no_doubles(const BaselineObject& object, std::vector<RecordPrint>& records) {
    const auto by_id = [](const RecordPrint& a, const RecordPrint& b) { return a.id < b.id; };
    std::sort(records.begin(), records.end(), by_id);
    const auto doubled = std::adjacent_find(
        records.begin(),
        records.end(),
        [](const RecordPrint& a, const RecordPrint& b) { return a.id == b.id; }
    );
    if (doubled == records.end()) return {};
    return fail(
        ErrorCode::protocol_broken,
        "the org gave " + object.object + " " + doubled->id.text() + " twice in one query"
    );
}

Result<BaselineObject> take_object(
    const OrgQuestions& org,
    const BaselineQuestion& question,
    const RecordSelection& selection,
    RecordPrintFile& file
) {
    const auto description = describe_object(org.ask, selection.object);
    if (!description) return Failure{description.error()};
    BaselineObject object;
    object.object = description->name;
    object.where = selection.where;
    object.fields = description->content_fields(question.without);
    object.parent_fields = parent_fields_of(*description, object.fields);
    std::vector<RecordPrint> records;
    bool keeps_records = question.records_max > 0;
    const auto take = [&](const ScannedRecord& record) -> Result<void> {
        ++object.records;
        object.content += record.content;
        if (record.created_ms) include_time(object.created, *record.created_ms);
        if (record.modified_ms) include_time(object.modified, *record.modified_ms);
        if (keeps_records && object.records > question.records_max) {
            keeps_records = false;
            records = {};
        }
        if (keeps_records) records.push_back(record.print());
        if (question.on_progress) question.on_progress(object.object, object.records);
        return {};
    };
    const ScanQuestion scan{{object.object, object.where}, object.fields, object.parent_fields};
    if (auto read = scan_records(org, scan, take); !read) return Failure{std::move(read.error())};
    if (!keeps_records) return object;
    if (auto sound = check_no_doubles(object, records); !sound)
        return Failure{std::move(sound.error())};
    if (auto written = file.add(object, records); !written)
        return Failure{std::move(written.error())};
    return object;
}

}  // namespace

Result<Baseline> take_baseline(
    const OrgQuestions& org,
    const std::string& target,
    const BaselineQuestion& question,
    const std::string& path
) {
    UnfinishedFile records_file{records_file_of(path)};
    UnfinishedFile json_file{path};
    auto prints = RecordPrintFile::create(records_file.name());
    if (!prints) return Failure{std::move(prints.error())};
    Baseline baseline;
    baseline.target = target;
    baseline.api_version = k_api_version;
    baseline.records_file = records_file_of(path);
    const auto now = read_org_time(org.ask);
    if (!now) return Failure{now.error()};
    baseline.taken_ms = *now;
    for (const RecordSelection& selection : question.selections) {
        auto object = take_object(org, question, selection, *prints);
        if (!object) return Failure{std::move(object.error())};
        baseline.objects.push_back(std::move(*object));
    }
    if (auto closed = prints->close(); !closed) return Failure{std::move(closed.error())};
    if (auto written = write_text(json_file.name(), json_of(baseline)); !written)
        return Failure{std::move(written.error())};
    for (UnfinishedFile* file : {&records_file, &json_file}) {
        if (auto finished = file->finish(); !finished) return Failure{std::move(finished.error())};
    }
    return baseline;
}

}  // namespace rowlock
