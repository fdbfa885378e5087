#pragma once

#include "harness/load/source_spec.hpp"
#include "mockorg/base/random.hpp"

#include <variant>

namespace rowlock {

/// Draws ranks 1 to n with weight 1 / rank^exponent, by rejection-inversion: no table, about one
/// and a half uniform numbers per draw.
class ZipfLaw {
public:
    ZipfLaw(double exponent, RowNumber n);

    RowNumber draw(Random random) const;

private:
    double density(double x) const;
    double integral(double x) const;
    double inverse_integral(double y) const;

    double exponent_;
    double n_;
    double integral_low_;
    double integral_high_;
    double accept_below_;
};

/// Says which parent each row refers to. Any row, any order: it draws from a stream of the row's
/// own.
class ParentPicker {
public:
    /// `parents` > 0. A single parent must be below it.
    ParentPicker(const ParentPick& pick, RowNumber parents, RowNumber rows, Random stream);

    RowNumber pick(RowNumber row) const;

private:
    struct Uniform {};

    struct Sequential {};

    struct Grouped {};

    struct Hot {
        double share;
        RowNumber parents;
    };

    struct Single {
        RowNumber parent;
    };

    using Law = std::variant<Uniform, Sequential, Grouped, ZipfLaw, Hot, Single>;

    static Law law_of(const ParentPick& pick, RowNumber parents);
    RowNumber draw_hot(const Hot& hot, Random random) const;

    Law law_;
    RowNumber parents_;
    RowNumber rows_;
    Random stream_;
};

}  // namespace rowlock
