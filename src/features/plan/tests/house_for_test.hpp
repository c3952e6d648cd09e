#pragma once

#include <unistd.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/audit.hpp"
#include "app/media.hpp"
#include "app/search.hpp"
#include "app/site.hpp"
#include "app/store.hpp"
#include "app/tests/browser.hpp"
#include "app/tests/test_town.hpp"
#include "features/plan/line/commands.hpp"
#include "features/plan/line/queries.hpp"
#include "features/plan/photos/queries.hpp"
#include "features/plan/program.hpp"
#include "test_database.hpp"
#include "web/target.hpp"

namespace veche::plan::test {

inline constexpr Instant noon{1'625'000'000'000};  // 29 June 2021, a Tuesday, 20:53 UTC: 30 June in Yurga
inline constexpr std::int64_t gleb_id = 11, semyon_id = 12, boris_id = 13;

inline app::Actor person(std::int64_t id, std::string name, app::Roles roles)
{
    return {.kind = app::Actor::Kind::staff, .account = Id<app::Account>(id), .name = std::move(name), .roles = roles};
}
inline app::Actor gleb()
{
    return person(gleb_id, "Глеб", {app::Role::organiser});
}
inline app::Actor boris()
{
    return person(boris_id, "Борис", {app::Role::tos_chair});
}
inline app::Actor galina()
{
    return person(24, "Галина", {app::Role::administrator});
}
inline app::Actor semyon()
{
    return person(semyon_id, "Семён", {app::Role::juror});
}

inline LineContent content(std::string title, std::string_view when = "6 июля 2021 г., 12.00", int year = 2021)
{
    LineContent made;
    made.title = std::move(title);
    made.when = language::parse_when(when, year);
    made.kind = guess_kind(made.title, "");
    return made;
}
inline LineContent marked(LineContent content, AgeMark mark = AgeMark::a0)
{
    content.age_mark = mark;
    return content;
}
/// A line of a file that says nothing of kind and age.
inline Incoming incoming(LineContent content, std::vector<std::string> warnings = {})
{
    Incoming one{.content = content, .words = imported_words(content), .warnings = std::move(warnings)};
    one.words.kind.clear();
    one.words.age_mark.clear();
    return one;
}

/// A town with a plan, where Gleb acts.
class TestTown : public app::test::TestTown {
public:
    TestTown(db::Database& database, std::string slug, std::int64_t id)
        : app::test::TestTown(database, town_with_plan(std::move(slug), id), noon)
    {
        actor = gleb();
    }

    Line add(LineContent what, int year = 2021)
    {
        const auto id = new_id<Line>();
        return change([&](app::Work& work) { return add_line(work, year, id, what); }).value();
    }
    Line announced(LineContent what, int year = 2021)
    {
        const Line line = add(marked(std::move(what)), year);
        const Id<Line> ids[] = {line.id};
        change([&](app::Work& work) { return announce_lines(work, ids); }).value();
        return get(line.id);
    }
    Result<ImportResult> import(const std::vector<Incoming>& file, Announcing announcing = Announcing::later,
                                int year = 2021)
    {
        return change([&](app::Work& work) { return import_lines(work, year, file, announcing); });
    }
    Line get(Id<Line> id)
    {
        return read([&](app::View& view) { return get_line(view, id); });
    }
    std::vector<Line> lines(int year = 2021)
    {
        return read([&](app::View& view) { return office_year(view, year).lines; });
    }
    Line line_named(std::string_view title, int year = 2021)
    {
        for (auto& line : lines(year))
            if (line.content.title == title) return line;
        throw NotFound(std::string(title));
    }
    std::vector<std::string> found(const std::string& query)
    {
        std::vector<std::string> titles;
        for (const auto& hit : read([&](app::View& view) { return app::search::find(view, query, 20); }))
            titles.push_back(hit.title);
        return titles;
    }
    /// "" when the audit is whole.
    std::string audit()
    {
        return read([&](app::View& view) { return app::audit::verify(view.db, town.id); });
    }
    std::vector<std::string> deeds()
    {
        std::vector<std::string> all;
        for (const auto& row : read([&](app::View& view) { return app::store::list_audit(view.db, town.id, 0, 100); }))
            all.insert(all.begin(), row.deed);
        return all;
    }

private:
    static app::Town town_with_plan(std::string slug, std::int64_t id)
    {
        app::Town town;
        town.id = Id<app::Town>(id);
        town.slug = slug;
        town.name = slug == "yurga" ? "Юрга" : "Тайга";
        town.host = slug + ".example";
        town.base_url = "https://" + slug + ".example";
        town.zone = language::Zone::find("Asia/Novokuznetsk").value();
        town.colour = "#0b5d66";
        town.uuid = app::random_uuid();
        return town;
    }
};

/// DATA/media of a test, gone with it.
class MediaFolder {
public:
    MediaFolder() : path_(std::filesystem::temp_directory_path() / ("veche-house-" + std::to_string(::getpid())))
    {
        std::filesystem::remove_all(path_);
        media = std::make_shared<const app::Media>(outside::open_folder(path_));
    }
    ~MediaFolder() { std::filesystem::remove_all(path_); }
    MediaFolder(const MediaFolder&) = delete;
    MediaFolder& operator=(const MediaFolder&) = delete;
    std::shared_ptr<const app::Media> media;

private:
    std::filesystem::path path_;
};

/// The program without a server: two towns, a clock that stands still until it is moved.
class House {
public:
    explicit House(db::Database& database, Neighbours neighbours = {}, std::vector<app::Feature> more = {},
                   bool mail_set_up = true)
        : database(database),
          yurga(database, "yurga", 1),
          taiga(database, "taiga", 2),
          site(database, with(feature(std::move(neighbours), media.media), media.media, std::move(more)),
               {.key = Secret<std::string>(std::string(32, 'k')),
                .page_cache_bytes = 8 << 20,
                .metrics_token = "",
                .clock = [this] { return yurga.now; },
                .identify = [](app::View&, std::string_view token) -> std::optional<app::Identified> {
                    for (const auto& who : {gleb(), boris(), semyon(), galina()})
                        if (token == who.name) return app::Identified{who, false};
                    return std::nullopt;
                },
                .touch_session = {},
                .more_metrics = {},
                .letters_key = Secret<>(std::string(32, 'm')),
                .mail_set_up = mail_set_up})
    {
        yurga.belongs_to(site);
        taiga.belongs_to(site);
    }

    static std::vector<app::Feature> with(app::Feature plan, std::shared_ptr<const app::Media> media,
                                          std::vector<app::Feature> more)
    {
        more.insert(more.begin(), {std::move(plan), app::album::files(std::move(media), {photo_keepers()})});
        return more;
    }

    /// As the program's own jobs change things: pages are told.
    template <class Command>
    void change(const TestTown& town, Command command)
    {
        site.change(town.town, town.actor,
                    [&](app::Work& work) { return command(work) ? db::Outcome::keep : db::Outcome::roll_back; });
    }

    db::Database& database;
    TestTown yurga, taiga;
    MediaFolder media;
    app::Site site;
};

using Fields = app::test::Browser::Fields;

/// `who`: a name of House's staff, or "".
class Browser : public app::test::Browser {
public:
    explicit Browser(House& house, const std::string& who = "", std::string host = "yurga.example")
        : app::test::Browser(house.site, std::move(host))
    {
        if (!who.empty()) cookies["__Host-session"] = who;
    }
};

template <class Test>
void for_each_house(Test test)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        House house(database);
        test(house);
    });
}
/// Two towns without a site.
template <class Test>
void for_each_town(Test test)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        TestTown yurga(database, "yurga", 1);
        TestTown taiga(database, "taiga", 2);
        test(yurga, taiga);
    });
}

inline const std::string office_list = "/office/plan/2021";

inline web::Upload upload(const std::filesystem::path& file, const std::string& name = "план.xlsx")
{
    return {.field = "file", .file_name = name, .path = file, .size = std::filesystem::file_size(file), .keeper = {}};
}

/// The address of the import under way after the upload of a file; "" when it was refused.
inline std::string begin_upload(Browser& gleb, const std::filesystem::path& file)
{
    gleb.get("/office/plan/import");
    gleb.post("/office/plan/import", {{"year", "2021"}}, {upload(file)});
    return gleb.location();
}

}  // namespace veche::plan::test
