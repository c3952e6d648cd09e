#include "app/search.hpp"

#include <algorithm>
#include <set>

#include "app/search_words.hpp"
#include "app/store_search.hpp"
#include "core/fold.hpp"
#include "language/collation.hpp"
#include "web/template.hpp"

namespace veche::app::search {

namespace {

constexpr int candidates_most = 100;          // looked at more closely; the newest of them
constexpr int times_most = 2'000;             // of the days asked for; a document may have many of them
constexpr std::int64_t month_least = 28;      // days: of fewer, what is known by its month only is not among them
constexpr int beginnings_most = 100;          // words that begin as what is being typed
constexpr std::int64_t common_least = 1'000;  // beyond, one word is as common as another

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

/// Where to walk: the postings of the rarest word asked for, or of all that the last may be the beginning of.
struct Walk {
    std::vector<std::string> words;   // any of them
    std::vector<std::string> others;  // and all of these
    std::string beginning, last;      // and a word that begins so, or this stem; both "" when `words` are those
};

std::int64_t count_up_to(View& view, const std::vector<std::string>& words, std::int64_t most)
{
    std::int64_t count = 0;
    for (const auto& word : words) {
        count += store::count_postings(view.db, view.town.id, word, most - count);
        if (count >= most) break;
    }
    return count;
}

Walk plan_walk(View& view, const Question& question)
{
    Walk walk{.words = {}, .others = question.stems, .beginning = "", .last = ""};
    std::int64_t least = common_least;
    std::size_t rarest = question.stems.size();
    const std::size_t exact = question.beginning.empty() ? question.stems.size() : question.stems.size() - 1;
    for (std::size_t i = 0; i < exact && least > 0; ++i) {
        const auto count = count_up_to(view, {question.stems[i]}, least);
        if (rarest < question.stems.size() && count >= least) continue;
        rarest = i;
        least = count;
    }
    if (!question.beginning.empty() && least > 0) {
        auto words = store::list_words(view.db, view.town.id, question.beginning, beginnings_most);
        const bool all = int(words.size()) < beginnings_most;
        if (std::ranges::find(words, question.stems.back()) == words.end()) words.push_back(question.stems.back());
        if (exact == 0 || (all && count_up_to(view, words, least) < least)) {
            walk.words = std::move(words);
            walk.others.pop_back();
            return walk;
        }
    }
    if (!question.beginning.empty()) {
        walk.beginning = question.beginning;
        walk.last = question.stems.back();
        walk.others.pop_back();
    }
    walk.words = {question.stems[rarest]};
    walk.others.erase(walk.others.begin() + std::ptrdiff_t(rarest));
    return walk;
}

std::vector<store::Posting> candidates_of(View& view, const Walk& walk)
{
    std::vector<store::Posting> all;
    for (const auto& word : walk.words) {
        const auto found = store::list_postings(
            view.db, view.town.id,
            {.word = word, .others = walk.others, .beginning = walk.beginning, .last = walk.last}, candidates_most);
        all.insert(all.end(), found.begin(), found.end());
    }
    std::ranges::sort(all, {}, &store::Posting::order);
    std::vector<store::Posting> first;
    std::set<std::int64_t> seen;
    for (const auto& one : all)
        if (int(first.size()) < candidates_most && seen.insert(one.document).second) first.push_back(one);
    return first;
}

std::vector<store::FoundDocument> candidates_for(View& view, const Question& question)
{
    std::vector<std::int64_t> ids;
    for (const auto& one : candidates_of(view, plan_walk(view, question))) ids.push_back(one.document);
    return store::list_documents_of(view.db, view.town.id, ids);
}

}  // namespace

void put(Work& work, const Document& document)
{
    store::put_document(work.tx, work.town.id, work.new_id<Document>().value(), document);
    work.touch("search");
}

std::string sentences(const std::vector<std::string>& parts)
{
    constexpr std::string_view ends[] = {".", "!", "?", "…", ":", ";", ","};
    std::string text;
    for (const auto& part : parts) {
        if (part.empty()) continue;
        if (!text.empty())
            text += std::ranges::any_of(ends, [&](std::string_view end) { return text.ends_with(end); }) ? " " : ". ";
        text += part;
    }
    return text;
}

void remove(Work& work, std::string_view object)
{
    store::remove_document(work.tx, work.town.id, object);
    work.touch("search");
}

namespace {

/// Of all that is kept for comparing words: folded texts, and keys of the dictionary's order.
int kept_version()
{
    return folding_version * 1000 + language::collation_version();
}

}  // namespace

void rebuild(Work& work)
{
    constexpr int step = 500;
    std::int64_t after = 0;
    for (bool more = true; more;) {
        const auto documents = store::list_documents(work.tx, work.town.id, after, step);
        for (const auto& document : documents) {
            store::put_postings(work.tx, work.town.id, document);
            after = document.id;
        }
        more = int(documents.size()) == step;
    }
    store::put_folding(work.tx, work.town.id, kept_version());
    work.touch("search");
}

bool begin_rebuild(Work& work)
{
    store::hold_folding(work.tx);
    return !is_current(work.tx, work.town.id);
}

bool is_current(db::Session& db, Id<Town> town)
{
    return store::find_folding(db, town) == kept_version();
}

std::vector<Hit> find(View& view, std::string_view query, int limit)
{
    view.built_from("search");
    const Question question = parse_question(query);
    if (question.empty()) return {};
    struct Ranked {
        std::size_t in_title;
        store::FoundDocument document;
    };
    std::vector<Ranked> ranked;
    for (auto& document : candidates_for(view, question))
        ranked.push_back({count_found(document.title, question), std::move(document)});
    std::ranges::stable_sort(ranked, std::ranges::greater(), &Ranked::in_title);
    if (ranked.size() > std::size_t(limit)) ranked.resize(std::size_t(limit));
    std::vector<Hit> hits;
    for (const auto& [in_title, found] : ranked)
        hits.push_back({found.kind, found.url, found.title, marked(snippet_of(found.body, question)), found.day,
                        found.time_words});
    return hits;
}

std::vector<Hit> find_on(View& view, std::string_view query, const language::Days& days, int limit)
{
    view.built_from("search");
    const Question question = parse_question(query);
    std::vector<std::string> others = question.stems;
    std::string first, last;
    if (!question.beginning.empty()) {
        last = others.back();
        others.pop_back();
    }
    if (others.size() == question_most) {
        first = others.back();
        others.pop_back();
    }
    const bool months = day_number(days.last) - day_number(days.first) + 1 >= month_least;
    const auto times =
        store::list_times(view.db, view.town.id, {.first = days.first, .last = days.last, .vague = months},
                          {.word = first, .others = others, .beginning = question.beginning, .last = last}, times_most);
    std::vector<std::int64_t> ids;
    std::vector<const store::OnTime*> at;
    for (const auto& time : times) {
        if (ids.size() >= std::size_t(limit)) break;
        if (std::ranges::find(ids, time.document) != ids.end()) continue;
        ids.push_back(time.document);
        at.push_back(&time);
    }
    std::vector<Hit> hits;
    for (const auto& found : store::list_documents_of(view.db, view.town.id, ids)) {
        const auto& time = *at[std::size_t(std::ranges::find(ids, found.id) - ids.begin())];
        hits.push_back({found.kind, found.url, found.title, marked(snippet_of(found.body, question)),
                        std::max(time.starts, days.first), time.exact ? "" : found.time_words});
    }
    return hits;
}

}  // namespace veche::app::search
