#pragma once

#include "mockorg/base/assert.hpp"
#include "mockorg/store/store.hpp"

#include <string_view>

namespace rowlock {

/// Makes one set-up record and fills it; its object and fields must be there.
class RecordFiller {
public:
    RecordFiller(Store& store, std::string_view object)
        : store_(store),
          object_(*store.schema().find(object)),
          record_(store.append(object_.number)) {}

    RecordHandle record() const { return record_; }

    void text(std::string_view name, std::string_view value) {
        if (!value.empty()) set(name, Value::of_text(value));
    }

    void number(std::string_view name, double value) { set(name, Value::of_number(value)); }

    void flag(std::string_view name, bool value) { set(name, Value::of_boolean(value)); }

    void record(std::string_view name, RecordHandle value) { set(name, Value::of_record(value)); }

private:
    void set(std::string_view name, const Value& value) {
        const Field* field = object_.find_field(name);
        ROWLOCK_ASSERT(field != nullptr);
        store_.set(record_, field->number, value);
    }

    Store& store_;
    const ObjectType& object_;
    RecordHandle record_;
};

}  // namespace rowlock
