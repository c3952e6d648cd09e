#include "app/tests/diary.hpp"

namespace page_cache_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;

namespace {

struct Cached {
    explicit Cached(db::Database& database)
        : house(database, {diary.feature()},
                {town_named("yurga", 1), town_named("kaliningrad", 2, "Europe/Kaliningrad")}, 1 << 20)
    {
        diary.words = {{1, "юргинское"}, {2, "калининградское"}};
    }
    /// The page; whether it was made anew is told by the count.
    web::Response page(const web::Request& request = get("/diary")) { return house.ask_like_server(request); }
    bool made_anew(const web::Request& request)
    {
        const int before = diary.rendered;
        const auto answer = page(request);
        CHECK(answer.status == 200);
        return diary.rendered > before;
    }
    void write(const Town& town, std::string topic)
    {
        house.site.change(town, staff({Role::organiser}), [&](Work& work) {
            work.touch(topic);
            return db::Outcome::keep;
        });
    }

    Diary diary;
    House house;
};

template <class Test>
void for_each_cache(Test test)
{
    for_each_database([&](db::Database& database) {
        Cached cached(database);
        test(cached);
    });
}

}  // namespace

TEST_CASE("a page is made once and then given as it is, until its topic is touched")
{
    for_each_cache([](Cached& c) {
        CHECK(c.made_anew(get("/diary")));
        CHECK_FALSE(c.made_anew(get("/diary")));
        CHECK_FALSE(c.made_anew(with_cookie(get("/diary"), "session", "gleb")));
        c.write(c.house.towns[0], "something else");
        CHECK_FALSE(c.made_anew(get("/diary")));
        c.diary.words[1] = "новое";
        CHECK(says(c.page(), "юргинское"));
        c.write(c.house.towns[0], "diary");
        CHECK(says(c.page(), "новое"));
        CHECK_FALSE(c.made_anew(get("/diary")));
    });
}

TEST_CASE("a cached page says so to caches on the way, and is the same as a fresh one")
{
    for_each_cache([](Cached& c) {
        const auto fresh = c.page();
        const auto kept = c.page();
        CHECK(body_of(fresh) == body_of(kept));
        CHECK(fresh.headers == kept.headers);
        CHECK(header_of(kept, "cache-control") == "public, no-cache");
        CHECK(header_of(kept, "vary") == "Cookie, Accept");
        REQUIRE(kept.shared);
        CHECK(kept.shared->etag.size() > 2);
        CHECK(headers_of(kept, "set-cookie").empty());
    });
}

TEST_CASE("what one town touches leaves the pages of another, and each town has its own page of one address")
{
    for_each_cache([](Cached& c) {
        const auto there = get("/diary", "kaliningrad.example");
        CHECK(says(c.page(), "юргинское"));
        CHECK(says(c.page(there), "калининградское"));
        CHECK_FALSE(c.made_anew(get("/diary")));
        c.write(c.house.towns[1], "diary");
        CHECK_FALSE(c.made_anew(get("/diary")));
        CHECK(c.made_anew(there));
        CHECK(says(c.page(), "юргинское"));
    });
}

TEST_CASE("language, contrast, large type, JSON and the query are pages of their own")
{
    for_each_cache([](Cached& c) {
        std::vector<web::Request> forms = {get("/diary"), as_json(get("/diary")), get("/diary?kind=event")};
        for (const auto* view : {"en", "ruc", "rul", "rucl", "encl"})
            forms.push_back(with_cookie(get("/diary"), "view", view));
        for (const auto& form : forms) CHECK(c.made_anew(form));
        for (const auto& form : forms) CHECK_FALSE(c.made_anew(form));
        CHECK(nlohmann::json::parse(body_of(c.page(as_json(get("/diary"))))).at("status") == 200);
        CHECK(says(c.page(with_cookie(get("/diary"), "view", "en")), "lang=\"en\""));
        CHECK(says(c.page(), "lang=\"ru\""));
        c.write(c.house.towns[0], "diary");
        for (const auto& form : forms) CHECK(c.made_anew(form));
    });
}

TEST_CASE("a parameter that a page does not take is no page of its own, and its maker does not see it")
{
    for_each_cache([](Cached& c) {
        for (int i = 0; i < 780; ++i) CHECK(c.page(get("/diary?x=" + std::to_string(i))).status == 200);
        CHECK(c.diary.rendered == 1);
        CHECK(c.diary.seen == "/diary");
        CHECK(c.house.site.cache().figures().pages == 1);
        CHECK_FALSE(c.made_anew(get("/diary")));
        CHECK_FALSE(c.made_anew(get("/%64iary?utm_source=vk&x=%FF")));
    });
}

TEST_CASE("one choice is one page, in whatever order and spelling it is asked for")
{
    for_each_cache([](Cached& c) {
        CHECK(c.made_anew(get("/diary?place=%D0%94%D0%9A+1&x=1&kind=event")));
        CHECK(c.diary.seen == "/diary?kind=event&place=%D0%94%D0%9A%201");
        for (const auto* same :
             {"/diary?kind=event&place=%d0%94%d0%9a%201", "/diary?kind=event&place=%D0%94%D0%9A+1&kind=other",
              "/diary?y&kind=%65vent&place=%D0%94%D0%9A+1&z=2"})
            CHECK_MESSAGE(!c.made_anew(get(same)), same);
        CHECK(c.made_anew(get("/diary?kind=event")));
        CHECK(c.made_anew(get("/diary?kind=event%26place%3D%D0%94%D0%9A+1")));
    });
}

TEST_CASE("choices of which there is no end never drive out the page that all ask for")
{
    for_each_cache([](Cached& c) {
        CHECK(c.made_anew(get("/diary")));
        for (int i = 0; i < 400; ++i) c.page(get("/diary?kind=" + std::to_string(i)));
        CHECK(c.diary.rendered == 401);
        CHECK_FALSE(c.made_anew(get("/diary")));
        CHECK(c.house.site.cache().figures().bytes <= 1 << 20);
        // Nor do they outlive what they were made from.
        c.write(c.house.towns[0], "diary");
        CHECK(c.made_anew(get("/diary?kind=399")));
    });
}

TEST_CASE("the server is told which answers are one and which take long")
{
    for_each_cache([](Cached& c) {
        const auto application = c.house.site.application();
        const auto errand = [&](const web::Request& request) { return application.errand(request); };
        CHECK(errand(get("/diary?x=1")).key == errand(get("/diary")).key);
        CHECK(errand(get("/diary?kind=1")).key != errand(get("/diary")).key);
        CHECK(errand(get("/diary", "kaliningrad.example")).key != errand(get("/diary")).key);
        CHECK(errand(as_json(get("/diary"))).key != errand(get("/diary")).key);
        CHECK(errand(get("/diary")).key != "");
        for (const std::string own : {"/diary/5", "/form", "/plain", "/nowhere"})
            CHECK_MESSAGE(errand(get(own)).key == "", own);
        CHECK(errand(get("/diary", "nobody.example")).key == "");
        CHECK(errand(post("/diary")).key == "");
        CHECK(errand(get("/search?q=1")).heavy);
        CHECK_FALSE(errand(get("/diary")).heavy);
    });
}

TEST_CASE("at the town's own midnight its pages begin anew")
{
    for_each_cache([](Cached& c) {
        const auto there = get("/diary", "kaliningrad.example");
        // 15 January 2027, 16:59 UTC: one minute to midnight in Yurga, afternoon in Kaliningrad.
        c.house.now = Instant{1'800'032'340'000};
        CHECK(says(c.page(), "2027-01-15"));
        CHECK(says(c.page(there), "2027-01-15"));
        CHECK_FALSE(c.made_anew(get("/diary")));
        c.house.now = c.house.now + std::chrono::minutes(1);
        CHECK(says(c.page(), "2027-01-16"));
        CHECK_FALSE(c.made_anew(there));
        CHECK(says(c.page(there), "2027-01-15"));
    });
}

TEST_CASE("refusals, deeds and pages of one person are never kept")
{
    for_each_cache([](Cached& c) {
        c.house.actors["yurga:gleb"] = staff({Role::organiser});
        for (const std::string path : {"/diary/5", "/form", "/nowhere", "/fail/bug", "/fail/absent", "/plain"}) {
            const auto pages = c.house.site.cache().figures().pages;
            c.page(get(path));
            c.page(with_cookie(get(path), "session", "gleb"));
            CHECK_MESSAGE(c.house.site.cache().figures().pages == pages, path);
        }
        c.page();
        CHECK(c.page(post("/diary")).status == 403);
    });
}

TEST_CASE("a page that was being made while its topic or its town changed is not kept")
{
    for_each_database([](db::Database& database) {
        House* house = nullptr;
        bool changes = true;
        Feature feature;
        feature.mount = [&](Routes& routes) {
            routes.get(
                "/slow", anyone,
                [&](Context& context) {
                    context.read([](View& view) {
                        view.built_from("slow");
                        return 0;
                    });
                    if (changes)
                        house->site.change(context.town, staff({Role::organiser}), [](Work& work) {
                            work.touch("slow");
                            return db::Outcome::keep;
                        });
                    return web::respond(200, "text/plain", changes ? "old" : "new");
                },
                Caching::page_cache);
        };
        House made(database, {feature}, {town_named("yurga", 1)}, 1 << 20);
        house = &made;
        CHECK(body_of(made.ask_like_server(get("/slow"))) == "old");
        changes = false;
        CHECK(body_of(made.ask_like_server(get("/slow"))) == "new");
        CHECK(made.site.cache().figures().pages == 1);
    });
}

TEST_CASE("what another process touched is dropped here")
{
    for_each_cache([](Cached& c) {
        c.page();
        c.diary.words[1] = "из соседнего процесса";
        c.house.database.change([&](db::Session& tx) {
            store::insert_touch(tx, Id<Town>(1), "diary", 4242);
            return db::Outcome::keep;
        });
        c.house.site.follow_touches();
        CHECK(says(c.page(), "из соседнего процесса"));
        // Seen once is seen: the next look does not throw the page away again.
        c.house.site.follow_touches();
        CHECK_FALSE(c.made_anew(get("/diary")));
    });
}

}  // namespace page_cache_test
