#include "harness/batcher/loader/loader_property.hpp"

#include "mockorg/base/case_insensitive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace rowlock::loader {
namespace {

using Finding = std::optional<std::string>;

/// What the loader says of the row; nothing if it says nothing.
std::optional<RowFate> claim_of(const Course& course, std::size_t row) {
    if (!course.account || row >= course.account->size()) return std::nullopt;
    return (*course.account)[row];
}

/// The first row, if any, that `wrong` has something to say about: `row 2 <what it says>`.
template <class Wrong>
Finding first_row(const Course& course, Wrong&& wrong) {
    for (std::size_t row = 0; row < course.truth.rows.size(); ++row) {
        const std::string what = wrong(row, course.truth.rows[row]);
        if (!what.empty()) return fmt::format("row {} {}", row + 1, what);
    }
    return std::nullopt;
}

/// Records of the row's key that somebody wrote wrong.
std::uint32_t wrong_copies(const RowTruth& truth) {
    return truth.copies - truth.right - truth.untouched;
}

Finding check_lost(const Course& course) {
    return first_row(course, [&](std::size_t row, const RowTruth& truth) -> std::string {
        const bool lost = claim_of(course, row) == RowFate::loaded && truth.right == 0 &&
                          wrong_copies(truth) == 0;
        return lost ? "is loaded, the loader says; the org does not have it" : "";
    });
}

Finding check_doubled(const Course& course) {
    return first_row(course, [](std::size_t, const RowTruth& truth) -> std::string {
        return truth.copies > 1 ? fmt::format("is in the org {} times", truth.copies) : "";
    });
}

Finding check_content(const Course& course) {
    const auto wrong = first_row(course, [](std::size_t, const RowTruth& truth) -> std::string {
        return wrong_copies(truth) > 0 ? "is in the org with other text than it was given" : "";
    });
    if (wrong || course.truth.invented == 0) return wrong;
    return fmt::format("{} in the org stand for no row", course.truth.invented);
}

/// What may be said of a row that the org does not have.
bool may_say(RowFate fate, const RowTruth& truth) {
    if (fate == RowFate::failed) return truth.failures > 0;
    return fate == RowFate::unprocessed && (truth.failures == 0 || truth.unprocessed > 0);
}

Finding check_account(const Course& course) {
    if (!course.account) return std::nullopt;
    const std::size_t rows = course.task.rows.size();
    if (course.account->size() != rows) {
        return fmt::format("the account has {} rows, the load {}", course.account->size(), rows);
    }
    return first_row(course, [&](std::size_t row, const RowTruth& truth) -> std::string {
        const RowFate fate = (*course.account)[row];
        const bool there = truth.right > 0;
        if (fate == RowFate::loaded) return "";
        if (there) return fmt::format("is {}, the loader says; the org has it", name_of(fate));
        if (may_say(fate, truth)) return "";
        return fmt::format(
            "is {}, the loader says; the org says {}",
            name_of(fate),
            truth.failures > 0 ? "failed" : "unprocessed"
        );
    });
}

Finding check_ends(const Course& course) {
    if (course.account) return std::nullopt;
    return "the loader gives no account: " + course.failure;
}

Finding check_open_jobs(const Course& course) {
    const auto& open = course.truth.open_jobs;
    if (open.empty() || !course.account) return std::nullopt;
    return fmt::format("job {} is still open when the loader has ended", open.front());
}

Finding check_refused(const Course& course) {
    return first_row(course, [](std::size_t, const RowTruth& truth) -> std::string {
        if (truth.refusals < 2) return "";
        return fmt::format(
            "cannot be loaded, as the org says, and was sent {} times", truth.refusals
        );
    });
}

Finding check_persistence(const Course& course) {
    if (!course.account) return std::nullopt;
    return first_row(course, [&](std::size_t row, const RowTruth& truth) -> std::string {
        // Any other row that was refused had been sent otherwise than it was given.
        const bool hopeless = course.history.rows[row].hopeless;
        const bool given_up = truth.right == 0 && !hopeless && wrong_copies(truth) == 0 &&
                              claim_of(course, row) != RowFate::loaded;
        return given_up ? "was given up, though it could be loaded when the trouble was over" : "";
    });
}

}  // namespace

Course run_history(const Loader& loader, const History& history) {
    FaultyOrg org{history};
    Course course;
    course.history = history;
    course.task = org.task();
    try {
        course.account = loader(org.task(), org);
    } catch (const FaultyOrg::Exhausted& exhausted) {
        course.failure = exhausted.why;
    } catch (const std::exception& thrown) {
        course.failure = fmt::format("it threw '{}'", thrown.what());
    } catch (...) {
        course.failure = "it threw something";
    }
    course.truth = org.truth();
    course.transcript = org.transcript();
    return course;
}

const std::vector<LoaderProperty>& all_loader_properties() {
    static const std::vector<LoaderProperty> k_properties{
        {"L1", "lost", "what the loader calls loaded is in the org", check_lost},
        {"L2", "doubled", "no row is in the org twice", check_doubled},
        {"L3", "content", "rows are in the org as they were given, cell by cell", check_content},
        {"L4", "account", "the loader says of every row what the org says", check_account},
        {"L5", "ends", "the loader ends with an account", check_ends},
        {"L6", "open-jobs", "no job is left open or running", check_open_jobs},
        {"L7", "refused", "what the org refuses for good is not sent again", check_refused},
        {"L8",
         "persistence",
         "what only locks, outages and aborts kept out is loaded in the end",
         check_persistence},
    };
    return k_properties;
}

const LoaderProperty* find_loader_property(std::string_view word) {
    for (const LoaderProperty& property : all_loader_properties()) {
        if (equal_ignoring_case(property.id, word) || equal_ignoring_case(property.name, word)) {
            return &property;
        }
    }
    return nullptr;
}

}  // namespace rowlock::loader
