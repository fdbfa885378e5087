#include "mockorg/engine/json_batch.hpp"

#include "mockorg/codec/json_events.hpp"
#include "mockorg/codec/numbers.hpp"
#include "mockorg/engine/parent_columns.hpp"

#include <utility>

namespace rowlock {
namespace {

constexpr std::string_view k_attributes = "attributes";

/// Collects records from the parts of a JSON text. After a mistake it only follows the nesting.
class BatchEvents final : public JsonEvents {
public:
    BatchEvents(const Schema& schema, const ObjectType& object)
        : schema_(schema), object_(object) {}

    Result<RecordTable> take() {
        if (error_) return tl::unexpected{*error_};
        return std::move(table_);
    }

    void begin_object(std::size_t) override {
        Place next = Place::ignored;
        switch (place()) {
            case Place::list:
                next = Place::record;
                table_.begin_record();
                break;
            case Place::record:
                next = key_ == k_attributes ? Place::ignored : Place::parent;
                if (next == Place::parent) begin_parent();
                break;
            case Place::parent:
                if (key_ == k_attributes) {
                    next = Place::parent_attributes;
                } else {
                    complain("The member '" + key_ + "' has no single value");
                }
                break;
            case Place::document:
                complain("A JSON batch is an array of records");
                break;
            case Place::parent_attributes:
            case Place::ignored:
                break;
        }
        places_.push_back(next);
    }

    void end_object(std::size_t) override {
        if (place() == Place::record) table_.end_record();
        if (place() == Place::parent) end_parent();
        places_.pop_back();
    }

    void begin_array(std::size_t) override {
        const bool is_list = place() == Place::document;
        if (!is_list && place() != Place::ignored) complain("The member '" + key_ + "' is a list");
        places_.push_back(is_list ? Place::list : Place::ignored);
    }

    void end_array(std::size_t) override { places_.pop_back(); }

    void key(std::string name, std::size_t, std::size_t) override { key_ = std::move(name); }

    void text(std::string text, std::size_t) override { value(std::move(text)); }

    void number(JsonNumber number, std::size_t) override {
        std::string text;
        if (const auto* real = std::get_if<double>(&number)) {
            append_number(text, *real);
        } else if (const auto* whole = std::get_if<std::int64_t>(&number)) {
            text = std::to_string(*whole);
        } else {
            text = std::to_string(std::get<std::uint64_t>(number));
        }
        value(std::move(text));
    }

    void boolean(bool flag, std::size_t) override { value(flag ? "true" : "false"); }

    void null(std::size_t) override { value(std::nullopt); }

private:
    enum class Place : std::uint8_t { document, list, record, parent, parent_attributes, ignored };

    Place place() const { return places_.empty() ? Place::document : places_.back(); }

    void complain(std::string message) {
        if (!error_) error_ = Error{ErrorCode::invalid_batch, std::move(message), {}};
    }

    void value(std::optional<std::string> value) {
        switch (place()) {
            case Place::record:
                add(value ? key_ : column_of_null(object_, key_), value);
                break;
            case Place::parent:
                members_.emplace_back(key_, std::move(value));
                break;
            case Place::parent_attributes:
                if (key_ == "type") parent_type_ = value.value_or("");
                break;
            case Place::document:
            case Place::list:
                complain("A JSON batch is an array of records");
                break;
            case Place::ignored:
                break;
        }
    }

    void add(const std::string& column, const std::optional<std::string>& value) {
        if (error_ || (value && value->empty())) return;
        if (auto added = table_.add(column, value); !added) error_ = added.error();
    }

    void begin_parent() {
        relationship_ = key_;
        parent_type_.clear();
        members_.clear();
    }

    void end_parent() {
        for (const auto& [name, value] : members_) {
            add(parent_column(schema_, object_, relationship_, parent_type_, name), value);
        }
    }

    const Schema& schema_;
    const ObjectType& object_;
    RecordTable table_;
    std::vector<Place> places_;
    std::string key_;
    std::string relationship_;
    std::string parent_type_;
    /// Of the parent being read: its type may come behind them.
    std::vector<std::pair<std::string, std::optional<std::string>>> members_;
    std::optional<Error> error_;
};

}  // namespace

Result<RecordTable> read_json_batch(
    std::string_view text, const Schema& schema, const ObjectType& object
) {
    BatchEvents events{schema, object};
    if (auto read = read_json_events(text, false, events); !read) {
        return fail(ErrorCode::invalid_batch, read.error().message);
    }
    return events.take();
}

}  // namespace rowlock
