#include "harness/batcher/loader/loader_property.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/utf8.hpp"

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

/// The text for people: line ends and other control characters as escapes, and ill-formed UTF-8,
/// too.
std::string visible_text(std::string_view text) {
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const std::size_t length = utf8_length_at(text, at);
        if (byte == '\n') {
            shown += "\\n";
        } else if (byte == '\r') {
            shown += "\\r";
        } else if (length == 0 || byte < 0x20) {
            shown += fmt::format("\\x{:02X}", byte);
        } else {
            shown += text.substr(at, length);
        }
        at += std::max<std::size_t>(1, length);
    }
    return shown;
}

Finding check_lost(const Course& course) {
    return first_row(course, [&](std::size_t row, const RowTruth& truth) -> std::string {
        const bool lost =
            claim_of(course, row) == RowFate::loaded && truth.right == 0 && !truth.spoiled;
        return lost ? "is loaded, the loader says; the org does not have it" : "";
    });
}

Finding check_doubled(const Course& course) {
    return first_row(course, [](std::size_t, const RowTruth& truth) -> std::string {
        return truth.copies > 1 ? fmt::format("is in the org {} times", truth.copies) : "";
    });
}

/// `Description is `a` in the org, the file says ` a `` of a row that somebody wrote wrong.
std::string spoiled_text(const Course& course, std::size_t row) {
    const SpoiledCell& cell = *course.truth.rows[row].spoiled;
    return fmt::format(
        "{} is `{}` in the org, the file says `{}`",
        course.task.columns[cell.column],
        visible_text(cell.stored),
        visible_text(course.task.rows[row][cell.column])
    );
}

Finding check_content(const Course& course) {
    const auto wrong = first_row(course, [&](std::size_t row, const RowTruth& truth) {
        if (truth.spoiled) return "is not what it was given as: " + spoiled_text(course, row);
        if (truth.refusals == 0 || course.history.rows[row].hopeless) return std::string{};
        return fmt::format(
            "was refused, though the org takes it as it was given: {}", visible_text(truth.refusal)
        );
    });
    if (wrong || !course.truth.invented) return wrong;
    return fmt::format(
        "a contact in the org stands for no row: {} is `{}`",
        course.task.columns[course.task.key_column],
        visible_text(*course.truth.invented)
    );
}

/// What may be said of a row that the org does not have.
bool may_say(RowFate fate, const Course& course, const RowTruth& truth) {
    if (fate == RowFate::unknown) return course.truth.happenings.any_doubt();
    if (!course.truth.told_by_jobs) return true;
    if (fate == RowFate::failed) return truth.failures > 0;
    return truth.failures == 0 || truth.unprocessed > 0;
}

/// What the org has to say of such a row.
std::string_view word_of(const RowTruth& truth) {
    return truth.failures > 0 ? "failed" : "unprocessed";
}

Finding check_account(const Course& course) {
    if (!course.account) return std::nullopt;
    const std::size_t rows = course.task.rows.size();
    if (course.account->size() != rows) {
        return fmt::format("the account has {} rows, the load {}", course.account->size(), rows);
    }
    return first_row(course, [&](std::size_t row, const RowTruth& truth) -> std::string {
        const RowFate fate = (*course.account)[row];
        const bool there = truth.right > 0 || truth.spoiled;
        if (fate == RowFate::loaded) return "";
        const bool excused = fate == RowFate::unknown || !there;
        if (excused && may_say(fate, course, truth)) return "";
        const std::string said = fmt::format("is {}, the loader says; the org ", name_of(fate));
        if (!there) return fmt::format("{}says {}", said, word_of(truth));
        return said + "has it" + (truth.spoiled ? ": " + spoiled_text(course, row) : "");
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
        const auto claim = claim_of(course, row);
        // Who cannot know whether a row arrived must not send it again.
        const bool careful = claim == RowFate::unknown && course.truth.happenings.any_doubt();
        const bool excused = careful || claim == RowFate::loaded ||
                             course.history.rows[row].hopeless || truth.spoiled;
        const bool given_up = truth.right == 0 && !excused;
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
