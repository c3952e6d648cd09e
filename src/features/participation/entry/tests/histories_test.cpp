// Random histories of an occasion, its people and the clock. What must hold is in docs/rules/occasion.md.

#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "app/letters.hpp"
#include "features/participation/tests/letter_hall_for_test.hpp"
#include "language/when/in_words.hpp"

namespace histories_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;
using namespace std::chrono_literals;

namespace {

constexpr int of_an_engine = 34, deeds = 14;  // a hundred together: SQLite in memory and in a file, PostgreSQL

/// What a letter makes its reader believe, or "" when it says nothing of time and place.
std::string claim_of(const Written& letter)
{
    const auto kind = letter.kind.substr(letter.kind.find('.') + 1);
    if (kind == "called_off") return "off";
    if (kind == "withdrawn") return "hold";
    for (const auto* other : {"reminder", "taken_in", "approved", "approved_waiting", "refused", "offered",
                              "offer_over", "cancelled", "confirm"})
        if (kind == other) return "";
    const auto line = [&](const std::string& name) {
        const auto at = letter.text.find("\n" + name + ": ");
        return at == std::string::npos ? "" : letter.text.substr(at, letter.text.find('\n', at + 1) - at);
    };
    return "on" + line("Когда") + line("Где");
}

/// The same of what a colleague says by telephone.
std::string claim_of(const Spoken& call)
{
    if (call.text.find("Мероприятие отменено.") != std::string::npos) return "off";
    if (call.text.find("Мероприятие снято с плана.") != std::string::npos) return "hold";
    std::string claim = "on";
    for (const auto* name : {"Когда", "Где"}) {
        const auto at = call.text.find("\n" + std::string(name) + ": ");
        if (at != std::string::npos) claim += call.text.substr(at, call.text.find('\n', at + 1) - at);
    }
    return claim;
}

/// Of one that is to be.
std::string claim_of(const app::Occasion& occasion)
{
    return "on\nКогда: " + language::time_words(app::letter_words(), occasion.when) +
           (occasion.place.empty() ? "" : "\nГде: " + occasion.place);
}

class History {
public:
    History(House& house, unsigned seed) : house_(house), dice_(seed), hall_(house, "6 июля и 8 июля 2021")
    {
        for (std::size_t i = 0; i < 2; ++i) occasions_.push_back(hall_.occasion(i));
    }

    void live()
    {
        for (int i = 0; i < deeds; ++i) {
            deed(any(22));
            check_seats();
            if (any(3) == 0) check_told();
        }
        check_told();
        colleagues_are_quick_ = true;
        check_told();
        forget();
    }

private:
    int any(int sides) { return int(dice_() % unsigned(sides)); }
    std::string when()
    {
        std::string text = std::to_string(3 + any(20)) + " июля 2021 г., " + std::to_string(9 + any(3)) + ".00";
        if (any(2) == 0) text = std::to_string(3 + any(9)) + " июля и " + std::to_string(13 + any(9)) + " июля 2021";
        return text;
    }
    /// A deed may be refused, or be about what is gone: that is part of life.
    template <class Command>
    void attempt(Command command)
    {
        try {
            house_.yurga.change(command);
        } catch (const NotFound&) {
        }
    }
    template <class Command>
    void on_line(Command command)
    {
        attempt([&](app::Work& work) {
            const auto line = plan::get_line(work, hall_.line.id);
            auto done = command(work, line);
            for (const auto& happening : line.happenings) meet(Id<app::Occasion>(happening.id.value()));
            return done;
        });
    }
    void meet(Id<app::Occasion> id)
    {
        if (std::ranges::find(occasions_, id) == occasions_.end()) occasions_.push_back(id);
    }

    void deed(int which)
    {
        if (which < 6 || names_.empty()) return enter();
        const auto name = names_[std::size_t(any(int(names_.size())))];
        const auto hash = app::token_hash(name);
        switch (which) {
            case 6: return attempt([&](app::Work& work) { return cancel_by_hash(work, hash); });
            case 7: return attempt([&](app::Work& work) { return accept_by_hash(work, hash); });
            case 8:
                return attempt([&](app::Work& work) {
                    auto others = application("other", 1 + any(3));
                    others.contact = name;  // by which a colleague calls
                    return change_by_hash(work, hash, others);
                });
            case 9:
            case 10: return set();
            case 20:
            case 21: return decide();
            case 11: house_.yurga.now = house_.yurga.now + std::chrono::hours(1 + any(30)); return;
            default: return befall(which);
        }
    }
    void enter()
    {
        const auto name = "p" + std::to_string(++people_) + "-" + to_text(hall_.line.id);
        const auto id = occasions_[std::size_t(any(int(occasions_.size())))];
        attempt([&](app::Work& work) {
            auto one = application(name, 1 + any(2));
            const bool by_phone = any(3) == 0;
            if (by_phone) {
                one.email = Email();
                one.phone = Phone::parse(hall_.number_of(name)).value();
            }
            auto done = participation::sign_up(work, id, one, name);
            if (!done) return done;
            names_.push_back(name);
            // What the form said, until a colleague says something else.
            const auto kept = store::find_sign_up(work.tx, work.town.id, id).value();
            if (by_phone) claims_[name] = claim_of(store::last_told(work.tx, work.town.id, kept));
            return done;
        });
    }
    /// On one who awaits it, or on anybody: who awaits nothing is not decided on.
    void decide()
    {
        if (names_.empty()) return;
        const auto hash = app::token_hash(names_[std::size_t(any(int(names_.size())))]);
        attempt([&](app::Work& work) {
            const auto entry = store::find_entry(work.tx, work.town.id, hash).value();
            return decide_entry(work, entry.occasion, entry.id, {.yes = any(3) > 0, .reason = "мало мест"});
        });
    }
    void set()
    {
        const auto id = occasions_[std::size_t(any(int(occasions_.size())))];
        attempt([&](app::Work& work) {
            const auto occasion = app::get_for_update(work, id);
            SignUp wanted = store::find_sign_up(work.tx, work.town.id, id).value_or(SignUp{});
            wanted.open = true;
            wanted.seats = any(3) == 0 ? std::nullopt : std::optional(1 + any(6));
            wanted.offer_hours = any(2) * 24;
            wanted.by_yes = any(3) == 0;
            return put_sign_up(work, occasion, wanted);
        });
    }
    void befall(int which)
    {
        const auto time = language::parse_when(when(), 2021);
        const Id<plan::Line> ids[] = {hall_.line.id};
        on_line([&](app::Work& work, const plan::Line& line) -> Result<int> {
            const auto one = line.happenings[std::size_t(any(int(line.happenings.size())))].id;
            auto content = line.content;
            const auto told = [](const auto& result) {
                return result ? Result<int>(1) : tl::unexpected(result.error());
            };
            switch (which) {
                case 12: return told(plan::move_line(work, line.id, line.version, time, "гроза"));
                case 13: content.when = time; break;
                case 14: content.place = "зал " + std::to_string(any(3)); break;
                case 15: content.title = "День " + std::to_string(any(3)); break;
                case 16: return told(plan::cancel_line(work, line.id, line.version, one, "ремонт"));
                case 17: return told(plan::reopen_line(work, line.id, line.version, one));
                case 18: return told(plan::announce_lines(work, ids));
                default:
                    if (!line.announced() && any(4) == 0) return told(plan::remove_line(work, line.id, line.version));
                    return told(plan::withdraw_lines(work, ids));
            }
            return told(plan::edit_line(work, line.id, line.version, content, {plan::TimeChange::correction, ""}));
        });
    }
    Application application(const std::string& name, int guests)
    {
        Application one;
        one.contact = name;
        one.email = Email::parse(name + "@mail.example").value();
        for (int i = 0; i < guests; ++i)
            one.guests.push_back({.name = name + std::to_string(i), .age = 30, .seat = {}});
        one.data_consent = true;
        return one;
    }

    /// As many seats are taken as the numbers say, never more than there are, and one for each who has a place.
    void check_seats()
    {
        house_.yurga.read([&](app::View& view) {
            REQUIRE(list_wrong_counts(view.db, view.town.id).empty());
            for (const auto id : occasions_) {
                const auto kept = store::find_sign_up(view.db, view.town.id, id);
                if (!kept || !kept->seats) continue;
                REQUIRE(kept->taken <= *kept->seats);
                REQUIRE(kept->taken == store::count_coming(view.db, view.town.id, id));
                REQUIRE(store::list_seatless(view.db, view.town.id, id, 1).empty());
            }
            return true;
        });
    }

    /// Everybody was told what is true, and nothing twice.
    void check_told()
    {
        for (const auto& letter : hall_.letters()) {
            const auto claim = claim_of(letter);
            const auto name = letter.to.substr(0, letter.to.find('@'));
            if (claim.empty()) continue;
            // The letter of the sign-up itself may come after the first news, and says the same: it is not news.
            const bool news = !letter.kind.ends_with(".accepted") && !letter.kind.ends_with(".waiting") &&
                              !letter.kind.ends_with(".awaiting");
            REQUIRE_MESSAGE((!news || claim != claims_[name]), letter.kind, " to ", name, ": ", letter.text);
            claims_[name] = claim;
        }
        const auto untold = call_some();
        for (const auto& name : names_) {
            const auto entry = house_.yurga.read([&](app::View& view) {
                return store::find_entry(view.db, view.town.id, app::token_hash(name)).value();
            });
            if (is_over(entry.stage) || untold.contains(name)) continue;
            const auto truth = truth_of(entry.occasion);
            // Who knows that it is off is not told that it is off the plan as well.
            const bool off = truth == "hold" && claims_[name] == "off";
            REQUIRE_MESSAGE((off || claims_[name] == truth), name, " was told ", claims_[name], " of ", truth);
        }
    }
    /// Colleagues call some of those without e-mail, or all. Gives whom they have not reached yet, or not in time.
    std::set<std::string> call_some()
    {
        std::set<std::string> untold;
        for (const auto& call : hall_.calls()) {
            const auto claim = claim_of(call);
            REQUIRE_MESSAGE(claim == truth_of(call.call.occasion), call.call.kind, " to ", call.name, ": ", call.text);
            if (!colleagues_are_quick_ && any(2) == 0) {
                untold.insert(call.name);
                continue;
            }
            const bool news = about_of(call.call.kind) == About::occasion;
            REQUIRE_MESSAGE((!news || claim != claims_[call.name]), call.call.kind, " to ", call.name, ": ", call.text);
            hall_.told_by_call(call.call);
            claims_[call.name] = claim;
        }
        for (const auto& call : hall_.calls(CallState::late)) untold.insert(call.name);
        return untold;
    }
    std::string truth_of(Id<app::Occasion> id)
    {
        const auto found = house_.yurga.read([&](app::View& view) { return app::find_occasion(view, id); });
        if (!found || found->state == app::OccasionState::cancelled) return "off";
        if (found->state == app::OccasionState::withdrawn) return "hold";
        return claim_of(*found);
    }

    /// Nothing of anybody is left after its term.
    void forget()
    {
        const Instant then = house_.yurga.now;
        house_.yurga.now = then + 24h * 600;
        house_.change(house_.yurga, [](app::Work& work) {
            while (shred(work) > 0) {
            }
            return true;
        });
        house_.yurga.now = then;
        const auto left = house_.yurga.read([&](app::View& view) {
            return view.db.value<std::int64_t>(
                "SELECT (SELECT count(*) FROM participation_entries WHERE town_id = :town AND (contact_name <> ''"
                " OR contact_email <> '' OR contact_phone <> '' OR group_title <> '' OR child_consent <> ''"
                " OR contact_key LIKE '%@%')) + (SELECT count(*) FROM participation_persons"
                " WHERE town_id = :town AND name <> '')",
                {{"town", view.town.id}});
        });
        REQUIRE(left == 0);
    }

    House& house_;
    std::mt19937 dice_;
    LetterHall hall_;
    std::vector<Id<app::Occasion>> occasions_;  // all that the line ever had
    std::vector<std::string> names_;            // of entries, which are their keys, too
    std::map<std::string, std::string> claims_;
    int people_ = 0;
    bool colleagues_are_quick_ = false;
};

}  // namespace

TEST_CASE(
    "in a hundred random histories seats are conserved, everybody is told once what is true, and nothing personal "
    "outlives its term")
{
    const char* wish = std::getenv("VECHE_TEST_SEED");
    unsigned next = wish ? unsigned(std::atoi(wish)) : 2021;
    for_each_writing_house([&](House& house) {
        const Instant today = house.yurga.now;
        for (const unsigned end = next + of_an_engine; next < end; ++next) {
            INFO("VECHE_TEST_SEED=", next);
            house.yurga.now = today;
            History(house, next).live();
        }
    });
}

}  // namespace histories_test
