#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// Something the import has to say about what it read.
struct ImportNote {
    enum class Kind : std::uint8_t {
        /// Known, and of no use for an org's data model.
        ignored,
        /// Not known to this program.
        unknown,
        /// Missing in what was read, and made up so that the rest can be used.
        made_up,
        /// A file that could not be read, and was left out.
        broken,
    };

    Kind kind = Kind::ignored;
    /// The file, with line and column where they are known, or the object.
    std::string place;
    std::string what;
};

/// `ignored`, `unknown`, `made up`, `broken`.
std::string_view name_of(ImportNote::Kind kind);

/// `unknown: objects/A__c/fields/B__c.field-meta.xml:3:5: A__c.B__c: <surprise>`
std::string text_of(const ImportNote& note);

/// What came of an import.
struct ImportReport {
    std::size_t files = 0;
    std::size_t objects = 0;
    std::size_t fields = 0;
    std::size_t references = 0;
    std::size_t master_details = 0;
    std::size_t roll_ups = 0;
    std::vector<ImportNote> notes;

    void note(ImportNote::Kind kind, std::string place, std::string what) {
        notes.push_back({kind, std::move(place), std::move(what)});
    }

    std::size_t count(ImportNote::Kind kind) const;
};

/// A schema file and how it came about.
struct ImportedSchema {
    /// JSON in the format of docs/schema.md; objects and fields sorted by name.
    std::string json;
    ImportReport report;
};

}  // namespace rowlock
