#include "harness/query/record_query.hpp"

#include "harness/replay/bulk2_requests.hpp"
#include "harness/replay/wire_error.hpp"
#include "mockorg/base/record_id.hpp"
#include "mockorg/codec/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>

namespace rowlock {
namespace {

/// `resource` is `query`, or `queryAll` for deleted records, too.
HttpRequest query(const std::string& soql, const std::string& resource) {
    return request_of(
        "GET",
        "/services/data/v" + std::string{k_api_version} + '/' + resource +
            "?q=" + percent_encode(soql)
    );
}

struct QueryPage {
    std::uint64_t total = 0;
    IdTable ids;
    /// Path of the next page; empty on the last one.
    std::string next;
};

Result<IdText> read_id(const RequestLine& asked, const HttpResponse& answer, const Json& record) {
    const auto id = record.is_object() ? record.find("Id") : record.end();
    if (record.is_object() && id != record.end() && id->is_string()) {
        if (const auto parsed = RecordId::parse(id->get_ref<const std::string&>())) {
            const std::string text = parsed->text();
            IdText out{};
            std::copy(text.begin(), text.end(), out.begin());
            return out;
        }
    }
    return Failure{protocol_error(asked, answer, "expected records with an Id each")};
}

Result<QueryPage> read_page(const RequestLine& asked, const HttpResponse& answer) {
    if (answer.status >= 400) return Failure{refusal(asked, answer)};
    const auto json = parse_json(answer.body);
    if (answer.status != 200 || !json || !json->is_object()) {
        return Failure{protocol_error(asked, answer, "expected a query result")};
    }
    const auto total = json->find("totalSize");
    const auto records = json->find("records");
    if (total == json->end() || !total->is_number_unsigned() || records == json->end() ||
        !records->is_array()) {
        return Failure{protocol_error(asked, answer, "expected totalSize and records")};
    }
    QueryPage page;
    page.total = total->get<std::uint64_t>();
    for (const Json& record : *records) {
        auto id = read_id(asked, answer, record);
        if (!id) return Failure{std::move(id.error())};
        page.ids.push_back(*id);
    }
    const auto next = json->find("nextRecordsUrl");
    if (next != json->end() && next->is_string()) page.next = next->get<std::string>();
    // Only ever to the same API of the same org.
    if (!page.next.empty() && !page.next.starts_with("/services/data/")) {
        return Failure{
            protocol_error(asked, answer, "expected nextRecordsUrl to begin with /services/data/")};
    }
    return page;
}

/// Whether quotes and parentheses match.
bool is_balanced(const std::string& condition) {
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < condition.size(); ++i) {
        const char c = condition[i];
        if (quoted && c == '\\') {
            ++i;
        } else if (c == '\'') {
            quoted = !quoted;
        } else if (!quoted && c == '(') {
            ++depth;
        } else if (!quoted && c == ')') {
            if (depth == 0) return false;
            --depth;
        }
    }
    return depth == 0 && !quoted;
}

Result<QueryPage> ask_page(const AskFn& ask, const HttpRequest& request, const RequestLine& asked) {
    const auto answer = ask(request);
    if (!answer) return Failure{answer.error()};
    return read_page(asked, *answer);
}

/// The first page. `resource`: as for query().
Result<QueryPage> ask_query(
    const AskFn& ask, const std::string& soql, const std::string& resource = "query"
) {
    return ask_page(ask, query(soql, resource), RequestLine::of_query(soql));
}

}  // namespace

std::string RecordSelection::from_clause() const {
    return " FROM " + object + (where.empty() ? std::string{} : " WHERE (" + where + ")");
}

Result<void> check_selection(const RecordSelection& selection) {
    const bool valid = !selection.object.empty() &&
                       std::all_of(selection.object.begin(), selection.object.end(), [](char c) {
                           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
                       });
    if (valid && is_balanced(selection.where)) return {};
    if (valid) {
        return fail(
            ErrorCode::bad_configuration,
            "the quotes or parentheses of the condition do not match: " + selection.where
        );
    }
    return fail(
        ErrorCode::bad_configuration,
        "\"" + selection.object + "\" is no sObject name; give one like Opportunity with --object"
    );
}

RecordSelection in_recycle_bin(const RecordSelection& selection) {
    RecordSelection deleted{selection.object, "IsDeleted = TRUE"};
    if (!selection.where.empty()) deleted.where += " AND (" + selection.where + ")";
    return deleted;
}

Result<std::uint64_t> count_records(const AskFn& ask, const RecordSelection& selection) {
    const auto page = ask_query(ask, "SELECT COUNT()" + selection.from_clause());
    if (!page) return Failure{page.error()};
    return page->total;
}

Result<std::uint64_t> count_in_recycle_bin(const AskFn& ask, const RecordSelection& selection) {
    const std::string from = in_recycle_bin(selection).from_clause();
    const auto page = ask_query(ask, "SELECT COUNT()" + from, "queryAll");
    if (!page) return Failure{page.error()};
    return page->total;
}

Result<IdTable> select_ids(
    const AskFn& ask, const RecordSelection& selection, const PageFn& on_page
) {
    IdTable ids;
    const std::string soql = "SELECT Id" + selection.from_clause();
    HttpRequest request = query(soql, "query");
    for (;;) {
        auto page = ask_page(ask, request, RequestLine::of_query(soql));
        if (!page) return Failure{std::move(page.error())};
        ids.insert(ids.end(), page->ids.begin(), page->ids.end());
        const bool go_on = on_page(ids.size(), page->total);
        if (page->next.empty() || !go_on) return ids;
        // A locator that leads in circles would fill the memory.
        if (page->ids.empty() || ids.size() > page->total) {
            return fail(
                ErrorCode::protocol_broken,
                "GET " + request.target + ": more pages than the query's totalSize allows"
            );
        }
        request = request_of("GET", std::move(page->next));
    }
}

}  // namespace rowlock
