#include "mockorg/engine/pk_chunking.hpp"

#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/soql/lexer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

/// Batches an org takes within 24 hours; a query cut finer than that could never be run.
constexpr std::uint64_t k_chunks_max = 15'000;

/// What may stand behind the condition of a query that can be chunked.
constexpr std::array<std::string_view, 2> k_clauses_behind = {"ALL", "FOR"};

/// Whose ids are cut, and by which field of the queried object.
struct ChunkedKey {
    const ObjectType* object;
    const Field* field;
};

Result<ChunkedKey> find_key(
    const Schema& schema, const ObjectType& queried, const std::string& parent_name
) {
    if (parent_name.empty()) return ChunkedKey{&queried, &queried.field(FieldNo{0})};
    const ObjectType* parent = schema.find(parent_name);
    const auto points_to_parent = [&](const Field& field) {
        const auto& targets = field.reference_to;
        return parent != nullptr &&
               std::find(targets.begin(), targets.end(), parent->number) != targets.end();
    };
    const auto& fields = queried.fields();
    const auto found = std::find_if(fields.begin(), fields.end(), points_to_parent);
    if (found != fields.end()) return ChunkedKey{parent, &*found};
    return fail(
        ErrorCode::client_input_error,
        fmt::format("PK chunking: {} has no parent '{}'", queried.name, parent_name)
    );
}

/// The counter of the first id to look at.
Result<std::uint64_t> first_number(const PkChunking& chunking, const ObjectType& object) {
    if (!chunking.start) return 0;
    if (chunking.start->prefix() == object.key_prefix) return chunking.start->number();
    return fail(
        ErrorCode::client_input_error,
        fmt::format("PK chunking: {} is no id of {}", chunking.start->text(), object.name)
    );
}

/// The query with one more condition.
Result<std::string> with_condition(const std::string& query, std::string_view condition) {
    const auto tokens = soql::tokenize(query);
    if (!tokens) return tl::unexpected{tokens.error()};
    std::size_t where = std::string::npos;
    std::size_t tail = query.size();
    std::size_t depth = 0;
    for (const soql::Token& token : *tokens) {
        if (token.text == "(") ++depth;
        if (token.text == ")") --depth;
        if (depth > 0 || token.kind != soql::Token::Kind::name) continue;
        if (equal_ignoring_case(token.text, "WHERE")) where = token.position + token.text.size();
        const bool is_behind =
            std::any_of(k_clauses_behind.begin(), k_clauses_behind.end(), [&](auto word) {
                return equal_ignoring_case(token.text, word);
            });
        if (is_behind && tail == query.size()) tail = token.position;
    }
    std::string_view head = std::string_view{query}.substr(0, tail);
    while (!head.empty() && std::string_view{" \t\r\n"}.find(head.back()) != head.npos)
        head.remove_suffix(1);
    std::string result;
    if (where == std::string::npos) {
        result = fmt::format("{} WHERE {}", head, condition);
    } else {
        std::string_view given = head.substr(where);
        given.remove_prefix(std::min(given.find_first_not_of(" \t\r\n"), given.size()));
        result = fmt::format("{} ({}) AND {}", head.substr(0, where), given, condition);
    }
    if (tail < query.size()) result.append(" ").append(query, tail);
    return result;
}

/// Row numbers are one below the counters of the ids minted here.
std::uint32_t row_of(std::uint64_t number) {
    const std::uint64_t row = number == 0 ? 0 : number - 1;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(row, RowRange{}.end));
}

}  // namespace

Result<void> check_pk_chunking(
    const Schema& schema, const ObjectType& queried, const PkChunking& chunking
) {
    const auto key = find_key(schema, queried, chunking.parent);
    if (!key) return tl::unexpected{key.error()};
    const auto first = first_number(chunking, *key->object);
    if (!first) return tl::unexpected{first.error()};
    return {};
}

Result<std::vector<QueryChunk>> plan_query_chunks(
    const Store& store, const BulkQuery& query, const PkChunking& chunking
) {
    const auto key = find_key(store.schema(), *query.object, chunking.parent);
    if (!key) return tl::unexpected{key.error()};
    const auto first = first_number(chunking, *key->object);
    if (!first) return tl::unexpected{first.error()};
    const std::uint64_t end = std::uint64_t{store.table(key->object->number).rows()} + 1;
    const std::uint64_t left = end > *first ? end - *first : 0;
    const std::uint64_t count =
        std::max<std::uint64_t>(1, (left + chunking.chunk_size - 1) / chunking.chunk_size);
    if (count > k_chunks_max) {
        return fail(
            ErrorCode::exceeded_quota,
            fmt::format(
                "PK chunking: {} batches of {} ids are too many", count, chunking.chunk_size
            )
        );
    }
    const auto id_text = [&](std::uint64_t number) {
        const std::array<char, 3> instance = store.id_of(store.user()).instance();
        const RecordId id = RecordId::make(key->object->key_prefix, instance, number);
        return std::string{id.short_text()};
    };
    std::vector<QueryChunk> chunks;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t low = *first + i * chunking.chunk_size;
        const std::uint64_t high = low + chunking.chunk_size;
        auto shown = with_condition(
            query.soql,
            fmt::format(
                "{0} >= '{1}' AND {0} < '{2}'", key->field->name, id_text(low), id_text(high)
            )
        );
        if (!shown) return tl::unexpected{shown.error()};
        QueryChunk chunk{std::move(*shown), {}, {}};
        if (chunking.parent.empty()) {
            // By row, so that records known by an id of another org are in one of the chunks, too.
            chunk.evaluated = query.soql;
            chunk.rows = {row_of(low), row_of(high)};
        } else {
            chunk.evaluated = chunk.soql;
        }
        chunks.push_back(std::move(chunk));
    }
    return chunks;
}

}  // namespace rowlock
