#include "mockorg/engine/pk_chunking.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace rowlock {
namespace {

/// Batches an org takes within 24 hours; a query cut finer than that could never be run.
constexpr std::uint64_t k_chunks_max = 15'000;

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
std::string with_condition(const BulkQuery& query, std::string_view condition) {
    const std::string_view soql = query.soql;
    const std::size_t begin = query.query.where_begin;
    const std::size_t end = query.query.where_end;
    const std::string_view head = soql.substr(0, begin);
    const std::string_view tail = soql.substr(end);
    if (!query.query.where) return fmt::format("{} WHERE {}{}", head, condition, tail);
    return fmt::format("{}({}) AND {}{}", head, soql.substr(begin, end - begin), condition, tail);
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
    const auto whole = std::make_shared<const std::string>(query.soql);
    std::vector<QueryChunk> chunks;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t low = *first + i * chunking.chunk_size;
        const std::uint64_t high = low + chunking.chunk_size;
        auto shown = std::make_shared<const std::string>(with_condition(
            query,
            fmt::format(
                "{0} >= '{1}' AND {0} < '{2}'", key->field->name, id_text(low), id_text(high)
            )
        ));
        QueryChunk chunk{shown, shown, {}};
        if (chunking.parent.empty()) {
            // By row, so that records known by an id of another org are in one of the chunks, too.
            chunk.evaluated = whole;
            chunk.rows = {row_of(low), row_of(high)};
        }
        chunks.push_back(std::move(chunk));
    }
    return chunks;
}

}  // namespace rowlock
