#include "checks/input/loaded_input.hpp"

#include "checks/input/loaded_rows.hpp"

namespace rowlock {

LoadedInput::LoadedInput(std::unique_ptr<LoadedRows> rows) : rows_(std::move(rows)) {}

LoadedInput::LoadedInput(LoadedInput&&) noexcept = default;
LoadedInput& LoadedInput::operator=(LoadedInput&&) noexcept = default;
LoadedInput::~LoadedInput() = default;

const RowKeys& LoadedInput::keys() const {
    return rows_->keys;
}

const std::vector<LoadedFile>& LoadedInput::files() const {
    return rows_->files;
}

const std::vector<Unresolved>& LoadedInput::unresolved() const {
    return rows_->unresolved;
}

std::string_view LoadedInput::key_object(KeyNo key) const {
    return rows_->key_object(key);
}

KeyName LoadedInput::key_name(KeyNo key) const {
    return rows_->key_name(key);
}

KeyNaming LoadedInput::key_naming(KeyNo key) const {
    return rows_->key_naming(key);
}

bool LoadedInput::names_vary() const {
    return rows_->names_vary();
}

RowOrigin LoadedInput::origin(RowNo row) const {
    return rows_->origin(row);
}

std::string_view LoadedInput::row_text(RowNo row) const {
    return rows_->row_text(row);
}

std::uint32_t LoadedInput::byte_size(RowNo row) const {
    return rows_->byte_size(row);
}

std::vector<ExplainedKey> LoadedInput::explain(RowNo row) const {
    return rows_->explain(row);
}

std::vector<Unresolved> LoadedInput::unresolved_of(RowNo row) const {
    return rows_->unresolved_of(row);
}

}  // namespace rowlock
