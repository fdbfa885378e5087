#include "mockorg/engine/dataload_xml.hpp"

#include "mockorg/base/blanks.hpp"

#include <fmt/core.h>

namespace rowlock {

Result<void> expect_dataload_name(const XmlElement& element, std::string_view local) {
    if (element.name.space == k_dataload_namespace && element.name.local == local) return {};
    return fail(
        ErrorCode::invalid_xml,
        fmt::format(
            "Expected element '{}' of namespace {}, found '{}' of namespace '{}'",
            local,
            k_dataload_namespace,
            element.name.local,
            element.name.space
        )
    );
}

Result<void> expect_container(const XmlElement& element, std::string_view local) {
    if (auto named = expect_dataload_name(element, local); !named) return named;
    if (is_blank(element.text)) return {};
    return fail(
        ErrorCode::invalid_xml, fmt::format("Element '{}' has text beside its elements", local)
    );
}

Result<void> expect_value(const XmlElement& element) {
    const std::string& name = element.name.local;
    if (auto ours = expect_dataload_name(element, name); !ours) return ours;
    if (element.children.empty()) return {};
    return fail(ErrorCode::invalid_xml, fmt::format("Element '{}' has no single value", name));
}

}  // namespace rowlock
