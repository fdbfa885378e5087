#pragma once

#include "checks/input/loaded_rows.hpp"
#include "checks/partition/part_file.hpp"
#include "checks/partition/row_reader.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowlock {

/// The rows of several parts one after another, as if they had been read at once. Rows and names
/// stay in the parts' files, the keys of rows in temporary ones; in memory are 16 bytes a record.
class JoinedRows final : public LoadedRows {
public:
    /// `parts`: at least one, all of the same model and number of partitions. `files`: of all
    /// parts, in their order. `folder`: for temporary files. bad_file if blocks make no sense.
    static Result<std::unique_ptr<JoinedRows>> join(
        std::vector<PartFile> parts, std::vector<LoadedFile> files, const std::string& folder
    );

    /// A record that rows of two parts write. `rules`: positions of those by which a row locks the
    /// record it writes; one past the last rule for the key of an upsert.
    std::optional<KeyNo> find_written_in_two(const std::vector<std::uint32_t>& rules) const;

    std::string_view key_object(KeyNo key) const override;
    KeyName key_name(KeyNo key) const override;
    KeyNaming key_naming(KeyNo key) const override;

    bool names_vary() const override { return names_vary_; }

    RowOrigin origin(RowNo row) const override;
    std::string_view row_text(RowNo row) const override;
    std::uint32_t byte_size(RowNo row) const override;
    std::vector<ExplainedKey> explain(RowNo row) override;

    std::vector<Unresolved> unresolved_of(RowNo /*row*/) override { return {}; }

private:
    JoinedRows() = default;

    Result<void> join_keys();
    Result<void> read_rows(std::pmr::vector<std::uint32_t>& ends, std::span<KeyUse> uses) const;
    std::string_view name_of(KeyNo key) const;

    /// The row, read from where the last one was if that is near.
    const RowReader& find(RowNo row) const;

    std::vector<PartFile> parts_;
    std::vector<RowBlock> blocks_;
    std::vector<std::uint64_t> name_places_;
    /// Empty if keys are numbered as records are.
    std::vector<std::uint32_t> number_of_key_;

    struct KeyField {
        std::string name;
        NameKinds kind = 0;
    };

    std::map<std::pair<std::uint16_t, std::uint16_t>, KeyField> key_fields_;
    bool names_vary_ = false;
    mutable RowReader reader_;
    mutable const RowBlock* block_ = nullptr;
};

}  // namespace rowlock
