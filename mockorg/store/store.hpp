#pragma once

#include "mockorg/base/interner.hpp"
#include "mockorg/base/text_arena.hpp"
#include "mockorg/schema/record_reader.hpp"
#include "mockorg/schema/schema.hpp"
#include "mockorg/store/child_index.hpp"
#include "mockorg/store/delete_groups.hpp"
#include "mockorg/store/object_table.hpp"
#include "mockorg/store/text_index.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace rowlock {

/// What somebody reads of a store: fields of objects, and of one of them only some rows.
struct ReadSet {
    std::map<ObjectNo, std::vector<FieldNo>> fields;
    ObjectNo object{};
    /// By chunks of ObjectTable: whether any of their rows of `object` is read. Nothing: any may
    /// be.
    std::optional<std::vector<bool>> chunks;

    bool operator==(const ReadSet&) const = default;
};

/// All records of an org. Knows nothing of rules: it stores what it is told. Copies are cheap
/// (chunks, text and indexes are shared until one side writes) and independent: that is a snapshot.
/// One thread.
class Store final : public RecordReader {
public:
    /// `instance`: characters 4 to 6 of every id minted here. The first User row is made at once:
    /// the org's own user.
    Store(std::shared_ptr<const Schema> schema, std::array<char, 3> instance);

    const Schema& schema() const { return *schema_; }

    const ObjectTable& table(ObjectNo object) const {
        return tables_[static_cast<std::size_t>(object)];
    }

    RecordHandle user() const { return user_; }

    // Reading. Deleted rows are read like live ones; `state` tells.

    /// SystemModstamp is LastModifiedDate; a boolean never set is false.
    Value value(RecordHandle record, FieldNo field) const override;

    /// Any row, deleted or not; purged rows are not found.
    std::optional<RecordHandle> find(const RecordId& id) const override;

    RecordId id_of(RecordHandle record) const override;

    /// Whether ids of this instance come from this store (such an id without a row never had one).
    bool minted_here(const RecordId& id) const { return id.instance() == instance_; }

    /// Whether any row may have an id that was not minted here. Otherwise ids ascend with the rows.
    bool has_foreign_ids(ObjectNo object) const { return extras(object).foreign_ids.size() > 0; }

    /// When a purged record was last modified, in milliseconds since 1970-01-01T00:00:00Z; nothing
    /// for others.
    std::optional<std::int64_t> purged_at(RecordHandle record) const;

    RowState state(RecordHandle record) const { return table(record.object).state(record.row); }

    /// One field of one object, ready to be read row after row: much quicker than value(), for
    /// those who read many rows. Valid until something is written.
    class Column {
    public:
        Value value(std::uint32_t row) const;

    private:
        friend class Store;
        const Store* store_ = nullptr;
        const ObjectTable* table_ = nullptr;
        /// Where the value lies.
        FieldNo field_{};
        ObjectNo object_{};
        CellKind kind_ = CellKind::text;
        bool is_id_ = false;
        bool is_deleted_ = false;
    };

    Column column(ObjectNo object, FieldNo field) const;

    /// The field in whose cells this field's values lie: SystemModstamp has none of its own.
    /// Nothing for what lies in no cell: ids and IsDeleted.
    std::optional<FieldNo> stored_in(ObjectNo object, FieldNo field) const;

    /// Live rows whose text field has this value, in row order, at most `limit`. Builds the field's
    /// index at first use. Letter case counts if the field is case-sensitive.
    std::vector<std::uint32_t> find_by_text(
        ObjectNo object, FieldNo field, std::string_view text, std::size_t limit
    ) const;

    /// The same for a text or a number, as the field's kind is.
    std::vector<std::uint32_t> find_by_value(
        ObjectNo object, FieldNo field, const Value& value, std::size_t limit
    ) const;

    /// Rows, live or deleted, that point to `parent` by this field, ascending. Builds the index at
    /// first use.
    std::vector<std::uint32_t> children(ObjectNo child, FieldNo field, RecordHandle parent) const;

    /// How often anything was written. A copy in which nothing was written since has the same
    /// number.
    std::uint64_t writes() const { return writes_; }

    // Writing. No checks beyond the type of the value.

    RecordHandle append(ObjectNo object);

    /// A row known by an id that was not minted here (a real org's id in a user's file).
    RecordHandle adopt(ObjectNo object, const RecordId& id);

    /// `value` must be of the field's kind, or null.
    void set(RecordHandle record, FieldNo field, const Value& value);

    /// A purged row loses its values, but for when it was last modified, and cannot come back.
    void set_state(RecordHandle record, RowState state);

    /// What was deleted together, for whoever deletes and undeletes to keep.
    const DeleteGroups& delete_groups() const { return delete_groups_; }

    DeleteGroups& delete_groups() { return delete_groups_; }

    /// Moves texts together where most of what was stored is no longer needed, and frees the rest.
    /// Cheap when there is little to gain. Views of texts read from this store before are no longer
    /// valid; those of copies are.
    void reclaim();

    /// A copy that shares what it needs of the records read, and nothing else. Of anything else it
    /// knows nothing, and it must not be written to.
    Store reading_copy(const ReadSet& read) const;

    /// Calls `visit(address, bytes)` for each piece of memory that holds values and may be shared
    /// with copies. Indexes are left out.
    template <class Visit>
    void visit_memory(const Visit& visit) const {
        texts_.visit_blocks(visit);
        for (const ObjectTable& rows : tables_) rows.visit_chunks(visit);
    }

    /// What a result file needs to print ids without the store; safe to use from another thread.
    class IdPrinter {
    public:
        RecordId id_of(std::uint32_t row) const;

    private:
        friend class Store;
        KeyPrefix prefix_{};
        std::array<char, 3> instance_{};
        CowVector<Cell> foreign_{k_null_cell};
        TextArena texts_;
    };

    IdPrinter id_printer(ObjectNo object) const;

    /// Bytes held by columns, text and indexes, roughly.
    std::size_t bytes() const;

private:
    /// What only some tables have.
    struct Extras {
        /// Ids of adopted rows; sized by the last such row.
        CowVector<Cell> foreign_ids{k_null_cell};
        TextIndex rows_by_foreign_id{true};
        /// LastModifiedDate of purged rows; sized by the last such row.
        CowVector<Cell> purged_at{k_null_cell};
        std::map<FieldNo, TextIndex> text_indexes;
        std::map<FieldNo, ChildIndex> child_indexes;
        /// LastModifiedDate, SystemModstamp, IsDeleted.
        FieldNo modified{};
        FieldNo modstamp{};
        FieldNo is_deleted{};
    };

    /// A store without tables, for reading_copy().
    Store(
        std::shared_ptr<const Schema> schema,
        std::array<char, 3> instance,
        std::shared_ptr<Interner> interner,
        RecordHandle user
    );

    static Extras extras_of(const ObjectType& object);

    const Extras& extras(ObjectNo object) const {
        return extras_[static_cast<std::size_t>(object)];
    }

    std::string_view text_of(CellKind kind, Cell cell) const;
    Cell cell_of(const Field& field, const Value& value);
    /// Beside the other texts of the field.
    Cell add_text(const Field& field, std::string_view text);
    const TextIndex& text_index(ObjectNo object, const Field& field) const;
    /// What the index knows a cell by: its text, or the bytes of its number.
    template <class Use>
    void with_key(CellKind kind, Cell cell, const Use& use) const;
    Value value_of(CellKind kind, Cell cell) const;
    void purge(RecordHandle record);
    void move_texts(ObjectTable& rows, const Field& field, const std::vector<bool>& blocks);
    bool holds_value(const Field& field, Cell cell, const Value& value) const;
    void update_indexes(RecordHandle record, const Field& field, Cell old_cell, Cell new_cell);

    std::shared_ptr<const Schema> schema_;
    std::array<char, 3> instance_;
    std::vector<ObjectTable> tables_;
    /// Mutable: indexes are built at first use, which changes no observable state.
    mutable std::vector<Extras> extras_;
    TextArena texts_;
    /// Shared by all copies; codes are never visible outside.
    std::shared_ptr<Interner> interner_;
    RecordHandle user_{};
    std::uint64_t writes_ = 0;
    DeleteGroups delete_groups_;
};

/// A stored row as a RowView.
class StoredRow final : public RowView {
public:
    StoredRow(const Store& store, RecordHandle record) : store_(store), record_(record) {}

    Value value(FieldNo field) const override { return store_.value(record_, field); }

private:
    const Store& store_;
    RecordHandle record_;
};

}  // namespace rowlock
