#include "harness/batcher/instance.hpp"

namespace rowlock::batcher {

std::string csv_line(const std::vector<std::string>& cells, LineEnding line_ending) {
    std::string line;
    for (const std::string& cell : cells) {
        if (!line.empty() || &cell != &cells.front()) line += ',';
        append_cell(line, cell, Delimiter::comma);
    }
    // A blank line is no row.
    if (line.empty()) line = "\"\"";
    line += line_end(line_ending);
    return line;
}

std::string header_line(const Instance& instance) {
    std::vector<std::string> names;
    for (const Column& column : instance.columns) names.push_back(column.name);
    return csv_line(names, instance.line_ending);
}

std::string csv_text(const Instance& instance) {
    std::string text = header_line(instance);
    for (const auto& row : instance.rows) text += csv_line(row, instance.line_ending);
    if (!instance.final_line_end) {
        text.resize(text.size() - line_end(instance.line_ending).size());
    }
    return text;
}

std::string csv_text(const Instance& instance, const std::vector<std::uint32_t>& rows) {
    std::string text = header_line(instance);
    for (const std::uint32_t row : rows) {
        text += csv_line(instance.rows[row], instance.line_ending);
    }
    return text;
}

std::uint64_t row_bytes(const Instance& instance, std::size_t row) {
    return csv_line(instance.rows[row], instance.line_ending).size();
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
