#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/store_letters.hpp"
#include "app/tests/house.hpp"
#include "features/accounts/feature.hpp"
#include "features/bodies/feature.hpp"
#include "features/faults/feature.hpp"
#include "features/figures/feature.hpp"
#include "features/front/feature.hpp"
#include "features/letters/feature.hpp"
#include "features/participation/feature.hpp"
#include "features/participation/tests/call_for_test.hpp"
#include "features/plan/program.hpp"
#include "features/settings/feature.hpp"
#include "features/subscriptions/feature.hpp"
#include "features/suggestions/feature.hpp"

/// Towns with everything a town has, in the whole program without a server.
namespace veche::front::test {

using namespace veche::app::test;

inline std::vector<app::Feature> all_features()
{
    const auto media =
        std::make_shared<const app::Media>(outside::open_folder("/nowhere"));  // nothing is uploaded here
    return {front::feature(),
            plan::feature({.portal_line = {participation::portal_parts},
                           .sign_ups = participation::open_sign_ups,
                           .office_line = {participation::office_parts},
                           .new_lines = suggestions::new_lines()},
                          media),
            suggestions::feature(),
            participation::feature(Secret<>(std::string(32, 'm'))),
            subscriptions::feature(),
            letters::feature(),
            bodies::feature({.lines = plan::body_lines}, media),
            accounts::feature(),
            settings::feature(),
            faults::feature(),
            figures::feature(),
            app::album::files(media, {})};
}

/// The year of `morning` and the one before it: announced lines, and drafts.
inline constexpr int this_year = 2027, year_of_drafts = 2026;

inline outside::Table plan_table(const std::string& word, int year)
{
    const auto row = [](std::initializer_list<std::string> texts) {
        std::vector<outside::Cell> cells;
        for (const auto& text : texts) cells.push_back({.text = text, .date = {}, .minute = {}});
        return cells;
    };
    const auto number = std::to_string(year);
    return {.name = word,
            .rows = {row({"№", "Наименование мероприятия", "Срок", "Место", "Ответственный", "Аудитория"}),
                     row({"Раздел " + word}),
                     row({"1", "Фестиваль " + word, "16 января " + number + " г., 12.00", "Площадь " + word,
                          "Отдел " + word, "Жители " + word}),
                     row({"2", "Конкурс рисунков " + word, "июль – август", "Школа " + word, "Школа " + word, "дети"}),
                     row({"3", "Субботник " + word, "в течение года", "Двор " + word, "ТОС " + word, ""})},
            .merges = {}};
}

/// Fills a town whose every text holds `word`; a session "slug:ROLE" for each role, and "slug:nobody" with none.
class TownLife {
public:
    TownLife(House& house, std::size_t index, const std::string& word)
        : town(house.towns.at(index)), house_(house), word_(word)
    {
        add_people();
        add_body();
        add_plans();
        house_.site.change(town, program(), [&](app::Work& work) {
            import = to_text(app::import::begin(
                work, plan::beginning_of(this_year, word_ + ".xlsx", {plan_table(word_, this_year)})));
            body_import = to_text(app::import::begin(work, {.kind = "bodies",
                                                            .about = "",
                                                            .file_name = word_ + ".xlsx",
                                                            .tables = {plan_table(word_, this_year)}}));
            return db::Outcome::keep;
        });
        happening_photo = add_photo({.key = {"happening", parse_id<plan::Happening>(happening)->value()}});
        body_photo = add_photo({.key = {"body", parse_id<bodies::Body>(body)->value()}});
        ask_for_invitation();
    }

    const app::Town& town;
    std::vector<std::string> lines, drafts;  // announced and not
    std::string happening;                   // of the first announced line
    std::string import, body_import, account, token;
    std::string key, entry, call;             // of one who has signed up, and is to be called
    std::string question;                     // which they answered
    std::string link;                         // of one who subscribes
    std::string letter;                       // the invitation's
    std::string body;                         // who answers for the first announced line; the chair speaks for it
    std::string suggestion, code;             // of one who would have something in the plan
    std::string happening_photo, body_photo;  // described, with a consent; not shown

private:
    static app::Actor program()
    {
        return {.kind = app::Actor::Kind::system, .account = {}, .name = "veche", .roles = {}};
    }

    void add_people()
    {
        const auto add = [&](const std::string& session, app::Roles roles) {
            house_.site.change(town, program(), [&](app::Work& work) {
                const auto email = accounts::Email::parse(session + "@" + town.slug + ".example").value();
                const std::string name = word_ + " " + session;
                const auto made =
                    accounts::create_account(work, email, name, roles, Secret<>("сорок кур вдоль оврага"));
                REQUIRE(made.has_value());
                house_.actors[town.slug + ":" + session] = staff(roles, made->value(), name);
                if (session == "clerk") account = to_text(*made);
                return db::Outcome::keep;
            });
        };
        for (const auto role : app::all_roles) add(std::string(to_text(role)), {role});
        // Signed in, but the roles rest: no second factor yet.
        house_.actors[town.slug + ":nobody"] = house_.actors.at(town.slug + ":juror");
        house_.actors[town.slug + ":nobody"].roles = {};
    }

    std::string add_photo(const app::album::Owner& owner)
    {
        using namespace app::album;
        std::string key;
        house_.site.change(town, program(), [&](app::Work& work) {
            const std::string name = std::string(64, 'b') + ".webp";
            const NewPhoto fresh{
                .id = work.new_id<Photo>(), .files = {name, name, name, name, 400, 300}, .author = word_};
            REQUIRE(change_photos(work, owner, {.fresh = {fresh}}).has_value());
            PhotoChange words{.id = fresh.id, .version = 1, .words = {.alt = word_, .author = word_}, .place = 1};
            words.words.people = People::agreed;
            words.consents = {{.person = word_, .given_by = "мама " + word_}};
            REQUIRE(change_photos(work, owner, {.photos = {words}}).has_value());
            key = to_text(fresh.id);
            return db::Outcome::keep;
        });
        return key;
    }

    void add_body()
    {
        house_.site.change(town, house_.actors.at(town.slug + ":organiser"), [&](app::Work& work) {
            const auto id = work.new_id<bodies::Body>();
            bodies::BodyContent content;
            content.kind = bodies::Kind::tos;
            content.name = "Отдел " + word_;
            content.contact = "улица " + word_;
            REQUIRE(bodies::add_body(work, id, content).has_value());
            const auto chair = house_.actors.at(town.slug + ":tos_chair").account;
            REQUIRE(bodies::put_member(work, id, {chair, bodies::Part::chair}).has_value());
            body = to_text(id);
            return db::Outcome::keep;
        });
    }

    void add_plans()
    {
        for (const auto& [year, announcing] :
             {std::pair(this_year, plan::Announcing::now), std::pair(year_of_drafts, plan::Announcing::later)}) {
            const auto draft = plan::understand({plan_table(word_, year)}, year);
            REQUIRE(draft.lines.size() == 3);
            house_.site.change(town, house_.actors.at(town.slug + ":organiser"), [&](app::Work& work) {
                REQUIRE(plan::import_draft(work, year, draft, announcing).has_value());
                return db::Outcome::keep;
            });
        }
        house_.database.read([&](db::Session& session) {
            session.each("SELECT id, stage FROM plan_lines WHERE town_id = :town ORDER BY number, id",
                         {{"town", town.id}}, [&](db::Row& row) {
                             const auto id = id_text(row.next<std::int64_t>());
                             (row.next<std::string>() == "announced" ? lines : drafts).push_back(id);
                         });
        });
        house_.database.read([&](db::Session& session) {
            happening = id_text(session.value<std::int64_t>(
                "SELECT h.id FROM plan_happenings h WHERE h.town_id = :town AND h.line_id = :line AND h.position = 0",
                {{"town", town.id}, {"line", parse_id_text(lines.front()).value()}}));
        });
        REQUIRE(lines.size() == 3);
        REQUIRE(drafts.size() == 3);
        house_.site.change(town, house_.actors.at(town.slug + ":organiser"), [&](app::Work& work) {
            REQUIRE(plan::agree_plan(work, this_year, 1).has_value());
            return db::Outcome::keep;
        });
        add_entry();
        add_subscriber();
        add_suggestion();
    }

    void add_subscriber()
    {
        house_.site.change(town, program(), [&](app::Work& work) {
            subscriptions::Wish wish;
            wish.email = Email::parse("vera@" + town.slug + ".example").value();
            wish.choice = {
                .weekly = true, .urgent = true, .kinds = {}, .places = {"Площадь " + word_}, .audiences = {}};
            wish.data_consent = true;
            REQUIRE(subscriptions::ask(work, wish, "192.0.2.7").has_value());
            const auto letter = work.tx.value<std::string>(
                "SELECT body FROM letters WHERE town_id = :town AND kind = 'subscriptions.confirm'",
                {{"town", town.id}});
            link = letter.substr(letter.find("/subscriptions/") + 15, 43);
            REQUIRE(subscriptions::confirm(work, link, wish.choice).has_value());
            return db::Outcome::keep;
        });
    }

    void add_suggestion()
    {
        code = std::string(21, 'c') + (town.id.value() % 2 == 0 ? "a" : "b");
        house_.site.change(town, {}, [&](app::Work& work) {
            const suggestions::Sent sent{.content = {.title = "Вечер " + word_,
                                                     .when = "",
                                                     .place = "Двор " + word_,
                                                     .audience = "",
                                                     .why = "Так хочет " + word_},
                                         .author = {.name = word_ + " Анна", .contact = "8-900", .consent = true},
                                         .code = code,
                                         .network = "192.0.2.7"};
            const auto made = suggestions::suggest(work, sent);
            REQUIRE(made.has_value());
            suggestion = to_text(made->id);
            return db::Outcome::keep;
        });
    }

    void add_entry()
    {
        key = std::string(42, 'k') + (town.id.value() % 2 == 0 ? "a" : "b");
        const auto of = parse_id<app::Occasion>(happening).value();
        house_.site.change(town, house_.actors.at(town.slug + ":organiser"), [&](app::Work& work) {
            participation::SignUp wanted;
            wanted.open = true;
            REQUIRE(participation::put_sign_up(work, app::get_for_update(work, of), wanted).has_value());
            const auto asked = ask(work, of);
            participation::Application application;
            application.answering = {.answers = {{{asked.all.front().id, 0}, "ответ " + word_}},
                                     .version = asked.version};
            application.contact = word_ + " Анна";
            application.email = Email::parse("anna@" + town.slug + ".example").value();
            application.guests = {{.name = word_ + " Маша", .age = 30, .seat = {}}};
            application.data_consent = true;
            const auto made = participation::sign_up(work, of, application, key);
            REQUIRE(made.has_value());
            entry = to_text(made->id);
            participation::Application by_phone = application;
            by_phone.email = Email();
            by_phone.phone = Phone::parse("8 923 123-45-67").value();
            const auto second = participation::sign_up(work, of, by_phone, key + " by telephone");
            REQUIRE(second.has_value());
            call = to_text(participation::test::call_of(work, *second));
            return db::Outcome::keep;
        });
    }

    /// One question at once and one afterwards, which can be answered now.
    app::questions::Questions ask(app::Work& work, Id<app::Occasion> of)
    {
        using namespace app::questions;
        Questions asked;
        for (const auto moment : all_moments) {
            const Put put{.id = work.new_id<Question>(),
                          .version = 0,
                          .content = {.title = "вопрос " + word_, .hint = "пояснение " + word_, .moment = moment}};
            asked = participation::edit_questions(work, of, put).value();
        }
        REQUIRE(participation::put_follow_up(work, of, {.open = true}).has_value());
        question = to_text(asked.all.front().id);
        return asked;
    }

    void ask_for_invitation()
    {
        const auto page =
            house_.ask(with_cookie(post("/office/colleagues/invitations",
                                        {{"email", "new@" + word_ + ".example"},
                                         {"roles", "clerk"},
                                         {"csrf", csrf_of(house_, "administrator", "/office/colleagues", town.host)}},
                                        town.host),
                                   "session", "administrator"));
        const auto text = body_of(page);
        const auto at = text.find("/invitations/");
        REQUIRE(at != std::string::npos);
        const auto from = at + std::string_view("/invitations/").size();
        token = text.substr(from, text.find_first_of("\"< \n", from) - from);
        REQUIRE(token.size() > 20);
        house_.database.read([&](db::Session& session) {
            letter = to_text(app::store::find_oldest_waiting(session, town.id).value().id);
        });
    }

    House& house_;
    std::string word_;
};

inline void replace(std::string& text, std::string_view what, std::string_view with)
{
    if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
}

/// A pattern with its names filled from the life of a town.
inline std::string path_of(const app::Route& route, const TownLife& life)
{
    std::string path = route.pattern;
    const bool of_import = path.find("/import/") != std::string::npos;
    const bool of_colleagues = path.find("/colleagues/") != std::string::npos;
    const bool of_suggestions = path.find("/office/suggestions/") != std::string::npos;
    const bool of_bodies = path.find("/bodies/") != std::string::npos;
    if (path.starts_with("/figures/")) replace(path, "{id}", "plan.lines");
    replace(path, "{year}", std::to_string(this_year));
    replace(path, "{month}", "1");
    replace(path, "{number}", "1");  // of a version
    replace(path, "{token}", path.starts_with("/subscriptions/") ? life.link : life.token);
    replace(path, "{happening}", life.happening);
    replace(path, "{occasion}", life.happening);  // an occasion has the key of the record behind it
    replace(path, "{former}", life.lines.front());
    replace(path, "{key}", life.key);
    replace(path, "{digest}", std::string(64, 'a'));  // of no file
    replace(path, "{entry}", life.entry);
    replace(path, "{question}", life.question);
    replace(path, "{call}", life.call);
    replace(path, "{letter}", life.letter);
    replace(path, "{account}", life.account);
    replace(path, "{code}", life.code);
    replace(path, "{announcement}", id_text(1));  // nothing stands aside, and no job fails
    replace(path, "{listener}", "plan.link_bodies");
    replace(path, "{job}", "app.shred");
    replace(path, "{photo}", of_bodies ? life.body_photo : life.happening_photo);
    replace(path, "{id}",
            of_import        ? (of_bodies ? life.body_import : life.import)
            : of_colleagues  ? life.account
            : of_bodies      ? life.body
            : of_suggestions ? life.suggestion
                             : life.lines.front());
    INFO(path);
    REQUIRE(path.find('{') == std::string::npos);  // a new name needs its value here
    return path;
}

inline web::Request request_for(const app::Route& route, const std::string& path, const std::string& host,
                                Fields fields)
{
    return route.kind == app::Route::Kind::post ? post(path, std::move(fields), host) : get(path, host);
}

}  // namespace veche::front::test
