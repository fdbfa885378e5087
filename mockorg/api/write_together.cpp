#include "mockorg/api/write_together.hpp"

#include "mockorg/api/composite_references.hpp"
#include "mockorg/api/name_list.hpp"
#include "mockorg/api/query_page.hpp"
#include "mockorg/api/record_json.hpp"
#include "mockorg/api/record_write.hpp"
#include "mockorg/base/case_insensitive.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace rowlock {
namespace {

constexpr std::size_t k_words_before_object = 4;

std::optional<Operation> operation_of(std::string_view method, std::size_t arguments) {
    if (method == "POST" && arguments == 1) return Operation::insert;
    if (method == "PATCH" && arguments == 2) return Operation::update;
    if (method == "PATCH" && arguments == 3) return Operation::upsert;
    if (method == "DELETE" && arguments == 2) return Operation::remove;
    return std::nullopt;
}

/// The query that the address asks; nothing for other addresses.
std::optional<RunQuery> query_of(const HttpTarget& target) {
    const auto& path = target.path;
    const bool in_rest = path.size() == k_words_before_object &&
                         equal_ignoring_case(path[0], "services") &&
                         equal_ignoring_case(path[1], "data");
    if (!in_rest) return std::nullopt;
    RunQuery query;
    query.soql = target.parameter("q");
    query.include_deleted = equal_ignoring_case(path[3], "queryAll");
    if (!query.include_deleted && !equal_ignoring_case(path[3], "query")) return std::nullopt;
    return query;
}

/// What stands behind `sobjects` in the address; nothing for other addresses.
std::vector<std::string> arguments_of(const HttpTarget& target) {
    const auto& path = target.path;
    const bool writes =
        path.size() > k_words_before_object && equal_ignoring_case(path[0], "services") &&
        equal_ignoring_case(path[1], "data") && equal_ignoring_case(path[3], "sobjects");
    if (!writes) return {};
    return {path.begin() + k_words_before_object, path.end()};
}

/// Turns requests into rows of one write.
class RowReader {
public:
    RowReader(const Schema& schema, const std::vector<Subrequest>& requests)
        : schema_(schema), requests_(requests) {}

    Result<WriteRecords::Row> read(std::size_t number) const {
        const Subrequest& request = requests_[number];
        const HttpTarget target = parse_target(request.url);
        const auto arguments = arguments_of(target);
        if (request.method == "GET") {
            if (auto query = query_of(target)) return looking(std::move(*query));
            if (arguments.size() == 2) return reading(target, arguments, number);
        }
        const auto operation = operation_of(request.method, arguments.size());
        if (!operation) {
            return fail(
                ErrorCode::client_input_error,
                fmt::format(
                    "Only requests about one record, and queries, can succeed or fail together, "
                    "not {} {}",
                    request.method,
                    request.url
                )
            );
        }
        auto write = record_write(schema_, *operation, arguments, request.body);
        if (!write) return Failure{write.error()};
        return linked(std::move(*write), number);
    }

private:
    static Result<WriteRecords::Row> looking(WriteRecords::Look look) {
        WriteRecords::Row row;
        row.look = std::move(look);
        return row;
    }

    Result<WriteRecords::Row> reading(
        const HttpTarget& target, const std::vector<std::string>& arguments, std::size_t number
    ) const {
        GetRecord get{arguments[0], arguments[1], split_names(target.parameter("fields"))};
        std::optional<std::size_t> referred;
        if (has_reference(get.id)) {
            const auto row = row_of(get.id, number);
            if (!row) return Failure{row.error()};
            referred = *row;
        }
        auto row = looking(std::move(get));
        row->target = referred;
        return row;
    }

    /// Takes the references out of a write.
    Result<WriteRecords::Row> linked(WriteRecord write, std::size_t number) const {
        WriteRecords::Row row;
        if (has_reference(write.id)) {
            const auto target = row_of(write.id, number);
            if (!target) return Failure{target.error()};
            row.target = *target;
            write.id.clear();
        }
        std::vector<FieldText> plain;
        for (FieldText& field : write.fields) {
            if (!field.second || !has_reference(*field.second)) {
                plain.push_back(std::move(field));
                continue;
            }
            const auto target = row_of(*field.second, number);
            if (!target) return Failure{target.error()};
            row.links.push_back({field.first, *target});
        }
        write.fields = std::move(plain);
        row.write = std::move(write);
        return row;
    }

    /// The earlier request whose id the text is.
    Result<std::size_t> row_of(std::string_view text, std::size_t number) const {
        const auto reference = whole_reference(text);
        if (!reference || !equal_ignoring_case(reference->path, ".id")) {
            return fail(
                ErrorCode::client_input_error,
                fmt::format("Only a whole @{{name.id}} can be used here, not {}", text)
            );
        }
        for (std::size_t i = 0; i < number; ++i) {
            if (requests_[i].reference == reference->name) return i;
        }
        return fail(
            ErrorCode::client_input_error,
            fmt::format(
                "Invalid reference specified. No value for {}{} found in {}",
                reference->name,
                reference->path,
                reference->name
            )
        );
    }

    const Schema& schema_;
    const std::vector<Subrequest>& requests_;
};

/// `errors` by place; those without one are halted.
TogetherOutcome refused(
    const std::vector<std::string>& references, const std::vector<std::optional<Error>>& errors
) {
    TogetherOutcome outcome;
    for (std::size_t i = 0; i < references.size(); ++i) {
        outcome.responses.push_back(
            errors[i] ? subresponse_of(references[i], *errors[i])
                      : halted(references[i], k_halted_code, k_halted_message)
        );
    }
    return outcome;
}

/// What is needed to tell how a row went, once it has gone.
struct RowTerms {
    Operation operation{};
    std::string object;
    /// The earlier rows whose ids it wants.
    std::vector<std::size_t> wanted;
};

RowTerms terms_of(const WriteRecords::Row& row) {
    RowTerms terms{row.write.operation, row.write.object, {}};
    if (row.target) terms.wanted.push_back(*row.target);
    for (const WriteRecords::Link& link : row.links) terms.wanted.push_back(link.row);
    return terms;
}

/// What went wrong with each row by itself: one that wants the id of a row that failed has nothing
/// of its own to tell.
std::vector<std::optional<Error>> own_errors(
    const std::vector<RowTerms>& terms, const WriteRecords::Reply& reply
) {
    std::vector<std::optional<Error>> errors;
    std::vector<bool> failed;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const auto& wanted = terms[i].wanted;
        const bool follows = std::any_of(wanted.begin(), wanted.end(), [&](std::size_t earlier) {
            return failed[earlier];
        });
        const auto& row = reply.rows[i];
        failed.push_back(follows || !row);
        errors.push_back(row || follows ? std::nullopt : std::optional<Error>{row.error()});
    }
    return errors;
}

HttpResponse seen_response(const WriteRecords::Seen& seen, double api_version) {
    if (const auto* record = std::get_if<RecordFields>(&seen))
        return record_response(*record, api_version);
    return query_page_response(std::get<RunQuery::Reply>(seen), api_version);
}

TogetherOutcome outcome_of(
    const std::vector<std::string>& references,
    const std::vector<RowTerms>& terms,
    const WriteRecords::Reply& reply,
    double api_version
) {
    const bool all = std::all_of(reply.rows.begin(), reply.rows.end(), [](const auto& row) {
        return row.has_value();
    });
    if (!all) return refused(references, own_errors(terms, reply));
    TogetherOutcome outcome;
    outcome.all_went_well = true;
    for (std::size_t i = 0; i < references.size(); ++i) {
        const auto seen = reply.seen.find(i);
        outcome.responses.push_back(subresponse_of(
            references[i],
            seen != reply.seen.end()
                ? seen_response(seen->second, api_version)
                : write_response(terms[i].operation, terms[i].object, *reply.rows[i], api_version)
        ));
    }
    return outcome;
}

}  // namespace

void write_together(
    ApiContext& context,
    double api_version,
    const std::vector<Subrequest>& requests,
    std::function<void(TogetherOutcome)> done
) {
    WriteRecords write;
    write.all_or_none = true;
    write.separate_calls = true;
    std::vector<std::string> references;
    std::vector<std::optional<Error>> errors;
    std::vector<RowTerms> terms;
    const RowReader reader{*context.org.config().schema, requests};
    bool readable = true;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        references.push_back(requests[i].reference);
        auto row = reader.read(i);
        errors.push_back(row ? std::nullopt : std::optional<Error>{row.error()});
        readable = readable && row.has_value();
        if (!row) continue;
        terms.push_back(terms_of(*row));
        write.rows.push_back(std::move(*row));
    }
    if (!readable) return done(refused(references, errors));
    context.org.submit(
        context.org.now(),
        std::move(write),
        [references, terms, api_version, done = std::move(done)](Result<WriteRecords::Reply> reply
        ) {
            if (!reply) {
                const std::vector<std::optional<Error>> same(references.size(), reply.error());
                return done(refused(references, same));
            }
            done(outcome_of(references, terms, *reply, api_version));
        }
    );
}

}  // namespace rowlock
