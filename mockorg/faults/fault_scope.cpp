#include "mockorg/faults/fault_scope.hpp"

#include "mockorg/base/case_insensitive.hpp"

namespace rowlock {
namespace {

/// Of an id's 18 characters the last three follow from the others.
constexpr std::size_t k_id_characters = 15;

bool same_id(std::string_view a, std::string_view b) {
    return a.substr(0, k_id_characters) == b.substr(0, k_id_characters);
}

/// Whether one of the path's segments is this job's id.
bool names_job(std::string_view path, std::string_view job) {
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::size_t end = std::min(path.find('/'), path.size());
        if (same_id(path.substr(0, end), job)) return true;
        path.remove_prefix(end);
    }
    return false;
}

}  // namespace

bool fits_pattern(std::string_view pattern, std::string_view text) {
    std::size_t at = 0;
    std::size_t place = 0;
    // Behind the last star, and where the text it stands for ends so far.
    std::size_t behind_star = std::string_view::npos;
    std::size_t star_end = 0;
    while (at < text.size()) {
        if (place < pattern.size() && pattern[place] == '*') {
            behind_star = ++place;
            star_end = at;
        } else if (place < pattern.size() && to_lower(pattern[place]) == to_lower(text[at])) {
            ++place;
            ++at;
        } else if (behind_star != std::string_view::npos) {
            place = behind_star;
            at = ++star_end;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', place) == std::string_view::npos;
}

bool matches(const Fault& fault, const FaultedRequest& request) {
    if (subject_of(fault.kind) != FaultSubject::request) return false;
    if (!fault.method.empty() && fault.method != request.method) return false;
    // Who cannot log in cannot even take the fault away again: that has to be asked for.
    const bool named = fault.family || !fault.path.empty();
    if (request.family == ApiFamily::login && !named) return false;
    if (fault.family && fault.family != request.family) return false;
    if (!fault.path.empty() && !fits_pattern(fault.path, request.path)) return false;
    return fault.job.empty() || names_job(request.path, fault.job);
}

bool matches(const Fault& fault, const FaultedJob& job) {
    if (subject_of(fault.kind) != FaultSubject::job) return false;
    if (!fault.job.empty() && !same_id(fault.job, job.id)) return false;
    if (!fault.object.empty() && !equal_ignoring_case(fault.object, job.object)) return false;
    return fault.operation.empty() || equal_ignoring_case(fault.operation, job.operation);
}

}  // namespace rowlock
