#pragma once

#include "mockorg/base/result.hpp"

#include <cstddef>
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
        /// Lies among the files of objects, and is no kind of file that is known to lie there.
        unknown,
        /// Cannot be read: a folder that nobody may open, a link that leads nowhere.
        unreadable,
    };

    Kind kind = Kind::object;
    std::string path;
    /// The path below the folder that was asked for, with that before it as it was given.
    std::string shown;
    /// The object's name; empty for a value set.
    std::string object;
    /// The file's name up to its first dot.
    std::string name;
    /// The part of an object it is, as its ending says: `listView`.
    std::string part;
};

/// What lies below a folder.
struct ProjectFiles {
    /// Sorted by path.
    std::vector<ProjectFile> files;
    /// Files that say nothing about objects: classes, layouts, ...
    std::size_t others = 0;
};

/// All such files below a folder. Follows no symbolic links to folders, and does not look into
/// hidden folders and node_modules. Fails with bad_file if the folder itself cannot be read or is
/// too large to be a project.
Result<ProjectFiles> find_project_files(const std::string& folder);

}  // namespace rowlock
