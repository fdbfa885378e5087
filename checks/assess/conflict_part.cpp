#include "checks/assess/conflict_part.hpp"

namespace rowlock {
namespace {

class WitnessWriter {
public:
    WitnessWriter(const LoadedInput& input, const Batching& batching)
        : input_(input), batching_(batching) {}

    ConflictWitness write(const Witness& witness) const {
        ConflictWitness written;
        KeyName name = input_.key_name(witness.key);
        written.key = std::move(name.record);
        written.object = std::move(name.object);
        written.first = place_of(witness.first);
        written.second = place_of(witness.second);
        written.first_rule = rule_of(witness.first.row, witness.key);
        written.second_rule = rule_of(witness.second.row, witness.key);
        if (written.second_rule == written.first_rule) written.second_rule.clear();
        written.soft = witness.soft;
        return written;
    }

private:
    ConflictWitness::Place place_of(const RowPlace& place) const {
        const RowOrigin origin = input_.origin(place.row);
        const std::uint16_t load = batching_.batches[place.batch].load;
        std::uint64_t first = place.batch;
        while (first > 0 && batching_.batches[first - 1].load == load) --first;
        return {
            input_.files()[origin.file].source.path,
            origin.row,
            origin.line,
            place.batch - first + 1};
    }

    /// The rule that makes the row want the key; a certain one before others.
    std::string rule_of(RowNo row, KeyNo key) const {
        std::string rule;
        for (ExplainedKey& explained : input_.explain(row)) {
            if (explained.key != key) continue;
            if (!explained.soft) return std::move(explained.rule);
            if (rule.empty()) rule = std::move(explained.rule);
        }
        return rule;
    }

    const LoadedInput& input_;
    const Batching& batching_;
};

}  // namespace

ConflictPart describe_conflicts(
    const LoadedInput& input, const Batching& batching, const Contention& contention
) {
    ConflictPart part;
    part.keys = contention.conflicting_keys;
    part.pairs = contention.conflicting_pairs;
    part.overlapping_pairs = contention.overlapping_pairs;
    const WitnessWriter writer{input, batching};
    for (const Witness& each : contention.witnesses) part.witnesses.push_back(writer.write(each));
    return part;
}

std::vector<WindowPart> describe_windows(const std::vector<WindowVerdict>& windows) {
    std::vector<WindowPart> parts;
    for (const WindowVerdict& each : windows) {
        parts.push_back(
            {each.window.in_flight,
             each.window.duration_ratio,
             each.window.reach(),
             each.conflicting_keys}
        );
    }
    return parts;
}

}  // namespace rowlock
