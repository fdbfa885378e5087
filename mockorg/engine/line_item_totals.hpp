#pragma once

#include "mockorg/engine/write_plan.hpp"

#include <optional>

namespace rowlock {

/// Which fields make up the totals of an opportunity with products. [Object reference, Opportunity]
struct LineItemTotals {
    ObjectNo item{};
    FieldNo opportunity{};
    FieldNo entry{};
    FieldNo item_quantity{};
    FieldNo item_price{};
    FieldNo amount{};
    FieldNo quantity{};
    FieldNo has_items{};
    FieldNo price_book{};
    FieldNo entry_price_book{};
    /// ExpectedRevenue follows from Amount.
    std::optional<WritePlan::Stages> stages;

    /// Nothing if the schema's objects have not all of it.
    static std::optional<LineItemTotals> find(const Schema& schema);
};

/// What a line item adds to its opportunity.
struct LineItemShare {
    std::optional<RecordHandle> opportunity;
    double price = 0;
    double quantity = 0;

    bool operator==(const LineItemShare&) const = default;
};

/// A deleted item still counts in an opportunity that is deleted with it: its totals stay as they
/// are.
LineItemShare share_of_line_item(
    const Store& store, const LineItemTotals& totals, RecordHandle item
);

/// The item was worth one and is worth the other now. An opportunity's first item takes the place
/// of whatever totals were there, and brings its price book where there is none; the last one to go
/// leaves Amount and quantity as they are [inferred].
void move_line_item(
    Store& store,
    const LineItemTotals& totals,
    RecordHandle item,
    const LineItemShare& before,
    const LineItemShare& after
);

}  // namespace rowlock
