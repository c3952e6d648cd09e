#include "web/markdown.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <cmark-gfm.h>
#include <fmt/format.h>

#include "web/template_renderer.hpp"

namespace veche::web {

namespace {

constexpr std::size_t most_bytes = 100 * 1024;
/// Quotes and lists inside one another; deeper ones lose their frame, not their words.
constexpr int deepest_block = 12;

struct FreeNode {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeIterator {
    void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

std::string_view literal_of(cmark_node* node)
{
    const char* text = cmark_node_get_literal(node);
    return text ? std::string_view(text) : std::string_view();
}

/// Addresses a browser cannot read as anything but what they look like.
bool may_link(std::string_view url)
{
    constexpr std::array<std::string_view, 4> schemes = {"http://", "https://", "mailto:", "tel:"};
    const auto begins = [&](std::string_view scheme) {
        const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; };
        return url.size() > scheme.size() &&
               std::equal(scheme.begin(), scheme.end(), url.begin(), [&](char b, char a) { return same(a, b); });
    };
    const auto is_hidden = [](unsigned char c) { return c <= 0x20 || c == 0x7F || c == '\\'; };
    return std::any_of(schemes.begin(), schemes.end(), begins) && std::none_of(url.begin(), url.end(), is_hidden);
}

class Printer {
public:
    void enter(cmark_node* node);
    void leave(cmark_node* node);
    std::string take() { return std::move(out_); }

private:
    void print_lines(std::string_view text);
    void open_block(std::string_view tag);
    void close_block(std::string_view tag);
    void open_list(cmark_node* list);
    void open_link(cmark_node* link);
    static bool is_tight(cmark_node* paragraph);
    static std::string_view list_tag(cmark_node* list);
    static char heading_level(cmark_node* heading);

    std::string out_;
    int blocks_ = 0;              // open quotes and lists
    cmark_node* link_ = nullptr;  // the <a> now open
};

/// Literal text whose line ends mean something.
void Printer::print_lines(std::string_view text)
{
    while (text.ends_with('\n')) text.remove_suffix(1);
    out_ += "<p>";
    for (;;) {
        const auto end = text.find('\n');
        append_escaped(out_, text.substr(0, end));
        if (end == std::string_view::npos) break;
        out_ += "<br>\n";
        text.remove_prefix(end + 1);
    }
    out_ += "</p>\n";
}

void Printer::open_block(std::string_view tag)
{
    if (++blocks_ <= deepest_block) out_ += fmt::format("<{}>\n", tag);
}

void Printer::close_block(std::string_view tag)
{
    if (blocks_-- <= deepest_block) out_ += fmt::format("</{}>\n", tag);
}

void Printer::open_list(cmark_node* list)
{
    const int start = cmark_node_get_list_start(list);
    const bool counts_from_one = cmark_node_get_list_type(list) != CMARK_ORDERED_LIST || start == 1;
    if (counts_from_one || blocks_ >= deepest_block) return open_block(list_tag(list));
    ++blocks_;
    out_ += fmt::format("<ol start=\"{}\">\n", start);
}

std::string_view Printer::list_tag(cmark_node* list)
{
    return cmark_node_get_list_type(list) == CMARK_ORDERED_LIST ? "ol" : "ul";
}

void Printer::open_link(cmark_node* link)
{
    const char* url = cmark_node_get_url(link);
    // An image's description may hold a link although a link around the image is open.
    if (link_ || !url || !may_link(url)) return;
    link_ = link;
    out_ += "<a href=\"";
    append_escaped(out_, url);
    out_ += "\" rel=\"nofollow noopener\">";
}

bool Printer::is_tight(cmark_node* paragraph)
{
    cmark_node* item = cmark_node_parent(paragraph);
    cmark_node* list = item ? cmark_node_parent(item) : nullptr;
    return list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
}

/// The page owns h1 and h2.
char Printer::heading_level(cmark_node* heading)
{
    return static_cast<char>('0' + std::min(6, cmark_node_get_heading_level(heading) + 2));
}

void Printer::enter(cmark_node* node)
{
    switch (cmark_node_get_type(node)) {
        case CMARK_NODE_BLOCK_QUOTE: return open_block("blockquote");
        case CMARK_NODE_LIST: return open_list(node);
        case CMARK_NODE_ITEM:
            if (blocks_ <= deepest_block) out_ += "<li>";
            return;
        case CMARK_NODE_CODE_BLOCK:
        case CMARK_NODE_HTML_BLOCK: return print_lines(literal_of(node));
        case CMARK_NODE_PARAGRAPH:
            if (!is_tight(node)) out_ += "<p>";
            return;
        case CMARK_NODE_HEADING: out_ += fmt::format("<h{}>", heading_level(node)); return;
        case CMARK_NODE_THEMATIC_BREAK: out_ += "<hr>\n"; return;
        case CMARK_NODE_TEXT:
        case CMARK_NODE_CODE:
        case CMARK_NODE_HTML_INLINE: return append_escaped(out_, literal_of(node));
        case CMARK_NODE_SOFTBREAK: out_ += "\n"; return;
        case CMARK_NODE_LINEBREAK: out_ += "<br>\n"; return;
        case CMARK_NODE_EMPH: out_ += "<em>"; return;
        case CMARK_NODE_STRONG: out_ += "<strong>"; return;
        case CMARK_NODE_LINK: return open_link(node);
        default: return;  // document, image and whatever a later cmark brings: only what is inside
    }
}

void Printer::leave(cmark_node* node)
{
    switch (cmark_node_get_type(node)) {
        case CMARK_NODE_BLOCK_QUOTE: return close_block("blockquote");
        case CMARK_NODE_LIST: return close_block(list_tag(node));
        case CMARK_NODE_ITEM:
            if (blocks_ <= deepest_block) out_ += "</li>\n";
            return;
        case CMARK_NODE_PARAGRAPH: out_ += is_tight(node) ? "\n" : "</p>\n"; return;
        case CMARK_NODE_HEADING: out_ += fmt::format("</h{}>\n", heading_level(node)); return;
        case CMARK_NODE_EMPH: out_ += "</em>"; return;
        case CMARK_NODE_STRONG: out_ += "</strong>"; return;
        case CMARK_NODE_LINK:
            if (link_ == node) {
                out_ += "</a>";
                link_ = nullptr;
            }
            return;
        default: return;
    }
}

/// At most most_bytes, ending with a whole character.
std::string_view bounded(std::string_view text)
{
    if (text.size() <= most_bytes) return text;
    std::size_t end = most_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

}  // namespace

Html render_markdown(std::string_view text)
{
    text = bounded(text);
    const std::unique_ptr<cmark_node, FreeNode> document(
        cmark_parse_document(text.data(), text.size(), CMARK_OPT_VALIDATE_UTF8));
    // Not recursive: ten thousand quotes inside one another must not end the stack.
    const std::unique_ptr<cmark_iter, FreeIterator> iterator(cmark_iter_new(document.get()));
    Printer printer;
    for (auto event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
         event = cmark_iter_next(iterator.get())) {
        cmark_node* node = cmark_iter_get_node(iterator.get());
        event == CMARK_EVENT_ENTER ? printer.enter(node) : printer.leave(node);
    }
    return Html(Html::Key("allow-list printer of Markdown"), printer.take());
}

}  // namespace veche::web
