#pragma once

#include <string>
#include <string_view>

namespace rowlock {

/// The parts of an API name: npsp and Gift of `npsp__Gift__c`. Names of no package have no
/// namespace, standard names no ending either.
struct ApiName {
    std::string_view name_space;
    std::string_view developer_name;
};

/// Parts of `name`, which must outlive them.
ApiName split_api_name(std::string_view name);

/// `npsp__` of `npsp__Gift__c`; empty for what came with no package.
std::string package_prefix(std::string_view name);

}  // namespace rowlock
