#include "mockorg/codec/dates.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace rowlock {
namespace {

constexpr int k_first_year = 1700;
constexpr int k_last_year = 4000;
constexpr std::int64_t k_ms_per_second = 1000;
constexpr std::int64_t k_ms_per_minute = 60 * k_ms_per_second;
constexpr std::int64_t k_ms_per_hour = 60 * k_ms_per_minute;
constexpr std::int64_t k_ms_per_day = 24 * k_ms_per_hour;
constexpr unsigned k_largest_offset_hours = 14;

constexpr std::int64_t day_number(int year, unsigned month, unsigned day) {
    const std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return std::chrono::sys_days{date}.time_since_epoch().count();
}

constexpr std::int64_t k_first_valid_day = day_number(k_first_year, 1, 1);
constexpr std::int64_t k_last_valid_day = day_number(k_last_year, 12, 31);
constexpr std::int64_t k_first_shown_day = day_number(1, 1, 1);
constexpr std::int64_t k_last_shown_day = day_number(9999, 12, 31);

bool is_valid_day(std::int64_t days) {
    return days >= k_first_valid_day && days <= k_last_valid_day;
}

/// Takes fixed-width pieces off a text; once one is missing, everything after it fails too.
class FieldScanner {
public:
    explicit FieldScanner(std::string_view text) : rest_(text) {}

    unsigned digits(std::size_t count) {
        unsigned value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const char c = i < rest_.size() ? rest_[i] : '\0';
            if (c < '0' || c > '9') ok_ = false;
            value = value * 10 + static_cast<unsigned>(static_cast<unsigned char>(c - '0'));
        }
        rest_.remove_prefix(std::min(count, rest_.size()));
        return value;
    }

    void literal(char expected) {
        if (!skip_if(expected)) ok_ = false;
    }

    bool skip_if(char expected) {
        if (rest_.empty() || rest_.front() != expected) return false;
        rest_.remove_prefix(1);
        return true;
    }

    void refuse() { ok_ = false; }

    bool ok() const { return ok_; }

    bool ok_at_end() const { return ok_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool ok_ = true;
};

/// Days since 1970-01-01 of a `yyyy-MM-dd`; the calendar is checked, the platform's range is not.
std::int64_t scan_date(FieldScanner& scanner) {
    const unsigned year = scanner.digits(4);
    scanner.literal('-');
    const unsigned month = scanner.digits(2);
    scanner.literal('-');
    const unsigned day = scanner.digits(2);
    if (!scanner.ok()) return 0;
    const std::chrono::year_month_day date{
        std::chrono::year{static_cast<int>(year)},
        std::chrono::month{month},
        std::chrono::day{day}};
    if (!date.ok()) {
        scanner.refuse();
        return 0;
    }
    return std::chrono::sys_days{date}.time_since_epoch().count();
}

/// Milliseconds since midnight of a `HH:mm:ss[.SSS]`.
std::int64_t scan_time_of_day(FieldScanner& scanner) {
    const unsigned hours = scanner.digits(2);
    scanner.literal(':');
    const unsigned minutes = scanner.digits(2);
    scanner.literal(':');
    const unsigned whole_seconds = scanner.digits(2);
    const unsigned milliseconds = scanner.skip_if('.') ? scanner.digits(3) : 0;
    if (hours > 23 || minutes > 59 || whole_seconds > 59) scanner.refuse();
    return hours * k_ms_per_hour + minutes * k_ms_per_minute + whole_seconds * k_ms_per_second +
           milliseconds;
}

/// Milliseconds east of UTC of a `Z`, `±HH:mm` or `±HHmm`.
std::int64_t scan_offset(FieldScanner& scanner) {
    if (scanner.skip_if('Z')) return 0;
    const bool east = scanner.skip_if('+');
    if (!east) scanner.literal('-');
    const unsigned hours = scanner.digits(2);
    scanner.skip_if(':');
    const unsigned minutes = scanner.digits(2);
    if (minutes > 59 || hours * 60 + minutes > k_largest_offset_hours * 60) scanner.refuse();
    const std::int64_t size = hours * k_ms_per_hour + minutes * k_ms_per_minute;
    return east ? size : -size;
}

/// Rounds towards the past, unlike `/`.
std::int64_t floor_to_days(std::int64_t milliseconds) {
    const std::int64_t days = milliseconds / k_ms_per_day;
    return days * k_ms_per_day > milliseconds ? days - 1 : days;
}

void write_digits(char* out, std::size_t count, std::uint64_t value) {
    for (std::size_t i = count; i > 0; --i) {
        out[i - 1] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
}

void write_date(char* out, std::int64_t days) {
    const std::int64_t shown = std::clamp(days, k_first_shown_day, k_last_shown_day);
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{shown}}};
    write_digits(out, 4, static_cast<std::uint64_t>(static_cast<int>(date.year())));
    out[4] = '-';
    write_digits(out + 5, 2, static_cast<unsigned>(date.month()));
    out[7] = '-';
    write_digits(out + 8, 2, static_cast<unsigned>(date.day()));
}

void append_datetime(std::string& out, std::int64_t milliseconds, std::string_view zone) {
    const std::int64_t shown = std::clamp(
        milliseconds, k_first_shown_day * k_ms_per_day, (k_last_shown_day + 1) * k_ms_per_day - 1
    );
    const std::int64_t days = floor_to_days(shown);
    const auto time = static_cast<std::uint64_t>(shown - days * k_ms_per_day);
    std::array<char, 23> text;
    write_date(text.data(), days);
    text[10] = 'T';
    write_digits(text.data() + 11, 2, time / k_ms_per_hour);
    text[13] = ':';
    write_digits(text.data() + 14, 2, time / k_ms_per_minute % 60);
    text[16] = ':';
    write_digits(text.data() + 17, 2, time / k_ms_per_second % 60);
    text[19] = '.';
    write_digits(text.data() + 20, 3, time % k_ms_per_second);
    out.append(text.data(), text.size()).append(zone);
}

}  // namespace

std::optional<std::int32_t> parse_date(std::string_view text) {
    FieldScanner scanner{text};
    const std::int64_t days = scan_date(scanner);
    scanner.skip_if('Z');
    if (!scanner.ok_at_end() || !is_valid_day(days)) return std::nullopt;
    return static_cast<std::int32_t>(days);
}

std::optional<std::int64_t> parse_datetime(std::string_view text) {
    if (const auto date = parse_date(text)) return *date * k_ms_per_day;
    FieldScanner scanner{text};
    const std::int64_t days = scan_date(scanner);
    scanner.literal('T');
    const std::int64_t time = scan_time_of_day(scanner);
    const std::int64_t instant = days * k_ms_per_day + time - scan_offset(scanner);
    if (!scanner.ok_at_end() || !is_valid_day(floor_to_days(instant))) return std::nullopt;
    return instant;
}

void append_date(std::string& out, std::int32_t days) {
    std::array<char, 10> text;
    write_date(text.data(), days);
    out.append(text.data(), text.size());
}

void append_json_datetime(std::string& out, std::int64_t milliseconds) {
    append_datetime(out, milliseconds, "+0000");
}

void append_z_datetime(std::string& out, std::int64_t milliseconds) {
    append_datetime(out, milliseconds, "Z");
}

std::string json_datetime(TimePoint time) {
    std::string out;
    append_json_datetime(out, to_milliseconds(time.time_since_epoch()));
    return out;
}

}  // namespace rowlock
