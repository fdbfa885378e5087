#pragma once

#include "harness/batcher/abstract_case.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace rowlock::batcher {

/// The case with these of its rows, from 0, in this order.
AbstractCase with_rows(const AbstractCase& abstract, const std::vector<std::uint32_t>& rows);

/// Every id written in this way; what is no id stays as it is.
AbstractCase with_form(const AbstractCase& abstract, IdForm form);

/// Every case twin made a parent on its own.
AbstractCase without_twins(const AbstractCase& abstract);

/// Other names for the same parents: last becomes first.
AbstractCase with_renamed_parents(const AbstractCase& abstract);

/// Every row without any parent gets one of its own. Needs a key column.
AbstractCase with_fresh_parents(const AbstractCase& abstract);

/// One more row, without a parent or with a new one.
AbstractCase with_unrelated_row(const AbstractCase& abstract, bool with_parent);

/// Every row `times` times, and as much larger batches.
AbstractCase multiplied(const AbstractCase& abstract, std::uint32_t times);

/// Whether batches are limited in bytes: then what changes the length of rows changes the plan.
bool bytes_limited(const AbstractCase& abstract);

/// A number above all parents', odd: no twin.
ParentNo fresh_parent(const AbstractCase& abstract);

}  // namespace rowlock::batcher
