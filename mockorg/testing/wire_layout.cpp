#include "mockorg/testing/wire_layout.hpp"

namespace rowlock {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Takes a text piece by piece, as holes may lie between the pieces.
class Squeezer {
public:
    explicit Squeezer(WireLayout layout) : layout_(layout) {}

    void take(char c, std::string& out) {
        if (layout_ == WireLayout::json) {
            take_json(c, out);
        } else if (layout_ == WireLayout::xml) {
            take_xml(c, out);
        } else {
            out.push_back(c);
        }
    }

    /// A hole comes. What was held back counts, unless the hole takes anything: that may begin and
    /// end in a tag.
    void take_hole(WirePart::Kind kind, std::string& out) {
        if (kind == WirePart::Kind::any) held_.clear();
        flush(out);
        behind_tag_ = kind == WirePart::Kind::any;
    }

    void flush(std::string& out) {
        out.append(held_);
        held_.clear();
    }

private:
    void take_json(char c, std::string& out) {
        if (!in_string_ && is_blank(c)) return;
        out.push_back(c);
        if (c == '"' && !escaped_) in_string_ = !in_string_;
        escaped_ = in_string_ && c == '\\' && !escaped_;
    }

    void take_xml(char c, std::string& out) {
        if (is_blank(c) && in_tag_) {
            held_.assign(1, ' ');
        } else if (is_blank(c) && behind_tag_) {
            held_.push_back(c);
        } else {
            const bool is_layout = in_tag_ ? c == '>' || c == '/' || c == '?' : c == '<';
            if (is_layout) held_.clear();
            flush(out);
            out.push_back(c);
            behind_tag_ = c == '>';
            in_tag_ = c == '<' || (in_tag_ && c != '>');
        }
    }

    WireLayout layout_;
    /// White space of which is not clear yet whether it counts.
    std::string held_;
    bool in_string_ = false;
    bool escaped_ = false;
    bool in_tag_ = false;
    bool behind_tag_ = true;
};

}  // namespace

WireLayout layout_of(std::string_view content_type) {
    if (content_type.starts_with("application/json")) return WireLayout::json;
    const bool is_xml =
        content_type.starts_with("application/xml") || content_type.starts_with("text/xml");
    return is_xml ? WireLayout::xml : WireLayout::exact;
}

std::string squeezed(std::string_view text, WireLayout layout) {
    Squeezer squeezer{layout};
    std::string out;
    for (const char c : text) squeezer.take(c, out);
    // At the end of a document, white space is layout.
    if (layout == WireLayout::exact) squeezer.flush(out);
    return out;
}

WireText squeezed(const WireText& pattern, WireLayout layout) {
    Squeezer squeezer{layout};
    WireText out;
    for (const WirePart& part : pattern) {
        WirePart kept = part;
        if (part.kind == WirePart::Kind::literal) {
            kept.text.clear();
            for (const char c : part.text) squeezer.take(c, kept.text);
        } else {
            std::string held;
            squeezer.take_hole(part.kind, held);
            if (!held.empty()) out.back().text += held;
        }
        out.push_back(std::move(kept));
    }
    return out;
}

}  // namespace rowlock
