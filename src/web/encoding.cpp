#include "web/encoding.hpp"

#include "core/ascii.hpp"
#include "web/framing.hpp"

namespace veche::web {

namespace {

/// Thousandths; "0", "0.5", "1.000". Anything broken counts as 0: not wished.
int parse_weight(std::string_view text)
{
    if (text == "1" || text == "1." || text == "1.0" || text == "1.00" || text == "1.000") return 1000;
    if (!text.starts_with('0') || text.size() > 5) return 0;
    if (text.size() < 3 || text[1] != '.') return 0;
    int weight = 0;
    int unit = 100;
    for (const char c : text.substr(2)) {
        if (c < '0' || c > '9') return 0;
        weight += (c - '0') * unit;
        unit /= 10;
    }
    return weight;
}

struct Wishes {
    int brotli = -1, gzip = -1, identity = -1, any = -1;  // thousandths; -1: not mentioned
};

Wishes read_wishes(std::string_view header)
{
    Wishes wishes;
    while (!header.empty()) {
        auto item = next_item(header, ',');
        const auto name = without_blanks(next_item(item, ';'));
        const auto parameter = without_blanks(item);
        const bool weighted =
            parameter.size() > 2 && (parameter[0] == 'q' || parameter[0] == 'Q') && parameter[1] == '=';
        const int weight = weighted ? parse_weight(parameter.substr(2)) : parameter.empty() ? 1000 : 0;
        if (equal_ignoring_case(name, "br"))
            wishes.brotli = weight;
        else if (equal_ignoring_case(name, "gzip") || equal_ignoring_case(name, "x-gzip"))
            wishes.gzip = weight;
        else if (equal_ignoring_case(name, "identity"))
            wishes.identity = weight;
        else if (name == "*")
            wishes.any = weight;
    }
    return wishes;
}

}  // namespace

Coding choose_coding(std::string_view accept_encoding, const Body& body)
{
    const Wishes wishes = read_wishes(accept_encoding);
    const auto wish = [&](int own) { return own >= 0 ? own : wishes.any; };
    Coding best = Coding::identity;
    int most = wishes.identity > 0 ? wishes.identity : 0;  // unmentioned, the plain form is the last resort
    if (const int weight = wish(wishes.gzip); !body.gzip.empty() && weight > 0 && weight >= most)
        best = Coding::gzip, most = weight;
    if (const int weight = wish(wishes.brotli); !body.brotli.empty() && weight > 0 && weight >= most)
        best = Coding::brotli;
    return best;
}

std::string tag_of(const Body& body, Coding coding)
{
    if (coding == Coding::identity || body.etag.size() < 2) return body.etag;
    std::string tag(body.etag, 0, body.etag.size() - 1);
    tag += coding == Coding::gzip ? "-gz\"" : "-br\"";
    return tag;
}

bool matches_tag(std::string_view if_none_match, std::string_view tag)
{
    if (tag.empty()) return false;
    if (without_blanks(if_none_match) == "*") return true;
    // No tag of ours has a comma inside its quotes, so a foreign one that has cannot be mistaken for ours when it is cut.
    while (!if_none_match.empty()) {
        auto candidate = without_blanks(next_item(if_none_match, ','));
        if (candidate.starts_with("W/")) candidate.remove_prefix(2);
        if (candidate == tag) return true;
    }
    return false;
}

}  // namespace veche::web
