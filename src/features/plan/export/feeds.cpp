#include "features/plan/export/feeds.hpp"

#include <array>

#include <fmt/format.h>

#include "app/ids.hpp"
#include "core/printable.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/line/cards.hpp"
#include "web/template.hpp"

namespace veche::plan {

namespace {

/// Text of an XML document.
std::string escape_html(std::string_view text)
{
    return web::escape_html(printable(text));
}

/// When the line changed, to the billionth of a second: those of one import changed together, and a reader that sorts by this moment
/// still keeps them in their order.
std::string updated(const Line& line)
{
    std::string moment = iso_instant(line.updated);
    const auto billionths = line.updated.milliseconds % 1000 * 1'000'000 + line.position % 1'000'000;
    moment.insert(moment.find('Z'), fmt::format(".{:09}", billionths));
    return moment;
}

/// What has become of it, then "6 июля 2021, вторник, 12:00 · площадь у ДК «Победа» · 0+"
std::string summary(const FeedHead& head, const Line& line)
{
    const auto dates = dates_in_words(head.words, line.content.when);
    std::string text = dates.empty() ? line.content.when.text : "";
    for (const auto& date : dates) text += (text.empty() ? "" : "; ") + date;
    if (const auto news = news_words(head.words, line); !news.empty()) text = news + " " + text;
    for (const auto* part : {&line.content.place, &line.content.audience})
        if (!part->empty()) text += " · " + *part;
    if (line.content.age_mark) text += " · " + std::string(to_text(*line.content.age_mark));
    return text;
}

std::string address(const FeedHead& head, const Line& line)
{
    return head.town.base_url + line_path(line);
}

/// RFC 4287 §4.2.6 wants it the same for ever, so neither host nor address is in it.
std::string permanent_id(const FeedHead& head, const std::string& name)
{
    return "urn:uuid:" + app::named_uuid(head.town.uuid, name);
}

std::string permanent_id(const FeedHead& head, const Line& line)
{
    return permanent_id(head, "line/" + to_text(line.id));
}

/// Of nothing chosen: when the town's plans changed last, so that no feed seems to be of 1970.
Instant changed(const FeedHead& head, const std::vector<Line>& lines)
{
    if (lines.empty()) return head.changed;
    Instant latest{};
    for (const auto& line : lines) latest = std::max(latest, line.updated);
    return latest;
}

/// RFC 822 date with the English names it wants.
std::string rfc822(Instant at)
{
    constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::string iso = iso_instant(at);
    const Day day = parse_iso_day(iso.substr(0, 10)).value();
    const std::chrono::weekday weekday{std::chrono::sys_days(day)};
    return fmt::format("{}, {:02} {} {} {} +0000", days[weekday.c_encoding()], unsigned(day.day()),
                       months[unsigned(day.month()) - 1], int(day.year()), iso.substr(11, 8));
}

}  // namespace

std::string write_atom(const FeedHead& head, const std::vector<Line>& lines)
{
    std::string xml = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n"
        "<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<link rel=\"self\" href=\"{}\"/>\n"
        "<link rel=\"alternate\" href=\"{}/plan\"/>\n<author><name>{}</name></author>\n",
        language::to_text(head.words.code()), permanent_id(head, "feed" + head.choice), escape_html(head.title),
        lines.empty() ? iso_instant(head.changed) : updated(lines.front()), escape_html(head.address),
        escape_html(head.town.base_url), escape_html(head.town.name));
    for (const auto& line : lines) {
        const auto published = line.announced() ? std::get<Announced>(line.stage).at : line.created;
        xml += fmt::format(
            "<entry>\n<id>{}</id>\n<title>{}</title>\n<link rel=\"alternate\" "
            "href=\"{}\"/>\n<published>{}</published>\n"
            "<updated>{}</updated>\n<category term=\"{}\" label=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
            escape_html(permanent_id(head, line)), escape_html(news_title(head.words, line)),
            escape_html(address(head, line)), iso_instant(published), updated(line), to_text(line.content.kind.kind),
            escape_html(head.words.say(fmt::format("kind.{}", to_text(line.content.kind)))),
            escape_html(summary(head, line)));
    }
    return xml + "</feed>\n";
}

std::string write_rss(const FeedHead& head, const std::vector<Line>& lines)
{
    std::string xml = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
        "xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n"
        "<title>{}</title>\n<link>{}/plan</link>\n<description>{}</description>\n<language>{}</language>\n"
        "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{}\"/>\n<lastBuildDate>{}</lastBuildDate>\n",
        escape_html(head.title), escape_html(head.town.base_url), escape_html(head.title),
        language::to_text(head.words.code()), escape_html(head.address), rfc822(changed(head, lines)));
    for (const auto& line : lines)
        xml += fmt::format(
            "<item>\n<title>{}</title>\n<link>{}</link>\n<guid isPermaLink=\"false\">{}</guid>\n<pubDate>{}</pubDate>\n"
            "<category>{}</category>\n<description>{}</description>\n</item>\n",
            escape_html(news_title(head.words, line)), escape_html(address(head, line)),
            escape_html(permanent_id(head, line)), rfc822(line.updated),
            escape_html(head.words.say(fmt::format("kind.{}", to_text(line.content.kind)))),
            escape_html(summary(head, line)));
    return xml + "</channel>\n</rss>\n";
}

namespace {

nlohmann::json tags_of(const FullKind& kind)
{
    auto tags = nlohmann::json::array({to_text(kind.kind)});
    if (kind.subkind) tags.push_back(to_text(*kind.subkind));
    return tags;
}

}  // namespace

std::string write_json_feed(const FeedHead& head, const std::vector<Line>& lines)
{
    using nlohmann::json;
    json items = json::array();
    for (const auto& line : lines) {
        const auto published = line.announced() ? std::get<Announced>(line.stage).at : line.created;
        items.push_back({{"id", permanent_id(head, line)},
                         {"url", address(head, line)},
                         {"title", news_title(head.words, line)},
                         {"content_text", summary(head, line)},
                         {"date_published", iso_instant(published)},
                         {"date_modified", updated(line)},
                         {"tags", tags_of(line.content.kind)}});
    }
    return json{{"version", "https://jsonfeed.org/version/1.1"},    {"title", head.title},
                {"home_page_url", head.town.base_url + "/plan"},    {"feed_url", head.address},
                {"language", language::to_text(head.words.code())}, {"items", items}}
        .dump(2);
}

}  // namespace veche::plan
