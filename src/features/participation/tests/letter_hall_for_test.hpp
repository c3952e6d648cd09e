#pragma once

// A hall whose jobs write letters, on a house of the plan's tests.

#include "app/jobs.hpp"
#include "app/letters.hpp"
#include "features/participation/entry/letters.hpp"
#include "features/participation/entry/said.hpp"
#include "features/participation/entry/store_calls.hpp"
#include "features/participation/entry/store_told.hpp"
#include "features/participation/tests/hall_for_test.hpp"

namespace veche::participation::test {

inline const Secret<> secret(std::string(32, 'm'));

struct Written {
    std::string kind, to, subject, text, attachments;
};

/// What a colleague has to tell by telephone.
struct Spoken {
    Call call;
    std::string name, text;
};

/// The clock stands on 30 June 2021; the line is on 6 July at noon.
struct LetterHall {
    explicit LetterHall(House& house, std::string_view when = "6 июля 2021 г., 12.00") : house(house), jobs(house.site)
    {
        line = house.yurga.announced(plan::test::content("День города", when));
        for (std::size_t i = 0; i < line.happenings.size(); ++i) open(occasion(i));
        letters();
    }
    Id<app::Occasion> occasion(std::size_t index = 0) const { return occasion_of(line, index); }
    void open(Id<app::Occasion> id, std::optional<int> seats = {}, int offer_hours = 0)
    {
        house.yurga
            .change([&](app::Work& work) {
                SignUp wanted;
                wanted.occasion = id;
                wanted.open = true;
                wanted.seats = seats;
                wanted.offer_hours = offer_hours;
                wanted.bring = "паспорт";
                if (const auto known = store::find_sign_up(work.tx, work.town.id, id)) wanted.version = known->version;
                return put_sign_up(work, app::get_for_update(work, id), wanted);
            })
            .value();
    }
    /// From now on nobody has a place before the organiser said yes; or the other way round.
    void ask_the_organiser(Id<app::Occasion> id, bool by_yes = true)
    {
        SignUp wanted = kept(id);
        wanted.by_yes = by_yes;
        house.yurga.change([&](app::Work& work) { return put_sign_up(work, app::get_for_update(work, id), wanted); })
            .value();
    }
    Result<Entry> decide(const std::string& name, const Decision& decision)
    {
        const auto of = entry(name);
        return house.yurga.change([&](app::Work& work) { return decide_entry(work, of.occasion, of.id, decision); });
    }
    Entry enter(const std::string& name, std::size_t happening = 0, const std::string& network = {}, int guests = 1)
    {
        Application one;
        one.contact = name + " https://evil.example";
        one.email = Email::parse(name + "@mail.example").value();
        one.group = "evil group";
        for (int i = 0; i < guests; ++i) one.guests.push_back({.name = "evil name", .age = 30, .seat = {}});
        one.data_consent = true;
        one.network = network;
        return house.yurga.change([&](app::Work& work) { return sign_up(work, occasion(happening), one, key(name)); })
            .value();
    }
    /// By telephone alone; the number is the name's.
    Entry enter_by_phone(const std::string& name, std::size_t happening = 0, const std::string& network = {})
    {
        Application one;
        one.contact = name;
        one.phone = Phone::parse(number_of(name)).value();
        one.guests.push_back({.name = name, .age = 76, .seat = {}});
        one.data_consent = true;
        one.network = network;
        return house.yurga.change([&](app::Work& work) { return sign_up(work, occasion(happening), one, key(name)); })
            .value();
    }
    std::string number_of(const std::string& name)
    {
        const auto at = std::ranges::find(numbers, name);
        const auto index = std::size_t(at - numbers.begin());
        if (at == numbers.end()) numbers.push_back(name);
        return "8 923 1" + std::to_string(100'000 + index);
    }
    /// Of this hall's occasions, after the jobs have done what they find to do.
    std::vector<Spoken> calls(CallState state = CallState::open)
    {
        while (jobs.run_once() > 0) {
        }
        return house.yurga.read([&](app::View& view) {
            std::vector<Spoken> all;
            for (const auto& call : store::list_calls(view.db, view.town.id, {.state = state}, {}, 1'000)) {
                const auto entry = store::get_entry(view.db, view.town.id, call.occasion, call.entry);
                if (std::ranges::find(numbers, entry.contact) == numbers.end()) continue;
                const auto kept = store::find_sign_up(view.db, view.town.id, call.occasion).value();
                const auto now = store::last_told(view.db, view.town.id, kept);
                const auto knew = store::find_told(view.db, view.town.id, call.occasion, call.told).value_or(now);
                Spoken one{.call = call, .name = entry.contact, .text = ""};
                for (const auto& part : spoken({view.town, app::letter_words(), entry, now, kept.bring}, call, knew))
                    one.text += part + "\n";
                all.push_back(one);
            }
            return all;
        });
    }
    std::vector<std::string> calls_and_names(CallState state = CallState::open)
    {
        std::vector<std::string> all;
        for (const auto& one : calls(state))
            all.push_back(one.call.kind.substr(one.call.kind.find('.') + 1) + " " + one.name);
        std::ranges::sort(all);
        return all;
    }
    /// A colleague has called.
    void told_by_call(const Call& call)
    {
        house.yurga
            .change([&](app::Work& work) {
                const Press press{.version = call.version, .by = work.actor.account, .now = work.now};
                auto done = participation::told(call, press);
                REQUIRE(store::update_call(work.tx, work.town.id, done.value()));
                return done;
            })
            .value();
    }
    void tell_all_by_call()
    {
        for (const auto& one : calls()) told_by_call(one.call);
    }
    std::string key(const std::string& name) const { return name + "'s key of " + to_text(line.id); }
    std::string hash(const std::string& name) const { return app::token_hash(key(name)); }
    Entry entry(const std::string& name)
    {
        return house.yurga.read(
            [&](app::View& view) { return store::find_entry(view.db, view.town.id, hash(name)).value(); });
    }
    /// As if the form had had this key.
    bool change_key(const std::string& name, const std::string& key)
    {
        const auto hash = app::token_hash(key);
        const auto id = entry(name).id;
        return house.yurga
            .change([&](app::Work& work) {
                return Result<bool>(work.tx.execute("UPDATE participation_entries SET key_hash = :hash"
                                                    " WHERE town_id = :town AND id = :id",
                                                    {{"hash", hash}, {"town", work.town.id}, {"id", id}}) == 1);
            })
            .value();
    }
    void cancel(const std::string& name)
    {
        house.yurga.change([&](app::Work& work) { return cancel_by_hash(work, hash(name)); }).value();
    }
    SignUp kept(std::size_t index = 0) { return kept(occasion(index)); }
    SignUp kept(Id<app::Occasion> id)
    {
        return house.yurga.read(
            [&](app::View& view) { return store::find_sign_up(view.db, view.town.id, id).value(); });
    }
    // What the office does with the line.
    void move(std::string_view when, const std::string& reason)
    {
        as_office([&](app::Work& work) {
            return plan::move_line(work, line.id, line.version, language::parse_when(when, 2021), reason);
        });
    }
    void edit(plan::LineContent content, plan::TimeChange change = plan::TimeChange::correction)
    {
        as_office([&](app::Work& work) {
            return plan::edit_line(work, line.id, line.version, std::move(content), {change, ""});
        });
    }
    void correct(std::string_view when)
    {
        reload();
        auto content = line.content;
        content.when = language::parse_when(when, 2021);
        edit(content);
    }
    void call_off(std::size_t index = 0)
    {
        as_office([&](app::Work& work) {
            return plan::cancel_line(work, line.id, line.version, line.happenings.at(index).id, "ремонт");
        });
    }
    void reopen(std::size_t index = 0)
    {
        as_office([&](app::Work& work) {
            return plan::reopen_line(work, line.id, line.version, line.happenings.at(index).id);
        });
    }
    void withdraw()
    {
        const Id<plan::Line> ids[] = {line.id};
        as_office([&](app::Work& work) { return plan::withdraw_lines(work, ids); });
    }
    void announce()
    {
        const Id<plan::Line> ids[] = {line.id};
        as_office([&](app::Work& work) { return plan::announce_lines(work, ids); });
    }
    void remove()
    {
        reload();
        house.yurga.change([&](app::Work& work) { return plan::remove_line(work, line.id, line.version); }).value();
    }
    void reload() { line = house.yurga.get(line.id); }
    /// All that the jobs find to do is done; what is new in the queue of letters, in the order it was written.
    std::vector<Written> letters()
    {
        while (jobs.run_once() > 0) {
        }
        std::vector<Written> all;
        house.database.read([&](db::Session& session) {
            session.each(
                "SELECT id, kind, recipient, subject, body, attachments FROM letters WHERE town_id = :town"
                " AND id > :seen ORDER BY id",
                {{"town", house.yurga.town.id}, {"seen", seen}}, [&](db::Row& row) {
                    seen = row.next<std::int64_t>();
                    Written one;
                    for (auto* text : {&one.kind, &one.to, &one.subject, &one.text, &one.attachments})
                        *text = row.next<std::string>();
                    all.push_back(one);
                });
        });
        for (const auto& one : all) {
            CHECK(one.text.find("evil") == std::string::npos);  // nothing that a stranger typed
            CHECK(one.subject.find("evil") == std::string::npos);
        }
        return all;
    }
    std::vector<std::string> kinds_and_names()
    {
        std::vector<std::string> all;
        for (const auto& one : letters())
            all.push_back(one.kind.substr(one.kind.find('.') + 1) + " " + one.to.substr(0, one.to.find('@')));
        std::ranges::sort(all);
        return all;
    }
    template <class Deed>
    void as_office(Deed deed)
    {
        reload();
        REQUIRE(house.yurga.change(deed).has_value());
        reload();
    }

    House& house;
    app::Jobs jobs;
    plan::Line line;
    std::int64_t seen = 0;
    std::vector<std::string> numbers;  // of those without e-mail
};

template <class Test>
void for_each_writing_house(Test test, Mail mail = Mail::leaves)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        House house(database, {.portal_line = {portal_parts}, .office_line = {office_parts}}, {feature(secret, mail)},
                    mail == Mail::leaves);
        test(house);
    });
}

}  // namespace veche::participation::test
