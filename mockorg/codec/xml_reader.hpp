#pragma once

#include "mockorg/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowlock {

/// A name with its namespace resolved: what the prefix was does not matter.
struct XmlName {
    /// Empty for a name in no namespace.
    std::string space;
    std::string local;

    bool operator==(const XmlName&) const = default;
};

struct XmlAttribute {
    XmlName name;
    std::string value;
};

struct XmlElement {
    /// The first child of that local name, in whatever namespace; nullptr if there is none.
    const XmlElement* child(std::string_view local) const;

    /// The value of an attribute; nullptr if there is none. Attributes without a prefix are in no
    /// namespace: their `space` is empty.
    const std::string* attribute(std::string_view space, std::string_view local) const;

    /// Whether it says xsi:nil="true" (or "1"): a field set to null.
    bool is_nil() const;

    XmlName name;
    /// Namespace declarations are not among them.
    std::vector<XmlAttribute> attributes;
    /// The characters directly inside, joined and not trimmed; line ends are LF. A container has
    /// its indentation here.
    std::string text;
    std::vector<XmlElement> children;
    /// Where its tag begins, from 1; 0 in records, which nobody asks about.
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

/// Guards against texts that cost more than their size says.
struct XmlLimits {
    /// Elements inside each other, the root included. The deepest documented shape is a parent of
    /// a record in a batch, at 5.
    std::size_t max_depth = 32;
    /// Elements and attributes of what is handed out at once: of the whole document in read_xml, of
    /// one record in XmlRecordReader. A record has at most 5,000 fields.
    std::size_t max_nodes = 20'000;
    /// Different names of elements and attributes in the whole document.
    std::size_t max_names = 20'000;
};

/// Reads a small document (a jobInfo, a SOAP envelope) whole. Any error is invalid_xml, and its
/// message ends in "at line 3, column 14". A document type is refused, and so are the entities it
/// could declare; comments and processing instructions are skipped. UTF-8 unless the document
/// declares another of UTF-16, ISO-8859-1 and US-ASCII.
Result<XmlElement> read_xml(std::string_view text, const XmlLimits& limits = {});

/// Reads a document whose root holds records (a batch of sObjects), one record at a time, so that
/// memory does not grow with their number. Errors are those of read_xml. After an error every
/// further call returns it again.
class XmlRecordReader {
public:
    /// `text` must outlive the reader.
    explicit XmlRecordReader(std::string_view text, const XmlLimits& limits = {});
    XmlRecordReader(XmlRecordReader&&) noexcept;
    XmlRecordReader& operator=(XmlRecordReader&&) noexcept;
    ~XmlRecordReader();

    /// The root's name and attributes, without text or children; valid as long as the reader.
    Result<const XmlElement*> root();

    /// The next child of the root; nothing behind the last one, and then the document was well
    /// formed to its end. Records before a mistake are handed out before the error. Text between
    /// the records is refused, as it would be lost.
    Result<std::optional<XmlElement>> next();

private:
    class Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace rowlock
