#include "checks/partition/merge_keys.hpp"

#include "checks/input/cut_batches.hpp"
#include "checks/partition/map_keys.hpp"
#include "mockorg/base/random.hpp"
#include "tests/unit/checks/input/files.hpp"

namespace rowlock {
namespace {

using test::Folder;

/// Cases lock their accounts; their contacts for sure only if the subject says so.
std::shared_ptr<const LockRules> rules() {
    std::vector<LockRule> all = standard_lock_rules();
    const auto own = parse_lock_rules(
        R"({"rules": [
            {"id": "case.contact", "object": "Case", "path": "Contact", "operations": ["insert"],
             "strength": "may", "evidence": "inferred", "source": "test"},
            {"id": "case.contact.sure", "object": "Case", "path": "Contact", "operations": ["insert"],
             "condition": "Subject = 'sure'",
             "strength": "always", "evidence": "inferred", "source": "test"}
        ]})",
        "test.json"
    );
    if (!own) FAIL(own.error().message);
    all.insert(all.end(), own->begin(), own->end());
    auto compiled = LockRules::compile(test::input_schema(), all);
    if (!compiled) FAIL(compiled.error().message);
    return std::make_shared<const LockRules>(*std::move(compiled));
}

std::vector<std::string> some_files(Random& random, const Folder& folder) {
    std::vector<std::string> paths;
    const std::uint64_t accounts = 1 + random.below(60);
    for (std::uint64_t file = 1 + random.below(4); file > 0; --file) {
        std::string text = "ContactId,Account.Code__c,Subject\n";
        for (std::uint64_t row = random.below(12); row > 0; --row) {
            text += "00300000000000" + std::to_string(random.below(9)) + ",Account " +
                    std::to_string(random.below(accounts)) +
                    (random.below(3) == 0 ? ",sure\n" : ",\n");
        }
        paths.push_back(folder.write(std::to_string(file) + ".csv", text));
    }
    return paths;
}

LoadedInput load_files(const std::vector<std::string>& paths) {
    static const std::shared_ptr<const LockRules> own_rules = rules();
    InputRequest wanted = test::request();
    wanted.rules = own_rules;
    wanted.loads.push_back({"Case", WriteOperation::insert, "", paths, {}});
    return test::load(wanted);
}

struct Lanes {
    std::uint64_t seed;

    /// The same batches get the same lanes, whichever part they are in.
    void give(Batching& batching, std::uint32_t first_number) const {
        for (std::uint32_t i = 0; i < batching.batches.size(); ++i) {
            Random random = Random{seed}.split(first_number + i);
            batching.batches[i].lane = static_cast<BatchLane>(random.below(3));
            batching.batches[i].phase = static_cast<std::uint32_t>(random.below(2));
        }
    }
};

using Parts = std::vector<std::vector<KeyPartition>>;

/// `files_per_part`: which files one machine maps.
Parts map_parts(
    const std::vector<std::string>& paths,
    std::size_t files_per_part,
    std::uint32_t partitions,
    const Lanes& lanes
) {
    Parts parts;
    std::uint32_t next = 0;
    for (std::size_t begin = 0; begin < paths.size(); begin += files_per_part) {
        const std::size_t end = std::min(begin + files_per_part, paths.size());
        const LoadedInput input = load_files(
            {paths.begin() + static_cast<std::ptrdiff_t>(begin),
             paths.begin() + static_cast<std::ptrdiff_t>(end)}
        );
        const std::vector<BatchCut> cuts{{3}};
        Batching batching = cut_batches(input.files(), cuts);
        lanes.give(batching, next);
        parts.push_back(map_keys(input, batching, next, partitions));
        next += static_cast<std::uint32_t>(batching.batches.size());
    }
    return parts;
}

ContentionOptions some_options() {
    ContentionOptions options;
    options.windows = {{2, 1.0}, {3, 2.0}};
    options.witnesses_max = 5;
    return options;
}

Result<MergedReport> merge(const Parts& parts, std::uint32_t partitions) {
    const auto read = [&](std::uint32_t partition, std::size_t file) {
        return decode_partition(encode_partition(parts[file][partition]), "part");
    };
    return merge_keys(partitions, parts.size(), read, some_options());
}

bool same(const MergedContention& a, const MergedContention& b) {
    bool windows = a.windows.size() == b.windows.size();
    for (std::size_t i = 0; windows && i < a.windows.size(); ++i) {
        windows = a.windows[i].conflicting_keys == b.windows[i].conflicting_keys;
    }
    return windows && a.conflicting_keys == b.conflicting_keys &&
           a.conflicting_pairs == b.conflicting_pairs &&
           a.overlapping_pairs == b.overlapping_pairs && a.witnesses == b.witnesses;
}

void check_counts(const MergedContention& merged, const Contention& whole) {
    REQUIRE(merged.conflicting_keys == whole.conflicting_keys);
    REQUIRE(merged.conflicting_pairs == whole.conflicting_pairs);
    REQUIRE(merged.overlapping_pairs == whole.overlapping_pairs);
    for (std::size_t i = 0; i < whole.windows.size(); ++i) {
        REQUIRE(merged.windows[i].conflicting_keys == whole.windows[i].conflicting_keys);
    }
    REQUIRE(merged.witnesses.size() == std::min<std::uint64_t>(5, whole.conflicting_keys));
}

TEST_CASE("parts merge to the verdict on the whole, whatever the parts") {
    const Random seeds{3};
    std::size_t unsafe = 0;
    std::size_t soft_only = 0;
    for (std::uint64_t i = 0; i < 150; ++i) {
        Random random = seeds.split(i);
        const Folder folder;
        const std::vector<std::string> paths = some_files(random, folder);
        const Lanes lanes{i};
        INFO("load " << i);

        const LoadedInput input = load_files(paths);
        const std::vector<BatchCut> cuts{{3}};
        Batching batching = cut_batches(input.files(), cuts);
        lanes.give(batching, 0);
        const ContentionReport whole = check_contention(input.keys(), batching, some_options());
        soft_only += whole.hard.conflicting_keys < whole.all.conflicting_keys ? 1U : 0U;
        unsafe += whole.all.safe() ? 0U : 1U;

        const auto one = merge(map_parts(paths, paths.size(), 1, lanes), 1);
        REQUIRE(one.has_value());
        check_counts(one->hard, whole.hard);
        check_counts(one->all, whole.all);

        Parts parts = map_parts(paths, 1, 3, lanes);
        std::reverse(parts.begin(), parts.end());
        const auto many = merge(parts, 3);
        REQUIRE(many.has_value());
        REQUIRE(same(one->hard, many->hard));
        REQUIRE(same(one->all, many->all));
    }
    CHECK(soft_only > 30);
    CHECK(unsafe > 30);
    CHECK(unsafe < 150);
}

TEST_CASE("parts that do not belong together are refused") {
    const Folder folder;
    const std::vector<std::string> paths{folder.write("a.csv", "ContactId\n003000000000001\n")};
    const Parts part = map_parts(paths, 1, 2, Lanes{1});
    CHECK_FALSE(merge({part[0], part[0]}, 2).has_value());
    Parts swapped = part;
    std::swap(swapped[0][0], swapped[0][1]);
    CHECK_FALSE(merge(swapped, 2).has_value());
    CHECK(merge(part, 2).has_value());
    CHECK(merge({}, 2)->all.safe());
}

}  // namespace
}  // namespace rowlock
