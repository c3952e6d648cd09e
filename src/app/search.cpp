#include "app/search.hpp"

#include "app/store_search.hpp"
#include "language/collation.hpp"
#include "web/template.hpp"

namespace veche::app::search {

namespace {

/// Letters and digits only, folded, so that nothing typed is an operator of either engine's query language.
std::vector<std::string> words_of(std::string_view query)
{
    const std::string folded = language::folded(query.substr(0, 400));
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty() && words.size() < 12) words.push_back(word);
        word.clear();
    };
    for (const char c : folded) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80;
        if (letter)
            word += c;
        else
            finish();
    }
    finish();
    // Quotes and dashes beyond ASCII are spaces too.
    std::erase_if(words, [](const std::string& one) {
        return one == "«" || one == "»" || one == "–" || one == "—" || one == "№";
    });
    for (auto& one : words) {
        for (const std::string_view mark : {"«", "»", "„", "“", "”", "…", "№"})
            for (auto at = one.find(mark); at != std::string::npos; at = one.find(mark)) one.erase(at, mark.size());
    }
    std::erase(words, std::string{});
    return words;
}

Html marked(std::string_view snippet)
{
    std::string text = web::escape_html(snippet);
    std::string result;
    for (const char c : text) {
        if (c == '\x02')
            result += "<mark>";
        else if (c == '\x03')
            result += "</mark>";
        else
            result += c;
    }
    return Html(Html::Key("escaped above, then only our own marks"), std::move(result));
}

}  // namespace

void put(Work& work, const Document& document)
{
    store::put_document(work.tx, work.town.id, work.new_id<Document>().value(), document);
    work.touch("search");
}

void remove(Work& work, std::string_view object)
{
    store::remove_document(work.tx, work.town.id, object);
    work.touch("search");
}

std::vector<Hit> find(View& view, std::string_view query, int limit)
{
    view.built_from("search");
    const auto words = words_of(query);
    if (words.empty()) return {};
    std::vector<Hit> hits;
    for (auto& found : store::find_documents(view.db, view.town.id, words, limit))
        hits.push_back({found.kind, found.url, found.title, marked(found.snippet), found.day});
    return hits;
}

}  // namespace veche::app::search
