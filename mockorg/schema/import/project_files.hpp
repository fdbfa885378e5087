#pragma once

#include "mockorg/base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace rowlock {

/// A file of an SFDX project, or of the older metadata format, that says something about objects.
struct ProjectFile {
    enum class Kind : std::uint8_t {
        /// X.object-meta.xml, or X.object, which holds the object's fields, too.
        object,
        /// fields/X.field-meta.xml
        field,
        /// X.globalValueSet-meta.xml: the values of several picklists.
        value_set,
        /// Another part of an object: list views, record types, ...
        other_part,
    };

    Kind kind = Kind::object;
    std::string path;
    /// The object's name; empty for a value set.
    std::string object;
    /// The file's name up to its first dot.
    std::string name;
    /// The part of an object it is, as its ending says: `listView`.
    std::string part;
};

/// All such files below a folder, sorted by path. Follows no symbolic links to folders, and does
/// not look into hidden folders and node_modules. Fails with bad_file if the folder cannot be read
/// or is too large to be a project.
Result<std::vector<ProjectFile>> find_project_files(const std::string& folder);

}  // namespace rowlock
