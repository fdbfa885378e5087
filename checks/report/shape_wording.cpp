#include "checks/report/shape_wording.hpp"

#include "checks/report/wording.hpp"
#include "mockorg/base/counted.hpp"

#include <fmt/format.h>

#include <cmath>

namespace rowlock {

std::string binding_reason(
    BindingBound binding, const std::vector<std::string>& keys, std::uint64_t rows
) {
    switch (binding) {
        case BindingBound::work:
            break;
        case BindingBound::key:
            if (rows == 1) return "the time that a single row takes";
            return fmt::format(
                "{}: batches with any of its {} must run one after another, however these are cut",
                fmt::join(keys, ", "),
                counted(rows, "row")
            );
        case BindingBound::triangle:
            return fmt::format(
                "{}: {} lock two of these three, so any two of the rows share a record and their "
                "batches must run one after another",
                fmt::join(keys, ", "),
                counted(rows, "row")
            );
    }
    return "all the work, shared out evenly among the batches in flight";
}

std::string binding_text(const BoundPart& bounds) {
    return binding_reason(bounds.binding, bounds.binding_keys, bounds.binding_rows);
}

std::vector<std::string> bound_sentences(const BoundPart& bounds) {
    std::vector<std::string> sentences;
    sentences.push_back(fmt::format(
        "No plan takes less than {} with {} in flight (k); what sets this is {}",
        time_text(bounds.bound_seconds),
        counted(bounds.workers, "batch"),
        binding_text(bounds)
    ));
    if (bounds.makespan_seconds && bounds.bound_seconds > 0.0) {
        sentences.push_back(fmt::format(
            "The batches as they are take {}, {} more than that",
            time_text(*bounds.makespan_seconds),
            rate_text(*bounds.makespan_seconds / bounds.bound_seconds - 1.0)
        ));
    }
    if (!bounds.safe_batches_min) {
        sentences.emplace_back(
            "No batching without conflicts exists: more rows hang together by shared records than "
            "fit in a batch"
        );
    } else {
        sentences.push_back(fmt::format(
            "{} without conflicts exists; it takes at least {}",
            bounds.keys_known ? "A batching" : "By the locks that are known, a batching",
            counted(*bounds.safe_batches_min, "batch")
        ));
    }
    if (bounds.quota_days > 0) {
        sentences.push_back(fmt::format(
            "The daily quota of batches adds at least {}", counted(bounds.quota_days, "full day")
        ));
    }
    return sentences;
}

std::vector<std::string> component_sentences(const ComponentPart& components) {
    if (components.components == 0) return {"No row locks a record, so rows do not hang together"};
    std::vector<std::string> sentences = {fmt::format(
        "By shared records, rows hang together in {}; the largest has {}, {}",
        counted(components.components, "group"),
        counted(components.largest_rows, "row"),
        components.all_fit ? "and each fits in a batch" : "more than fit in a batch"
    )};
    if (components.cross_link_warning) {
        sentences.push_back(fmt::format(
            "On average each parent's rows have {:.2f} links to rows of other parents; from about "
            "1 on, most rows hang together",
            components.cross_links
        ));
    }
    return sentences;
}

std::string skew_sentence(const SkewPart& skew) {
    std::string text = fmt::format(
        "{}: {} under {}", skew.field, counted(skew.rows, "row"), counted(skew.parents, "parent")
    );
    // The estimate of a handful of rows may exceed the parents they name, which tells nobody a
    // thing.
    const auto effective = static_cast<std::uint64_t>(std::llround(skew.effective_parents));
    if (effective > 0 && effective <= skew.parents) {
        text += fmt::format(
            ", which collide as often as if spread evenly over {}", counted(effective, "parent")
        );
    }
    if (skew.parents_from_6000 > 0) {
        text += fmt::format(
            "; {} of 6,000 rows or more, {} of them 10,000 or more",
            counted(skew.parents_from_6000, "parent"),
            grouped(skew.parents_from_10000)
        );
    }
    if (!skew.largest.empty()) {
        text += fmt::format(
            "; the largest, {}, has {}",
            skew.largest.front().key,
            counted(skew.largest.front().rows, "row")
        );
    }
    return text;
}

}  // namespace rowlock
