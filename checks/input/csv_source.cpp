#include "checks/input/csv_source.hpp"

#include "mockorg/base/byte_order_mark.hpp"
#include "mockorg/codec/csv_index.hpp"
#include "mockorg/codec/json.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace rowlock {
namespace {

constexpr std::size_t k_header_max = std::size_t{1} << 20;

struct Header {
    std::vector<SourceColumn> columns;
    std::uint64_t end = 0;
    std::uint32_t line_feeds = 0;
    bool unclosed_quote = false;

    std::size_t bound() const {
        return static_cast<std::size_t>(std::count_if(
            columns.begin(),
            columns.end(),
            [](const SourceColumn& column) { return column.binding.has_value(); }
        ));
    }
};

/// Nothing if the first row has no end in the part looked at. No columns for a file without rows.
std::optional<Header> read_header(
    std::string_view text, const Schema& schema, const ObjectType& object, Delimiter delimiter
) {
    Header header;
    const CsvIndexer indexer{delimiter};
    CsvIndex index;
    const std::size_t bytes = std::min(text.size(), k_header_max);
    const bool more_follows = bytes < text.size();
    // Blank lines may come first; each try ends behind one.
    while (header.end < bytes) {
        const std::string_view rest = text.substr(header.end, bytes - header.end);
        if (!indexer.run(rest, 1, more_follows, index)) return std::nullopt;
        header.end += index.end;
        header.line_feeds += index.line_feeds;
        if (index.rows.empty()) continue;
        header.unclosed_quote = index.unclosed_quote;
        std::string buffer;
        for (std::uint32_t i = 0; i < index.rows.front().cells; ++i) {
            const std::string_view cell = index.cell(rest.data(), index.rows.front(), i);
            const std::string name{unquoted_cell(cell, buffer)};
            header.columns.push_back({name, bind_column(schema, object, name)});
        }
        break;
    }
    return header;
}

/// Offset of a CR, outside of quotes and without an LF behind it, in the first line that is not
/// blank; npos if there is none.
std::size_t find_lone_return(std::string_view text) {
    bool in_quotes = false;
    bool blank = true;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"') in_quotes = !in_quotes;
        if (in_quotes) continue;
        if (c == '\n' && !blank) return std::string_view::npos;
        const bool before_feed = at + 1 < text.size() && text[at + 1] == '\n';
        if (c == '\r' && !before_feed) return at;
        blank = blank && (c == '\n' || c == '\r');
    }
    return std::string_view::npos;
}

/// Files whose lines end in CR alone are one endless line to the platform, and to everybody here.
Result<void> check_line_end(const std::string& path, std::string_view text) {
    std::size_t at = find_lone_return(text.substr(0, k_header_max));
    if (at == std::string_view::npos && text.ends_with('\r')) at = text.size() - 1;
    if (at == std::string_view::npos) return {};
    const TextPosition position = position_of(text, at);
    return fail(
        ErrorCode::bad_file,
        fmt::format(
            "{}:{}:{}: the line ends in CR alone; the platform takes LF or CRLF, so convert the "
            "file",
            path,
            position.line,
            position.column
        )
    );
}

}  // namespace

std::optional<std::uint32_t> CsvSource::column_of(FieldNo field) const {
    for (std::uint32_t i = 0; i < columns.size(); ++i) {
        if (columns[i].binding && columns[i].binding->field == field) return i;
    }
    return std::nullopt;
}

Result<CsvSource> open_csv_source(
    const std::string& path,
    const Schema& schema,
    const ObjectType& object,
    std::optional<Delimiter> delimiter
) {
    auto file = MappedFile::open(path);
    if (!file) return Failure{std::move(file.error())};
    CsvSource source{path, *std::move(file)};
    source.object = object.number;
    std::string_view text = source.text();
    source.byte_order_mark = text.starts_with(k_byte_order_mark);
    const std::size_t skipped = source.byte_order_mark ? k_byte_order_mark.size() : 0;
    text.remove_prefix(skipped);
    if (auto usual = check_line_end(path, text); !usual) return Failure{std::move(usual.error())};

    std::optional<Header> best;
    for (const Delimiter tried : k_all_delimiters) {
        if (delimiter && tried != *delimiter) continue;
        auto header = read_header(text, schema, object, tried);
        if (!header || (best && header->bound() <= best->bound())) continue;
        best = std::move(header);
        source.delimiter = tried;
    }
    if (!best) {
        return fail(ErrorCode::bad_file, path + ": the header does not end within a megabyte");
    }
    if (best->unclosed_quote) {
        return fail(ErrorCode::bad_file, path + ": a quote in the header is never closed");
    }
    source.columns = std::move(best->columns);
    source.rows_begin = best->end + skipped;
    source.header_line_feeds = best->line_feeds;
    return source;
}

}  // namespace rowlock
