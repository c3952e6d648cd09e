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
