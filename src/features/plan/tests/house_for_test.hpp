#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
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

/// A town in a database, with a clock of its own and somebody who acts.
class TestTown {
public:
    TestTown(db::Database& database, std::string slug, std::int64_t id) : database_(database)
    {
        town.id = Id<app::Town>(id);
        town.slug = slug;
        town.name = slug == "yurga" ? "Юрга" : "Тайга";
        town.host = slug + ".example";
        town.base_url = "https://" + slug + ".example";
        town.zone = language::Zone::find("Asia/Novokuznetsk").value();
        town.colour = "#0b5d66";
        town.uuid = app::random_uuid();
        database_.change([&](db::Session& tx) {
            app::store::insert_town(tx, town, noon);
            return db::Outcome::keep;
        });
    }

    template <class Command>
    auto change(Command command)
    {
        std::optional<std::invoke_result_t<Command&, app::Work&>> result;
        database_.change([&](db::Session& tx) {
            app::Work work(tx, town, actor, now, *ids, occasions);
            result.emplace(command(work));
            topics = work.topics();
            recorded = work.recorded();
            if (!result->has_value()) return db::Outcome::roll_back;
            work.finish();
            return db::Outcome::keep;
        });
        return std::move(*result);
    }
    template <class Query>
    auto read(Query query)
    {
        std::optional<std::invoke_result_t<Query&, app::View&>> result;
        database_.read([&](db::Session& session) {
            app::View view(session, town, actor, now, occasions);
            result.emplace(query(view));
        });
        return std::move(*result);
    }

    template <class Of>
    Id<Of> new_id()
    {
        return Id<Of>(ids->next(now));
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

    app::Town town;
    app::Actor actor = gleb();
    // Of the site, where there is one: two makers of keys under one clock that stands still make the same key some day.
    const app::Occasions* occasions = nullptr;
    app::Ids* ids = &own_ids_;
    Instant now = noon;
    std::vector<std::string> topics;  // of the last command
    bool recorded = false;

private:
    db::Database& database_;
    app::Ids own_ids_;
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
    explicit House(db::Database& database, Neighbours neighbours = {}, std::vector<app::Feature> more = {})
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
                .mail_set_up = true})
    {
        yurga.occasions = taiga.occasions = &site.occasions();
        yurga.ids = taiga.ids = &site.ids();
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

using Fields = std::vector<std::pair<std::string, std::string>>;

/// Keeps the token of the last form, as a browser does. `who`: a name of House's staff, or "".
class Browser {
public:
    Browser(House& house, std::string who = "", std::string host = "yurga.example")
        : house_(house), who_(std::move(who)), host_(std::move(host))
    {}

    const web::Response& get(const std::string& target, const std::string& accept = "text/html")
    {
        web::Request request = to(web::Method::get, target);
        request.headers.emplace_back("accept", accept);
        return answer(request);
    }
    const web::Response& post(const std::string& target, Fields fields, std::vector<web::Upload> uploads = {})
    {
        fields.emplace_back("csrf", csrf);
        return post_bare(target, std::move(fields), std::move(uploads));
    }
    const web::Response& post_bare(const std::string& target, Fields fields, std::vector<web::Upload> uploads = {})
    {
        web::Request request = to(web::Method::post, target);
        request.form = std::move(fields);
        request.uploads = std::move(uploads);
        return answer(request);
    }
    /// How the visitor likes to see pages: "en".
    void prefers(std::string view) { cookies_.emplace_back("view", std::move(view)); }
    nlohmann::json get_json(const std::string& target)
    {
        get(target, "application/json");
        return nlohmann::json::parse(text());
    }

    int status() const { return last.status; }
    const std::string& text() const { return last.shared ? last.shared->plain : last.text; }
    bool says(std::string_view words) const { return text().find(words) != std::string::npos; }
    std::string header(std::string_view name) const
    {
        for (const auto& [key, value] : last.headers)
            if (key == name) return value;
        return "";
    }
    std::string location() const { return header("location"); }
    /// What stands between two texts on the last page; "" when they do not.
    std::string between(std::string_view before, std::string_view after) const
    {
        const auto start = text().find(before);
        if (start == std::string::npos) return "";
        const auto from = start + before.size();
        return text().substr(from, text().find(after, from) - from);
    }
    int count(std::string_view words) const
    {
        int times = 0;
        for (auto at = text().find(words); at != std::string::npos; at = text().find(words, at + 1)) ++times;
        return times;
    }

    /// Words of the error that stands beside a form's field.
    std::string error_of(const std::string& field) const
    {
        const auto error = between("id=\"" + field + "-error\">", "</p>");
        const auto at = error.rfind("</span>");
        return at == std::string::npos ? error : error.substr(at + 7);
    }
    std::string value_of(const std::string& field) const
    {
        return between("id=\"" + field + "\" name=\"" + field + "\" type=\"text\" value=\"", "\"");
    }

    std::string csrf;
    web::Response last;
    bool was_ready = false;  // the last answer came from the page cache

private:
    web::Request to(web::Method method, const std::string& target)
    {
        web::Request request;
        request.method = method;
        request.host = host_;
        request.target = target;
        request.path = web::decode_path(target.substr(0, target.find('?'))).value();
        if (const auto query = target.find('?'); query != std::string::npos)
            request.query = web::decode_pairs(std::string_view(target).substr(query + 1), 50).value();
        request.peer = "192.0.2.1";
        if (!who_.empty()) request.cookies.emplace_back("__Host-session", who_);
        for (const auto& cookie : cookies_) request.cookies.push_back(cookie);
        return request;
    }
    const web::Response& answer(const web::Request& request)
    {
        const auto application = house_.site.application();
        auto ready = request.method == web::Method::get ? application.ready(request) : std::nullopt;
        was_ready = ready.has_value();
        last = ready ? std::move(*ready) : house_.site.handle(request);
        if (const auto token = between("name=\"csrf\" value=\"", "\""); !token.empty()) csrf = token;
        keep_cookies();
        return last;
    }

    /// The visitor's own, with which the token of a form goes.
    void keep_cookies()
    {
        for (const auto& [name, value] : last.headers) {
            if (name != "set-cookie") continue;
            const auto equals = value.find('=');
            std::pair<std::string, std::string> cookie(value.substr(0, equals),
                                                       value.substr(equals + 1, value.find(';') - equals - 1));
            std::erase_if(cookies_, [&](const auto& one) { return one.first == cookie.first; });
            cookies_.push_back(std::move(cookie));
        }
    }

    House& house_;
    std::string who_, host_;
    Fields cookies_;
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
