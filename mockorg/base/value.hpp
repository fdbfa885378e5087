#pragma once

#include "mockorg/base/record_handle.hpp"

#include <cstdint>
#include <string_view>

namespace rowlock {

/// One field's value, as rules and queries see it. A view: text points into its owner.
struct Value {
    enum class Kind : std::uint8_t { null, boolean, number, text, date, datetime, reference };

    Kind kind = Kind::null;

    union {
        bool boolean;
        double number;
        /// Days since 1970-01-01.
        std::int32_t date;
        /// Milliseconds since 1970-01-01T00:00:00Z.
        std::int64_t datetime = 0;
        RecordHandle record;
    };

    std::string_view text;

    static Value of_null() { return {}; }

    static Value of_boolean(bool value) {
        Value result;
        result.kind = Kind::boolean;
        result.boolean = value;
        return result;
    }

    static Value of_number(double value) {
        Value result;
        result.kind = Kind::number;
        result.number = value;
        return result;
    }

    static Value of_text(std::string_view value) {
        Value result;
        result.kind = Kind::text;
        result.text = value;
        return result;
    }

    static Value of_date(std::int32_t days) {
        Value result;
        result.kind = Kind::date;
        result.date = days;
        return result;
    }

    static Value of_datetime(std::int64_t milliseconds) {
        Value result;
        result.kind = Kind::datetime;
        result.datetime = milliseconds;
        return result;
    }

    static Value of_record(RecordHandle handle) {
        Value result;
        result.kind = Kind::reference;
        result.record = handle;
        return result;
    }

    bool is_null() const { return kind == Kind::null; }
};

}  // namespace rowlock
