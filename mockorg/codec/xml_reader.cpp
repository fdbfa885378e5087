#include "mockorg/codec/xml_reader.hpp"

#include "mockorg/base/assert.hpp"
#include "mockorg/base/blanks.hpp"
#include "mockorg/base/case_insensitive.hpp"
#include "mockorg/codec/xml_spaces.hpp"

#include <expat.h>
#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <deque>
#include <functional>
#include <unordered_set>
#include <utility>

namespace rowlock {
namespace {

/// Stands between namespace and local name in what expat reports; expat refuses namespaces that
/// hold it.
constexpr char k_separator = '\n';
constexpr std::size_t k_piece_size = 65'536;
/// The library keeps a tag, with all of its attributes, until it is complete.
constexpr std::size_t k_longest_tag = 1'048'576;

XmlName split_name(std::string_view reported) {
    const std::size_t separator = reported.rfind(k_separator);
    if (separator == std::string_view::npos) return {"", std::string{reported}};
    return {
        std::string{reported.substr(0, separator)}, std::string{reported.substr(separator + 1)}};
}

struct TextHash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

/// The encoding to read the text in, whatever it says of itself; null where it may be believed.
/// Clients on .NET write into UTF-16 strings, declare that, and send them as UTF-8.
const char* overruling_encoding(std::string_view text) {
    constexpr std::size_t k_longest_declaration = 128;
    const std::string_view start = text.substr(0, k_longest_declaration);
    const std::size_t begin = start.find("<?xml");
    if (begin == std::string_view::npos) return nullptr;
    const std::string declaration = to_lower(start.substr(begin, start.find("?>") - begin));
    return declaration.find("utf-16") == std::string::npos ? nullptr : "UTF-8";
}

/// Feeds a text to the library piece by piece and builds the trees of all elements of one depth:
/// the root alone (0) or its children (1).
class TreeParser {
public:
    TreeParser(std::string_view text, const XmlLimits& limits, std::size_t tree_depth)
        : text_(text),
          limits_(limits),
          tree_depth_(tree_depth),
          expat_(XML_ParserCreateNS(overruling_encoding(text), k_separator)) {
        ROWLOCK_ASSERT(expat_ != nullptr);
        XML_SetUserData(expat_, this);
        XML_SetElementHandler(expat_, on_start, on_end);
        XML_SetCharacterDataHandler(expat_, on_text);
        XML_SetStartDoctypeDeclHandler(expat_, on_document_type);
    }

    ~TreeParser() { XML_ParserFree(expat_); }

    TreeParser(const TreeParser&) = delete;
    TreeParser& operator=(const TreeParser&) = delete;

    Result<const XmlElement*> root() {
        while (!root_ && !is_done()) feed_piece();
        if (!root_) return tl::unexpected{*failure_};
        return &*root_;
    }

    Result<std::optional<XmlElement>> next() {
        while (ready_.empty() && !is_done()) feed_piece();
        if (!ready_.empty()) {
            std::optional<XmlElement> tree{std::move(ready_.front())};
            ready_.pop_front();
            return tree;
        }
        if (failure_) return tl::unexpected{*failure_};
        return std::nullopt;
    }

private:
    bool is_done() const { return failure_ || finished_; }

    void feed_piece() {
        const std::string_view piece = text_.substr(fed_, k_piece_size);
        fed_ += piece.size();
        finished_ = fed_ == text_.size();
        const XML_Status status =
            XML_Parse(expat_, piece.data(), static_cast<int>(piece.size()), finished_);
        if (status == XML_STATUS_ERROR) {
            std::string what = XML_ErrorString(XML_GetErrorCode(expat_));
            what[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(what[0])));
            refuse(what);
        } else if (fed_ - current_offset() > k_longest_tag + k_piece_size) {
            refuse(fmt::format("A tag, comment or instruction of more than {} bytes", k_longest_tag)
            );
        }
    }

    /// Where the token starts at which the library is; before the root element that is unknown.
    std::size_t current_offset() const {
        return static_cast<std::size_t>(std::max<XML_Index>(XML_GetCurrentByteIndex(expat_), 0));
    }

    /// The first refusal counts: stopping the library makes an error of its own.
    void refuse(std::string_view what) {
        if (failure_) return;
        failure_ = Error{
            ErrorCode::invalid_xml,
            fmt::format(
                "{} at line {}, column {}",
                what,
                XML_GetCurrentLineNumber(expat_),
                XML_GetCurrentColumnNumber(expat_) + 1
            ),
            {}};
        XML_StopParser(expat_, XML_FALSE);
    }

    bool count_node(const char* reported_name) {
        if (++nodes_ > limits_.max_nodes) {
            refuse(fmt::format("More than {} elements and attributes", limits_.max_nodes));
            return false;
        }
        const std::string_view name = reported_name;
        if (names_.contains(name)) return true;
        if (names_.size() == limits_.max_names) {
            refuse(fmt::format("More than {} different names", limits_.max_names));
            return false;
        }
        names_.emplace(name);
        return true;
    }

    void start(const char* name, const char** attributes) {
        if (failure_) return;
        if (open_.size() == limits_.max_depth) {
            return refuse(fmt::format("Nesting deeper than {} levels", limits_.max_depth));
        }
        if (open_.size() <= tree_depth_) nodes_ = 0;
        if (!count_node(name)) return;
        XmlElement element;
        element.name = split_name(name);
        if (tree_depth_ == 0) {
            element.line = static_cast<std::uint32_t>(XML_GetCurrentLineNumber(expat_));
            element.column = static_cast<std::uint32_t>(XML_GetCurrentColumnNumber(expat_) + 1);
        }
        for (; *attributes != nullptr; attributes += 2) {
            if (!count_node(attributes[0])) return;
            element.attributes.push_back({split_name(attributes[0]), attributes[1]});
        }
        if (open_.empty()) root_ = element;
        open_.push_back(std::move(element));
    }

    void end() {
        if (failure_) return;
        XmlElement element = std::move(open_.back());
        open_.pop_back();
        if (open_.size() > tree_depth_) {
            open_.back().children.push_back(std::move(element));
        } else if (open_.size() == tree_depth_) {
            ready_.push_back(std::move(element));
        }
    }

    void add_text(std::string_view text) {
        if (failure_) return;
        if (open_.size() > tree_depth_) {
            open_.back().text.append(text);
        } else if (!is_blank(text)) {
            refuse("Text between the records");
        }
    }

    static TreeParser& self(void* user_data) { return *static_cast<TreeParser*>(user_data); }

    static void on_start(void* user_data, const char* name, const char** attributes) {
        self(user_data).start(name, attributes);
    }

    static void on_end(void* user_data, const char* /*name*/) { self(user_data).end(); }

    static void on_text(void* user_data, const char* text, int size) {
        self(user_data).add_text({text, static_cast<std::size_t>(size)});
    }

    static void on_document_type(
        void* user_data,
        const char* /*name*/,
        const char* /*system_id*/,
        const char* /*public_id*/,
        int /*has_internal_subset*/
    ) {
        self(user_data).refuse("A document type is not allowed, and stands");
    }

    std::string_view text_;
    XmlLimits limits_;
    /// How many elements are open around a tree.
    std::size_t tree_depth_;
    XML_Parser expat_;
    std::size_t fed_ = 0;
    bool finished_ = false;
    std::optional<Error> failure_;
    std::optional<XmlElement> root_;
    std::vector<XmlElement> open_;
    /// Trees that are complete and not yet asked for; at most what one piece holds.
    std::deque<XmlElement> ready_;
    /// Elements and attributes of the tree that is being read.
    std::size_t nodes_ = 0;
    std::unordered_set<std::string, TextHash, std::equal_to<>> names_;
};

}  // namespace

const XmlElement* XmlElement::child(std::string_view local) const {
    const auto found = std::find_if(children.begin(), children.end(), [&](const XmlElement& child) {
        return child.name.local == local;
    });
    return found == children.end() ? nullptr : &*found;
}

const std::string* XmlElement::attribute(std::string_view space, std::string_view local) const {
    const auto found =
        std::find_if(attributes.begin(), attributes.end(), [&](const XmlAttribute& candidate) {
            return candidate.name.space == space && candidate.name.local == local;
        });
    return found == attributes.end() ? nullptr : &found->value;
}

bool XmlElement::is_nil() const {
    const std::string* nil = attribute(k_xml_instance_space, "nil");
    return nil != nullptr && (*nil == "true" || *nil == "1");
}

Result<XmlElement> read_xml(std::string_view text, const XmlLimits& limits) {
    TreeParser parser{text, limits, 0};
    auto tree = parser.next();
    if (!tree) return tl::unexpected{tree.error()};
    const auto end = parser.next();
    if (!end) return tl::unexpected{end.error()};
    return std::move(**tree);
}

class XmlRecordReader::Parser : public TreeParser {
public:
    using TreeParser::TreeParser;
};

XmlRecordReader::XmlRecordReader(std::string_view text, const XmlLimits& limits)
    : parser_(std::make_unique<Parser>(text, limits, 1)) {}

XmlRecordReader::XmlRecordReader(XmlRecordReader&&) noexcept = default;
XmlRecordReader& XmlRecordReader::operator=(XmlRecordReader&&) noexcept = default;
XmlRecordReader::~XmlRecordReader() = default;

Result<const XmlElement*> XmlRecordReader::root() {
    return parser_->root();
}

Result<std::optional<XmlElement>> XmlRecordReader::next() {
    return parser_->next();
}

}  // namespace rowlock
