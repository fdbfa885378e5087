#pragma once

#include "mockorg/codec/http_message.hpp"
#include "mockorg/engine/requests.hpp"

namespace rowlock {

/// A page of a query as the REST API answers it; `with_columns`: with `columnMetadata`, which
/// clients ask for by `columns=true`.
HttpResponse query_page_response(
    const RunQuery::Reply& page, double api_version, bool with_columns = false
);

}  // namespace rowlock
