#include "outside/docx_template_part.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "outside/docx_template_tag.hpp"
#include "outside/table_reader.hpp"

namespace veche::outside {

namespace {

using pugi::xml_node;

constexpr std::size_t around_most = 60;

/// All text of a node: a writer may cut it in pieces of CDATA.
std::string whole_text(const xml_node& node)
{
    std::string text;
    for (const auto& part : node.children()) text += part.value();
    return text;
}

void set_text(xml_node node, std::string_view text)
{
    node.remove_children();
    node.append_child(pugi::node_pcdata).set_value(std::string(text).c_str());
    node.remove_attribute("xml:space");
    node.append_attribute("xml:space") = "preserve";
}

bool has_only_look(const xml_node& run)
{
    return std::ranges::all_of(run.children(), [](const xml_node& part) { return is(part, "rPr"); });
}

/// What is no text on the page: instructions of fields, what tracked changes took out, how things look.
bool is_no_text(std::string_view name)
{
    constexpr std::string_view names[] = {"pPr", "rPr", "instrText", "del", "moveFrom", "txbxContent", "sectPr", "p"};
    return std::ranges::find(names, name) != std::end(names);
}

/// What shows on the page without being text.
bool is_seen(std::string_view name)
{
    constexpr std::string_view names[] = {"tab",
                                          "br",
                                          "cr",
                                          "drawing",
                                          "pict",
                                          "object",
                                          "sym",
                                          "fldChar",
                                          "fldSimple",
                                          "sectPr",
                                          "sdt",
                                          "oMath",
                                          "noBreakHyphen",
                                          "ptab",
                                          "softHyphen",
                                          "footnoteReference",
                                          "endnoteReference",
                                          "commentReference"};
    return std::ranges::find(names, name) != std::end(names);
}

std::vector<xml_node> way_up(xml_node node)
{
    std::vector<xml_node> way;
    for (; node; node = node.parent()) way.push_back(node);
    return way;
}

}  // namespace

TemplatePart::TemplatePart(std::string content, TemplatePlace::Part part, std::size_t& tags_left)
    : xml_(std::move(content)), tags_left_(&tags_left)
{
    const std::string_view name = root().name();
    prefix_ = name.substr(0, name.find(':') == std::string_view::npos ? 0 : name.find(':') + 1);
    Spot spot;
    spot.place.part = part;
    find_tags(root(), spot, 0);
    tags_left_ = nullptr;
    const auto pairs = pair(put_in_order());
    if (!faults_.empty()) return;
    for (const auto& one : pairs) wrap(one);
    mark_touched();
}

bool TemplatePart::is_word(const xml_node& node, std::string_view name) const
{
    const std::string_view whole = node.name();
    return whole.size() == prefix_.size() + name.size() && whole.starts_with(prefix_) && whole.ends_with(name);
}

void TemplatePart::find_tags(const xml_node& node, const Spot& spot, int depth)
{
    if (depth > most_depth) throw Unreadable("file.broken");
    // Reading a paragraph cuts its runs: the next one is asked for only afterwards.
    for (auto part = node.first_child(); part; part = part.next_sibling()) {
        Spot here = spot;
        if (is(part, "tbl")) {
            here.nested = spot.place.table > 0;
            if (!here.nested) {
                here.place.table = ++tables_;
                rows_ = 0;
            }
        } else if (is(part, "tr") && !here.nested) {
            here.place.row = ++rows_;
        } else if (is(part, "p")) {
            if (here.place.table == 0) here.place.paragraph = ++paragraphs_;
            read_paragraph(part, here.place);
        }
        find_tags(part, here, depth + 1);
    }
}

void TemplatePart::gather(const xml_node& node, std::vector<Piece>& pieces, int depth) const
{
    if (depth > most_depth) throw Unreadable("file.broken");
    for (const auto& part : node.children()) {
        const auto start = pieces.empty() ? 0 : pieces.back().start + pieces.back().text.size();
        const auto name = local_name(part.name());
        if (is_word(part, "t"))
            pieces.push_back({part, start, whole_text(part)});
        else if (name == "br" || name == "cr" || name == "tab")
            pieces.push_back({{}, start, "\n"});
        else if (!is_no_text(name))
            gather(part, pieces, depth + 1);
    }
}

void TemplatePart::read_paragraph(const xml_node& paragraph, TemplatePlace place)
{
    std::vector<Piece> pieces;
    gather(paragraph, pieces, 0);
    std::string whole;
    for (const auto& piece : pieces) whole += piece.text;
    struct Found {
        std::size_t begin = 0, end = 0;
        TemplateTag tag;
    };
    std::vector<Found> found;
    for (auto begin = whole.find("{{"); begin != std::string::npos;) {
        place.around = words_around(whole, begin, around_most);
        const auto end = whole.find("}}", begin + 2);
        const auto inside = std::string_view(whole).substr(begin + 2, end == std::string::npos ? end : end - begin - 2);
        auto tag = end == std::string::npos ? std::nullopt : parse_tag(inside);
        if (!tag && faults_.size() < template_faults_most)
            faults_.push_back(template_fault("papers.broken_field", shortened(one_line(inside), 40), place));
        if (tag && (*tags_left_)-- == 0) throw Unreadable("file.too_large");
        if (tag) {
            tag->place = place;
            found.push_back({begin, end + 2, std::move(*tag)});
        }
        begin = end == std::string::npos ? end : whole.find("{{", end + 2);
    }
    // The last one first: what stands before it keeps its place in the text.
    for (auto one = found.rbegin(); one != found.rend(); ++one) {
        tag_of_run_[isolate(pieces, one->begin, one->end).hash_value()] = tags_.size();
        tags_.push_back(std::move(one->tag));
    }
}

/// Cuts the runs so that one of them, of the look of the first, stands for these bytes of the paragraph and nothing else.
xml_node TemplatePart::isolate(std::vector<Piece>& pieces, std::size_t begin, std::size_t end)
{
    const auto piece_at = [&](std::size_t at) {
        return std::size_t(std::ranges::upper_bound(pieces, at, {}, &Piece::start) - pieces.begin() - 1);
    };
    const auto first = piece_at(begin), last = piece_at(end - 1);
    xml_node text = pieces[first].node, run = text.parent(), around = run.parent();
    xml_node tag = around.insert_child_after(run.name(), run), rest = around.insert_child_after(run.name(), tag);
    for (xml_node made : {tag, rest})
        if (const auto look = child(run, "rPr")) made.append_copy(look);
    if (const auto after = end - pieces[first].start; first == last && after < pieces[first].text.size())
        set_text(rest.append_child(text.name()), std::string_view(pieces[first].text).substr(after));
    for (auto next = text.next_sibling(); next; next = text.next_sibling()) rest.append_move(next);
    const auto keep = [&](Piece& piece, const std::string& kept) {
        piece.text = kept;
        xml_node owner = piece.node.parent();
        if (!piece.text.empty())
            set_text(piece.node, piece.text);
        else if (owner.remove_child(piece.node); owner != rest && has_only_look(owner))
            owner.parent().remove_child(owner);
    };
    if (last > first) {
        const std::string after = pieces[last].text.substr(end - pieces[last].start);
        for (auto i = first + 1; i < last; ++i)
            if (pieces[i].node) keep(pieces[i], "");
        pieces[last].start = end;
        keep(pieces[last], after);
    }
    if (has_only_look(rest)) around.remove_child(rest);
    keep(pieces[first], pieces[first].text.substr(0, begin - pieces[first].start));
    return tag;
}

/// Tags were found paragraph by paragraph, and those of a text box after those of the paragraph that it hangs on.
std::vector<TemplatePart::Mark> TemplatePart::put_in_order()
{
    std::vector<Mark> marks;
    std::vector<TemplateTag> ordered;
    for (xml_node node = root(); node;) {
        if (const auto place = tag_of_run_.find(node.hash_value()); place != tag_of_run_.end()) {
            marks.push_back({ordered.size(), node});
            ordered.push_back(std::move(tags_[place->second]));
            place->second = marks.back().tag;
        }
        if (node.first_child()) {
            node = node.first_child();
            continue;
        }
        while (node && !node.next_sibling()) node = node.parent();
        if (node) node = node.next_sibling();
    }
    tags_ = std::move(ordered);
    return marks;
}

/// In the order of their beginnings: outer ones before inner ones.
std::vector<TemplatePart::Pair> TemplatePart::pair(const std::vector<Mark>& marks)
{
    const auto fail = [&](std::string_view message, const TemplateTag& tag) {
        if (faults_.size() < template_faults_most) faults_.push_back(template_fault(message, tag.name, tag.place));
    };
    std::vector<Pair> pairs;
    std::vector<Mark> open;
    for (const auto& mark : marks) {
        const auto& tag = tags_[mark.tag];
        if (tag.kind == TemplateTag::Kind::section || tag.kind == TemplateTag::Kind::otherwise) open.push_back(mark);
        if (tag.kind != TemplateTag::Kind::end) continue;
        const auto same = std::ranges::find_if(open.rbegin(), open.rend(),
                                               [&](const Mark& one) { return tags_[one.tag].name == tag.name; });
        if (same == open.rend()) {
            fail("papers.not_opened", tag);
            continue;
        }
        for (; tags_[open.back().tag].name != tag.name; open.pop_back())
            fail("papers.not_closed", tags_[open.back().tag]);
        pairs.push_back({open.back(), mark});
        open.pop_back();
    }
    for (const auto& mark : open) fail("papers.not_closed", tags_[mark.tag]);
    std::ranges::sort(pairs, {}, [](const Pair& one) { return one.begin.tag; });
    return pairs;
}

void TemplatePart::wrap(const Pair& pair)
{
    const auto begin_way = way_up(pair.begin.run), end_way = way_up(pair.end.run);
    // From the top down to where the ways part.
    auto one = begin_way.rbegin(), other = end_way.rbegin();
    while (*one == *other) ++one, ++other;
    xml_node first = *one, last = *other, around = first.parent();
    const bool in_line = first == pair.begin.run && last == pair.end.run;
    if (is(around, "tr")) {
        first = last = around;
        around = first.parent();
    }
    const bool of_rows = is(first, "tr") && is(last, "tr");
    const bool of_paragraphs = is(first, "p") && is(last, "p");
    if (!in_line && !of_rows && !of_paragraphs) {
        const auto& tag = tags_[pair.begin.tag];
        faults_.push_back(template_fault("papers.crossed", tag.name, tag.place));
        return;
    }
    xml_node wrapper = around.insert_child_before("veche-section", first);
    for (xml_node node = first, next; node; node = node == last ? xml_node() : next) {
        next = node.next_sibling();
        wrapper.append_move(node);
    }
    for (const auto& mark : {pair.begin, pair.end}) {
        tag_of_run_.erase(mark.run.hash_value());
        mark.run.parent().remove_child(mark.run);
    }
    // A paragraph or a row that held nothing but the mark is not repeated.
    if (!in_line && first != last)
        for (xml_node edge : {first, last})
            if (is_blank(edge)) wrapper.remove_child(edge);
    tag_of_section_[wrapper.hash_value()] = pair.begin.tag;
}

bool TemplatePart::is_blank(const xml_node& node) const
{
    const auto name = local_name(node.name());
    if (tag_of_run_.contains(node.hash_value()) || tag_of_section_.contains(node.hash_value()) || is_seen(name))
        return false;
    if (is_word(node, "t")) return trimmed(whole_text(node)).empty();
    return std::ranges::all_of(node.children(), [&](const xml_node& part) { return is_blank(part); });
}

void TemplatePart::mark_touched()
{
    for (xml_node node = root(); node;) {
        if (tag_of_run_.contains(node.hash_value()) || tag_of_section_.contains(node.hash_value()))
            for (xml_node above = node; above && touched_.insert(above.hash_value()).second;) above = above.parent();
        if (node.first_child()) {
            node = node.first_child();
            continue;
        }
        while (node && !node.next_sibling()) node = node.parent();
        if (node) node = node.next_sibling();
    }
}

}  // namespace veche::outside
