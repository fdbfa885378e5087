#include "harness/batcher/instance.hpp"

#include <utility>

namespace rowlock::batcher {
namespace {

std::string ended(std::string line, LineEnding line_ending) {
    // A blank line is no row.
    if (line.empty()) line = "\"\"";
    return line.append(line_end(line_ending));
}

}  // namespace

std::string csv_line(const std::vector<std::string>& cells, LineEnding line_ending) {
    std::string line;
    for (const std::string& cell : cells) {
        if (!line.empty() || &cell != &cells.front()) line += ',';
        append_cell(line, cell, Delimiter::comma);
    }
    return ended(std::move(line), line_ending);
}

std::string header_line(const Instance& instance) {
    std::vector<std::string> names;
    for (const Column& column : instance.columns) names.push_back(column.name);
    return csv_line(names, instance.line_ending);
}

std::string row_line(const Instance& instance, std::size_t row) {
    const std::vector<std::string>& cells = instance.rows[row];
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) line += ',';
        if (instance.columns[i].quoted) {
            append_quoted(line, cells[i]);
        } else {
            append_cell(line, cells[i], Delimiter::comma);
        }
    }
    return ended(std::move(line), instance.line_ending);
}

std::string csv_text(const Instance& instance) {
    if (instance.no_bytes) return {};
    std::string text{instance.byte_order_mark ? k_byte_order_mark : ""};
    text += header_line(instance);
    for (std::size_t row = 0; row < instance.rows.size(); ++row) text += row_line(instance, row);
    if (!instance.final_line_end) {
        text.erase(text.size() - line_end(instance.line_ending).size());
    }
    return text;
}

std::string csv_text(const Instance& instance, const std::vector<std::uint32_t>& rows) {
    std::string text = header_line(instance);
    for (const std::uint32_t row : rows) text += row_line(instance, row);
    return text;
}

std::uint64_t row_bytes(const Instance& instance, std::size_t row) {
    return row_line(instance, row).size();
}

bool is_oversize(const Instance& instance, std::size_t row) {
    return header_line(instance).size() + row_bytes(instance, row) > instance.caps.bytes;
}

std::string content_of(const std::vector<std::string>& cells) {
    std::string content;
    for (const std::string& cell : cells) {
        content += std::to_string(cell.size());
        content += ':';
        content += cell;
    }
    return content;
}

}  // namespace rowlock::batcher
