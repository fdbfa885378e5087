#pragma once

#include "mockorg/api/subrequest.hpp"
#include "mockorg/engine/record_steps.hpp"
#include "mockorg/schema/schema.hpp"

namespace rowlock {

/// Whether the request reads or writes records in a way that a transaction of several requests can
/// take part in: at `sobjects/…`, by a query or as a collection. References may still be in it.
bool is_record_member(const Schema& schema, const Subrequest& request);

/// How such a request went.
struct MemberOutcome {
    HttpResponse response;
    /// The transaction must not stay.
    bool failed = false;
};

/// Does it as a step of a transaction, without references in it.
MemberOutcome perform_record_member(
    RecordSteps& steps, const Schema& schema, const Subrequest& request
);

}  // namespace rowlock
