#include "checks/findings/findings.hpp"

#include "mockorg/base/hash.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

namespace rowlock {
namespace {

constexpr std::size_t k_subjects_max = 200;

}  // namespace

std::string Finding::fingerprint() const {
    std::uint64_t hash = hash_text(info_of(rule).id);
    // However the path to it was written: ./contacts.csv is contacts.csv.
    const std::string path = std::filesystem::path{file}.lexically_normal().string();
    hash = hash_combine(hash, hash_text(path));
    hash = hash_combine(hash, hash_text(field));
    return fmt::format("{:016x}", hash);
}

Finding& Findings::at(const FindingSubject& subject, std::string_view message) {
    Key key{subject.rule, std::string{subject.file}, std::string{subject.field}};
    const auto known = by_subject_.find(key);
    if (known != by_subject_.end()) return known->second;
    std::size_t& subjects = subjects_[{subject.rule, std::string{subject.file}}];
    if (subjects >= k_subjects_max && !subject.field.empty()) {
        return at({subject.rule, subject.file, {}}, "The same for further columns");
    }
    ++subjects;
    Finding& finding = by_subject_[std::move(key)];
    finding.rule = subject.rule;
    finding.file = subject.file;
    finding.field = subject.field;
    finding.message = message.empty() ? info_of(subject.rule).title : message;
    return finding;
}

void Findings::add(Finding& finding, FindingPlace place) {
    ++finding.count;
    const bool says_something = place != FindingPlace{};
    if (says_something && has_room(finding)) finding.examples.push_back(std::move(place));
}

void Findings::add(const FindingSubject& subject, std::string_view message, FindingPlace place) {
    add(at(subject, message), std::move(place));
}

void Findings::put(const Finding& finding) {
    by_subject_[{finding.rule, finding.file, finding.field}] = finding;
}

std::vector<Finding> Findings::sorted() const {
    std::vector<Finding> findings;
    for (const auto& [key, finding] : by_subject_) findings.push_back(finding);
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
        return a.severity() > b.severity();
    });
    return findings;
}

FindingCounts count_findings(const std::vector<Finding>& findings) {
    FindingCounts counts;
    for (const Finding& finding : findings) {
        if (finding.accepted) {
            ++counts.accepted;
            continue;
        }
        switch (finding.severity()) {
            case Severity::error:
                ++counts.errors;
                break;
            case Severity::warning:
                ++counts.warnings;
                break;
            case Severity::note:
                ++counts.notes;
                break;
        }
    }
    return counts;
}

bool any_fails(const std::vector<Finding>& findings, FailOn threshold) {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
        return !finding.accepted && fails(finding.severity(), threshold);
    });
}

std::string shortened(std::string_view value, std::size_t bytes_max) {
    if (value.size() <= bytes_max) return std::string{value};
    std::size_t end = bytes_max;
    const auto continues = [&](std::size_t at) {
        return (static_cast<unsigned char>(value[at]) & 0xC0U) == 0x80U;
    };
    while (end > 0 && continues(end)) --end;
    return std::string{value.substr(0, end)} + "...";
}

}  // namespace rowlock
