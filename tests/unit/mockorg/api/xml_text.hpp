#pragma once

#include <string>

namespace rowlock {

/// The text of the first element `<name>`; empty if there is none.
inline std::string element(const std::string& xml, const std::string& name) {
    const std::string open = "<" + name + ">";
    const std::size_t start = xml.find(open);
    if (start == std::string::npos) return {};
    const std::size_t text = start + open.size();
    return xml.substr(text, xml.find("</" + name + ">", text) - text);
}

}  // namespace rowlock
