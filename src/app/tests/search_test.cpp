#include "app/search.hpp"

#include "app/tests/house.hpp"

namespace search_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;

namespace {

class Shelf : public House {
public:
    explicit Shelf(db::Database& database) : House(database, {}, {town_named("yurga", 1), town_named("topki", 2)}) {}

    void put(const std::string& object, const std::string& title, const std::string& body = "", std::size_t town = 0)
    {
        site.change(towns[town], staff({Role::organiser}), [&](Work& work) {
            search::put(work, {"plan.line", object, "/" + object, title, body, std::nullopt});
            return db::Outcome::keep;
        });
    }
    void remove(const std::string& object)
    {
        site.change(towns[0], staff({Role::organiser}), [&](Work& work) {
            search::remove(work, object);
            return db::Outcome::keep;
        });
    }
    std::vector<search::Hit> hits(std::string_view query, std::size_t town = 0, int limit = 50)
    {
        std::vector<search::Hit> found;
        const Actor nobody;
        database.read([&](db::Session& session) {
            View view(session, towns[town], nobody, now);
            found = search::find(view, query, limit);
            CHECK(view.topics() == std::vector<std::string>{"search"});
        });
        return found;
    }
    /// Addresses found, in alphabetical order: "/a /b".
    std::string found(std::string_view query, std::size_t town = 0)
    {
        std::vector<std::string> urls;
        for (const auto& hit : hits(query, town)) urls.push_back(hit.url);
        std::ranges::sort(urls);
        std::string text;
        for (const auto& url : urls) text += (text.empty() ? "" : " ") + url;
        return text;
    }
};

template <class Test>
void for_each_shelf(Test test)
{
    for_each_database([&](db::Database& database) {
        Shelf shelf(database);
        test(shelf);
    });
}

/// Operators of both engines, marks of other scripts, broken letters, too much.
const std::vector<std::string> odd_queries = {"AND",
                                              "OR",
                                              "NOT",
                                              "NEAR",
                                              "AND OR NOT",
                                              "ярмарка AND",
                                              "AND ярмарка",
                                              "NOT ярмарка",
                                              "ярмарка NOT мастеров",
                                              "NEAR(ярмарка мастеров, 2)",
                                              "title:ярмарка",
                                              "title : ярмарка",
                                              "{title body}: x",
                                              "-ярмарка",
                                              "+ярмарка",
                                              "ярмарка*",
                                              "*",
                                              "**",
                                              "^ярмарка",
                                              "\"",
                                              "\"\"",
                                              "\"ярмарка",
                                              "ярмарка\"мастеров",
                                              "'",
                                              "''",
                                              "'; DROP TABLE towns;--",
                                              "(",
                                              ")",
                                              "()",
                                              "((((",
                                              "ярмарка)",
                                              "&",
                                              "|",
                                              "!",
                                              "!!",
                                              "ярмарка & мастеров",
                                              "ярмарка | x",
                                              "ярмарка <-> мастеров",
                                              "ярмарка:*",
                                              ":*",
                                              ":A",
                                              "ярмарка:AB",
                                              "\\",
                                              "\\'",
                                              "a\\",
                                              "%",
                                              "_",
                                              "$1",
                                              ":town",
                                              ":all",
                                              "?",
                                              ";",
                                              "/*",
                                              "--",
                                              "«»",
                                              "«ярмарка»",
                                              "—",
                                              "– –",
                                              "…",
                                              "№ 5",
                                              "·",
                                              "ярмарка·мастеров",
                                              "’",
                                              "ʼ",
                                              "‘x’",
                                              "ｘ：＊",
                                              "＊",
                                              "！ярмарка",
                                              "＆",
                                              "｜",
                                              "（ярмарка）",
                                              "\u2003",
                                              "ярмарка\u2003мастеров",
                                              "ярмарка\u00a0мастеров",
                                              "ярмарка\u2028мастеров",
                                              "\u200b",
                                              "ярмарка\u200b",
                                              "\u0301",
                                              "е\u0301",
                                              "😀",
                                              "😀😀",
                                              "ярмарка😀",
                                              "👨\u200d👩\u200d👧",
                                              "日本語",
                                              "العربية",
                                              "\U0001d400",
                                              "ß",
                                              "ﬁ",
                                              "İ",
                                              "\x01",
                                              "\x02\x03",
                                              "\x7f",
                                              "\xff",
                                              "\xd1",
                                              "\xc0\x80",
                                              "\xed\xa0\x80",
                                              "и",
                                              "в на и",
                                              "the of",
                                              std::string("a\0b", 3),
                                              std::string(5000, 'a'),
                                              std::string(5000, '"'),
                                              std::string(399, 'a') + "я",
                                              std::string(3999, ' ') + "я"};

}  // namespace

TEST_CASE("words are found in every case and number, in Russian and in English")
{
    for_each_shelf([](Shelf& s) {
        s.put("a", "Фестиваль дворовых клубов", "Концерты на площадях города для семей с детьми");
        s.put("b", "Субботник", "Уборка набережной");
        s.put("c", "Open libraries", "Reading evenings for children");
        for (const std::string_view query : {"фестиваль", "фестивали", "ФЕСТИВАЛЯМИ", "дворовый клуб", "клубы дворовые",
                                             "концерт", "площадь", "семья", "города концертов"})
            CHECK_MESSAGE(s.found(query) == "/a", query);
        CHECK(s.found("library") == "/c");
        CHECK(s.found("reading evening") == "/c");
        CHECK(s.found("субботники") == "/b");
        // All words must be there.
        CHECK(s.found("фестиваль субботник") == "");
    });
}

TEST_CASE("ё and е are one letter, on the page and in the question")
{
    for_each_shelf([](Shelf& s) {
        s.put("a", "Зелёный двор", "Посадка берёз");
        s.put("b", "Новогодняя елка", "Ребята и полет");
        for (const std::string_view query : {"зелёный", "зеленый", "ЗЕЛЁНЫЕ", "берёзы", "береза"})
            CHECK_MESSAGE(s.found(query) == "/a", query);
        for (const std::string_view query : {"ёлка", "елка", "полёт"}) CHECK_MESSAGE(s.found(query) == "/b", query);
        CHECK(s.hits("зеленый").front().title == "Зелёный двор");
    });
}

TEST_CASE("the last word matches as a beginning, the others do not")
{
    for_each_shelf([](Shelf& s) {
        s.put("a", "Фестиваль дворовых клубов");
        for (const std::string_view query : {"фест", "фестив", "двор", "фестиваль двор", "дворовых клу"})
            CHECK_MESSAGE(s.found(query) == "/a", query);
        CHECK(s.found("фест дворовых") == "");
        CHECK(s.found("стиваль") == "");
    });
}

namespace {

/// A question and what it finds on the shelf of the next test.
const std::pair<std::string, std::string> asked[] = {
    // forms of words
    {"саженец", "/planting"},
    {"саженцами", "/planting"},
    {"посадки", "/planting"},
    {"ШКОЛА", "/hall /planting"},
    {"ярмарок", "/fair"},
    {"письмо", "/fair"},
    {"писем ветерана", "/fair"},
    {"ветераны", "/fair"},
    {"огонь", "/lights"},
    {"огней", "/lights"},
    {"дней", "/lights"},
    {"семей", "/lights"},
    {"бой", "/fair"},
    {"боёв", "/fair"},
    {"мастер", "/fair"},
    {"концертами", "/hall"},
    {"парками", "/lights"},
    // ё, й of two code points, soft hyphens, other unseen signs
    {"березовая", "/planting"},
    {"берёзовая роща", "/planting"},
    {"Бере\u0308зовая", "/planting"},
    {"бои\u0306", "/fair"},
    {"солисты", "/hall"},
    {"солисту", "/hall"},
    {"солис\u200Bты", "/hall"},
    {"\uFEFFогни", "/lights"},
    // look-alike letters, either way
    {"концерт", "/hall"},
    {"кoнцepт", "/hall"},
    {"ТОС Южный", "/fair"},
    {"TOC", "/fair /planting"},
    {"тос", "/fair /planting"},
    {"XXI", "/planting"},
    {"ХХI век", "/planting"},
    {"ХХІ", "/planting"},
    {"СOVID", "/fair"},
    {"covid", "/fair"},
    {"co", "/fair /hall"},
    {"ma", "/fair /lights"},
    {"maxi", "/lights"},
    {"МАХi", "/lights"},
    {"cafe", "/lights"},
    {"ＰＬＡＮ", "/lights"},
    // numbers and their signs
    {"№ 7", "/hall /planting"},
    {"№7", "/hall /planting"},
    {"N 7", "/hall /planting"},
    {"школа №7", "/hall /planting"},
    {"7-я", "/hall /planting"},
    {"7-й", "/hall /planting"},
    {"7я школа", "/hall /planting"},
    {"школа 17", ""},
    {"300", "/planting"},
    {"300 лет", "/planting"},
    {"30", "/planting"},
    {"6+", "/hall"},
    {"5 класс", "/lights"},
    {"5класс", "/lights"},
    {"парк 12", "/lights"},
    {"№", ""},
    // compounds, apostrophes, addresses
    {"wi-fi", "/hall"},
    {"wifi", "/hall"},
    {"Wi‑Fi", "/hall"},
    {"wi fi", "/hall"},
    {"о'генри", "/hall"},
    {"O’Генри", "/hall"},
    {"генри", "/hall"},
    {"info@yurga.example", "/fair"},
    {"yurga.example", "/fair"},
    {"онлайн трансляция", "/lights"},
    {"онлайн-трансляции", "/lights"},
    {"трансляция", "/lights"},
    {"covid-19", "/fair"},
    {"covid-20", ""},
    // emoji
    {"🎄", "/hall"},
    {"🎄\uFE0F", "/hall"},
    {"🎃", ""},
    {"🎃 огни", "/lights"},
    {"ярмарка 🎄", "/fair"},
    // words that are everywhere
    {"концерт в доме", "/hall"},
    {"концерт для доме", "/hall"},
    {"огни и", "/lights"},
    // quotes
    {"«Берёзовая роща»", "/planting"},
    {"тос \"березовая роща\"", "/planting"},
    // not there
    {"сад", ""},
    {"огни ярмарка", ""},
    {"концертище", ""},
    {"полка", ""},
};

}  // namespace

TEST_CASE("what a reader takes for the same is found on both engines alike, and what is not there is not")
{
    for_each_shelf([](Shelf& s) {
        s.put("planting", "Посадка саженцев у школы № 7", "ТОС «Берёзовая роща», 300 лет городу, XXI век");
        s.put("hall", "Кoнцepт в Доме культуры", "Со\u00ADлисты 7-я школа, о’Генри, wi-fi 🎄 и чай; вход 6+");
        s.put("fair", "Ярмарка мастеров",
              "Письма ветеранам; бои\u0306 подушками, ТOС Южный, info@yurga.example, COVID-19");
        s.put("lights", "Огни города", "Онлайн-трансляция, 5класс, ПАРК №12, день семьи, Café «Театр Maxi» ｐｌａｎ");
        for (const auto& [query, expected] : asked) CHECK_MESSAGE(s.found(query) == expected, query);
    });
}

TEST_CASE("of one word the titles come first, then the newest days, and what has no day is of every day")
{
    for_each_shelf([](Shelf& s) {
        const auto put = [&](const std::string& object, const std::string& title, const std::string& body,
                             std::optional<Day> day) {
            s.site.change(s.towns[0], staff({Role::organiser}), [&](Work& work) {
                search::put(work, {"plan.line", object, "/" + object, title, body, day});
                return db::Outcome::keep;
            });
        };
        put("old", "Ярмарка", "", *parse_iso_day("2019-05-01"));
        put("body", "Праздник", "ярмарка", *parse_iso_day("2027-05-01"));
        put("new", "Ярмарка мастеров", "", *parse_iso_day("2026-05-01"));
        put("timeless", "Клуб ярмарки", "", std::nullopt);
        put("both", "Разное", "ярмарка мастеров", *parse_iso_day("2028-05-01"));
        const auto urls = [&](std::string_view query) {
            std::string all;
            for (const auto& hit : s.hits(query)) all += hit.url;
            return all;
        };
        CHECK(urls("ярмарка") == "/timeless/new/old/both/body");
        CHECK(urls("ярм") == "/timeless/new/old/both/body");
        CHECK(urls("мастера ярмарка") == "/new/both");
        CHECK(s.hits("ярмарка", 0, 2).size() == 2);
    });
}

TEST_CASE("the words of a town are made anew from its documents")
{
    for_each_shelf([](Shelf& s) {
        s.put("a", "Фестиваль", "концерты");
        s.put("a", "Субботник", "уборка", 1);
        const auto with = [&](std::size_t town, const std::function<void(Work&)>& deed) {
            s.site.change(s.towns[town], staff({Role::organiser}), [&](Work& work) {
                deed(work);
                return db::Outcome::keep;
            });
        };
        with(0, [](Work& work) {
            work.tx.execute("DELETE FROM search_postings WHERE town_id = :town", {{"town", work.town.id}});
        });
        CHECK(s.found("концерт") == "");
        const auto current = [&] {
            bool is = false;
            s.database.read([&](db::Session& db) { is = search::is_current(db, s.towns[0].id); });
            return is;
        };
        CHECK_FALSE(current());
        with(0, [](Work& work) { search::rebuild(work); });
        with(0, [](Work& work) { search::rebuild(work); });
        CHECK(current());
        CHECK(s.found("концерт") == "/a");
        CHECK(s.found("субботник") == "");
        CHECK(s.found("субботник", 1) == "/a");
        s.remove("a");
        std::int64_t left = -1;
        s.database.read([&](db::Session& db) {
            left = db.value<std::int64_t>("SELECT count(*) FROM search_postings WHERE town_id = :town",
                                          {{"town", s.towns[0].id}});
        });
        CHECK(left == 0);
    });
}

TEST_CASE("a title weighs more than a body, and the number of answers is bounded")
{
    for_each_shelf([](Shelf& s) {
        s.put("body", "Разное", "В конце дня пройдёт субботник у школы");
        s.put("title", "Субботник", "Уборка");
        const auto hits = s.hits("субботник");
        REQUIRE(hits.size() == 2);
        CHECK(hits[0].url == "/title");
        CHECK(hits[0].kind == "plan.line");
        CHECK(s.hits("субботник", 0, 1).size() == 1);
    });
}

TEST_CASE("a document is replaced under its key and gone when it is taken out")
{
    for_each_shelf([](Shelf& s) {
        s.put("a", "Фестиваль", "прежнее слово");
        s.put("a", "Ярмарка", "нынешнее слово");
        CHECK(s.found("фестиваль") == "");
        CHECK(s.found("прежнее") == "");
        CHECK(s.found("ярмарка") == "/a");
        CHECK(s.hits("слово").size() == 1);
        s.remove("a");
        s.remove("a");
        CHECK(s.found("ярмарка") == "");
    });
}

TEST_CASE("a town finds its own and nothing of another, whatever is typed")
{
    for_each_shelf([](Shelf& s) {
        s.put("a", "Фестиваль в Юрге", "общее слово");
        s.put("a", "Фестиваль в Топках", "общее слово", 1);
        CHECK(s.hits("фестиваль").size() == 1);
        CHECK(s.hits("фестиваль").front().title == "Фестиваль в Юрге");
        CHECK(s.hits("фестиваль", 1).front().title == "Фестиваль в Топках");
        for (const std::string_view query : {"топках", "town2", "town1", "town : town2", "town:town2 OR фестиваль",
                                             "общее OR town2", "фестиваль AND town2"})
            for (const auto& hit : s.hits(query)) CHECK_MESSAGE(hit.title == "Фестиваль в Юрге", query);
        CHECK(s.found("town2") == "");
        s.remove("a");
        CHECK(s.hits("фестиваль", 1).size() == 1);
    });
}

TEST_CASE("words found are marked, and markup of a text stays text")
{
    for_each_shelf([](Shelf& s) {
        s.put("a", "<script>alert(1)</script> & ярмарка",
              "На площади \"ярмарка\" <b>и</b> концерт & чай <img src=x onerror=y>");
        const auto hits = s.hits("ярмарка");
        REQUIRE(hits.size() == 1);
        CHECK(hits[0].title == "<script>alert(1)</script> & ярмарка");  // escaped where it is printed
        const auto& snippet = hits[0].snippet.text();
        CHECK(snippet.find("<mark>ярмарка</mark>") != std::string::npos);
        CHECK(snippet.find("концерт &amp; чай") != std::string::npos);
        CHECK(snippet.find("<b>") == std::string::npos);
        CHECK(snippet.find("<img") == std::string::npos);
        const auto page = body_of(s.ask(get("/search?q=%D1%8F%D1%80%D0%BC%D0%B0%D1%80%D0%BA%D0%B0")));
        CHECK(page.find("<script>alert") == std::string::npos);
        CHECK(page.find("&lt;script&gt;alert(1)") != std::string::npos);
    });
}

TEST_CASE("operators and anything else may be typed, on either engine")
{
    for_each_shelf([](Shelf& s) {
        s.put("a", "Ярмарка мастеров", "Выставка и продажа");
        auto queries = odd_queries;
        std::string many;
        for (int i = 0; i < 100; ++i) many += "слово" + std::to_string(i) + " ";
        queries.push_back(many);
        CHECK(queries.size() >= 40);
        for (const auto& query : queries) CHECK_NOTHROW_MESSAGE(s.hits(query), query);
        for (const std::string_view nothing : {"", " ", "\t\n", "\"\"", "«»", "!!!"})
            CHECK_MESSAGE(s.hits(nothing).empty(), nothing);
        // What surrounds the words does not hide them.
        for (const std::string_view query :
             {"«ярмарка»", "\"ярмарка", "ярмарка*", "(ярмарка", "ярмарка\u2003мастеров", "ярмарка!",
              "ярмарка, мастеров", "ярмарка—мастеров", "’ярмарка’", "ярмарка😀", "！ярмарка"})
            CHECK_MESSAGE(s.found(query) == "/a", query);
    });
}

TEST_CASE("the page of the search takes whatever is asked")
{
    for_each_shelf([](Shelf& s) {
        s.put("a", "Ярмарка мастеров");
        for (const std::string target : {"/search", "/search?q=", "/search?q=%22%3E%3Cscript%3E", "/search?q=*&q=b",
                                         "/search?x=1", "/search?q=%F0%9F%98%80", "/search?q=%27%3B--"}) {
            const auto page = s.ask(get(target));
            CHECK_MESSAGE(page.status == 200, target);
            CHECK_FALSE(says(page, "\"><script>"));
            CHECK(s.ask(as_json(get(target))).status == 200);
        }
        const auto model =
            nlohmann::json::parse(body_of(s.ask(as_json(get("/search?q=%D1%8F%D1%80%D0%BC%D0%B0%D1%80%D0%BA%D0%B0")))));
        CHECK(model.at("count") == 1);
        CHECK(model.at("results")[0].at("url") == "/a");
    });
}

TEST_CASE("the sentences of a body have no stop after a stop, and nothing stands for what is empty")
{
    CHECK(search::sentences({"", "Обход председателей.", "", "По мере необходимости…", "Берег", ""}) ==
          "Обход председателей. По мере необходимости… Берег");
    CHECK(search::sentences({}) == "");
}

}  // namespace search_test
