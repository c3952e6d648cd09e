#pragma once

// A hall whose organiser asks questions, and whose jobs write letters.

#include <functional>

#include "features/participation/questions/commands.hpp"
#include "features/participation/questions/store_answers.hpp"
#include "features/participation/tests/letter_hall_for_test.hpp"

namespace veche::participation::test {

namespace questions = app::questions;
using questions::Kind, questions::Moment, questions::Scope, questions::whole_entry;

/// A hall whose organiser asks each guest for the size and the entry for its class.
struct AskingHall : LetterHall {
    explicit AskingHall(House& house) : LetterHall(house)
    {
        size = ask({.title = "Размер", .hint = "", .kind = Kind::text, .scope = Scope::each});
        grade = ask({.title = "Какой класс?", .hint = "", .kind = Kind::text, .scope = Scope::once});
    }
    Id<questions::Question> ask(questions::QuestionContent content)
    {
        const Id<questions::Question> id(house.site.ids().next(house.yurga.now));
        edit(questions::Put{.id = id, .version = 0, .content = std::move(content)});
        return id;
    }
    void edit(const questions::Edit& edit, std::size_t index = 0)
    {
        REQUIRE(house.yurga.change([&](app::Work& work) { return edit_questions(work, occasion(index), edit); })
                    .has_value());
    }
    questions::Questions asked()
    {
        return house.yurga.read(
            [&](app::View& view) { return questions::find_questions(view, questions_owner(occasion())); });
    }
    /// The size is asked in another way from now on.
    void change_size(const std::function<void(questions::QuestionContent&)>& how)
    {
        auto content = asked().find(size)->content;
        how(content);
        edit(questions::Put{.id = size, .version = asked().find(size)->version, .content = content});
    }
    Application application(const std::vector<std::string>& names, const std::vector<std::string>& sizes,
                            const std::string& of_entry = "5а")
    {
        Application one;
        one.contact = "Анна";
        one.email = Email::parse("anna@mail.example").value();
        one.data_consent = true;
        for (const auto& name : names) one.guests.push_back({.name = name, .age = 30});
        for (std::size_t i = 0; i < sizes.size(); ++i) one.answering.answers[{size, int(i)}] = sizes[i];
        one.answering.answers[{grade, whole_entry}] = of_entry;
        one.answering.version = asked().version;
        return one;
    }
    void sign(const Application& application)
    {
        REQUIRE(house.yurga.change([&](app::Work& work) { return sign_up(work, occasion(), application, key("anna")); })
                    .has_value());
    }
    void change(const Application& application)
    {
        REQUIRE(house.yurga.change([&](app::Work& work) { return change_by_hash(work, hash("anna"), application); })
                    .has_value());
    }
    /// "" when there is none.
    std::string size_of(const std::string& name)
    {
        const auto entry = this->entry("anna");
        for (const auto& guest : entry.guests)
            if (guest.name == name) return answer({size, guest.position});
        return "";
    }
    std::string answer(questions::Place place)
    {
        const auto answers = stored();
        const auto found = answers.find(place);
        return found == answers.end() ? "" : found->second;
    }
    questions::Answers stored()
    {
        const auto id = entry("anna").id;
        return house.yurga.read([&](app::View& view) { return store::find_answers(view.db, view.town.id, id); });
    }

    Id<questions::Question> size, grade;
};

}  // namespace veche::participation::test
