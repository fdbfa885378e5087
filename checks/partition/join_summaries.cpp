#include "checks/partition/join_summaries.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

namespace rowlock {
namespace {

Failure not_alike(const PartFile& part, const PartFile& first, const std::string& what) {
    return fail(
        ErrorCode::bad_file,
        part.name() + " and " + first.name() + " do not belong together: " + what
    );
}

std::string shown(const std::string& value) {
    return value.empty() ? "none" : value;
}

Result<void> compare(const PartFile& part, const PartFile& first) {
    if (part.partitions() != first.partitions()) {
        return not_alike(
            part,
            first,
            "--partitions was " + std::to_string(part.partitions()) + " and " +
                std::to_string(first.partitions()) + "; map one of them again"
        );
    }
    const PartSummary& own = part.summary();
    const PartSummary& other = first.summary();
    for (std::size_t i = 0; i < std::min(own.settings.size(), other.settings.size()); ++i) {
        if (own.settings[i] == other.settings[i]) continue;
        return not_alike(
            part,
            first,
            own.settings[i].name + " was " + shown(own.settings[i].value) + " and " +
                shown(other.settings[i].value) + "; map one of them again"
        );
    }
    const bool same_model = own.settings.size() == other.settings.size() &&
                            own.objects == other.objects && own.key_fields == other.key_fields &&
                            own.rules == other.rules;
    if (same_model) return {};
    return not_alike(part, first, "they were made by different versions; map them again");
}

/// Adds counts of the same things up.
class UnresolvedSum {
public:
    void add(const Unresolved& each, std::uint64_t rows_before) {
        const auto same = std::find_if(sum_.begin(), sum_.end(), [&](const Unresolved& other) {
            return !comes_first(each, other) && !comes_first(other, each);
        });
        if (same != sum_.end()) {
            same->rows += each.rows;
            return;
        }
        sum_.push_back(each);
        sum_.back().first_row += static_cast<RowNo>(rows_before);
    }

    std::vector<Unresolved> take() {
        std::sort(sum_.begin(), sum_.end(), comes_first);
        return std::move(sum_);
    }

private:
    std::vector<Unresolved> sum_;
};

class OwnerSum {
public:
    void add(const PartSummary::Owner& owner) {
        const auto [at, is_new] = position_of_.try_emplace(owner.name, sum_.size());
        if (is_new) {
            sum_.push_back(owner);
        } else {
            sum_[at->second].rows += owner.rows;
        }
    }

    std::vector<PartSummary::Owner> take() { return std::move(sum_); }

private:
    std::unordered_map<std::string, std::size_t> position_of_;
    std::vector<PartSummary::Owner> sum_;
};

}  // namespace

Result<PartSummary> join_summaries(const std::vector<PartFile>& parts) {
    PartSummary joined = parts.front().summary();
    joined.files.clear();
    joined.findings.clear();
    joined.rows = joined.uses = 0;
    std::map<std::string, const PartFile*> part_of_file;
    UnresolvedSum unresolved;
    OwnerSum owners;
    for (const PartFile& part : parts) {
        if (auto alike = compare(part, parts.front()); !alike) {
            return Failure{std::move(alike.error())};
        }
        const PartSummary& own = part.summary();
        for (const PartSummary::File& file : own.files) {
            const auto [at, is_new] = part_of_file.try_emplace(file.path, &part);
            if (!is_new && at->second != &part) {
                return not_alike(
                    part, *at->second, file.path + " is in both; leave one out, or rename the file"
                );
            }
            joined.files.push_back(file);
        }
        for (const Unresolved& each : own.unresolved) unresolved.add(each, joined.rows);
        for (const PartSummary::Owner& owner : own.owners) owners.add(owner);
        joined.findings.insert(joined.findings.end(), own.findings.begin(), own.findings.end());
        joined.rows += own.rows;
        joined.uses += own.uses;
    }
    joined.unresolved = unresolved.take();
    joined.owners = owners.take();
    return joined;
}

std::vector<LoadedFile> files_of(const PartSummary& summary) {
    std::vector<LoadedFile> files;
    for (const PartSummary::File& said : summary.files) {
        LoadedFile& file = files.emplace_back(CsvSource{said.path, MappedFile{}}, said.load);
        file.rows = said.rows;
        file.bytes = said.bytes;
        file.header_bytes = said.header_bytes;
        file.faults.rows = said.fault_rows;
        file.faults.counts = said.faults;
        file.fields = said.fields;
        file.names_by = said.names_by;
    }
    return files;
}

}  // namespace rowlock
