#include "app/questions/model.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "core/errors.hpp"
#include "core/fold.hpp"

namespace veche::app::questions {

namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 5> kind_words{{{Kind::text, "text"},
                                                                       {Kind::paragraphs, "paragraphs"},
                                                                       {Kind::choice, "choice"},
                                                                       {Kind::several, "several"},
                                                                       {Kind::number, "number"}}};

template <class Of, std::size_t Count>
std::optional<Of> parse_among(std::string_view text, const Of (&all)[Count])
{
    for (const auto one : all)
        if (to_text(one) == text) return one;
    return std::nullopt;
}

Result<void> no(std::string_view message, std::string_view field = {},
                std::vector<std::pair<std::string, std::string>> values = {})
{
    return refuse(RefusalKind::invalid, message, field, std::move(values));
}

std::string text_of(std::size_t number)
{
    return std::to_string(number);
}

Result<void> check_choices(const QuestionContent& content)
{
    if (!has_choices(content.kind))
        return content.choices.empty() ? Result<void>() : no("questions.choices_not_needed", "choices");
    const std::size_t least = content.kind == Kind::choice ? 2 : 1;
    if (content.choices.size() < least) return no("questions.choices_needed", "choices");
    if (content.choices.size() > choices_most)
        return no("questions.too_many_choices", "choices", {{"most", text_of(choices_most)}});
    std::set<std::string> titles;
    for (const auto& choice : content.choices)
        if (!titles.insert(fold(choice.title)).second)
            return no("questions.choice_twice", "choices", {{"title", choice.title}});
    return {};
}

template <class Number>
bool reversed(const std::optional<Number>& least, const std::optional<Number>& most)
{
    return least && most && *least > *most;
}

Result<void> check_bounds(const QuestionContent& content)
{
    if (content.kind != Kind::number && (content.least || content.most))
        return no("questions.bounds_not_needed", content.least ? "least" : "most");
    if (reversed(content.least, content.most)) return no("questions.bounds_wrong", "least");
    if (content.scope == Scope::once && content.by_age())
        return no("questions.ages_of_each", content.age_least ? "age_least" : "age_most");
    if (reversed(content.age_least, content.age_most)) return no("questions.ages_wrong", "age_least");
    return {};
}

/// Whether the answer it depends on can be given before it.
bool follows(const Questions& questions, const Question& question)
{
    if (!question.content.after) return true;
    for (const auto& earlier : questions.all) {
        if (earlier.id == question.id) return false;
        if (earlier.id != question.content.after->question) continue;
        const auto* choice = earlier.find_choice(question.content.after->choice);
        return !earlier.retired && choice && !choice->retired && may_follow(question.content, earlier.content);
    }
    return false;
}

/// `changed` is what the person works on; what stands against it elsewhere is said with the other question's name.
Result<void> check_order(const Questions& questions, Id<Question> changed)
{
    for (const auto& question : questions.all) {
        if (question.retired || follows(questions, question)) continue;
        if (question.id == changed) return no("questions.after_wrong", "after");
        return no("questions.others_depend", "", {{"title", question.content.title}});
    }
    return {};
}

Result<void> check_count(const Questions& questions)
{
    const auto asked = std::size_t(std::ranges::count(questions.all, false, &Question::retired));
    if (asked > questions_most) return no("questions.too_many", "", {{"most", text_of(questions_most)}});
    if (questions.all.size() > questions_kept) return no("questions.too_many", "", {{"most", text_of(questions_kept)}});
    return {};
}

std::vector<Question>::iterator place_of(Questions& questions, Id<Question> id)
{
    const auto found = std::ranges::find(questions.all, id, &Question::id);
    if (found == questions.all.end()) throw NotFound("question");
    return found;
}

/// The wanted choices with the numbers they have or get; behind them those that answers hold.
Result<std::vector<Choice>> numbered(const Question& before, std::vector<Choice> wanted, int& made, bool answered)
{
    for (auto& choice : wanted) {
        choice.retired = false;
        if (choice.number != 0 && !before.find_choice(choice.number)) throw NotFound("choice");
        if (choice.number != 0) continue;
        const auto known = std::ranges::find_if(before.content.choices, [&](const Choice& old) {
            return fold(old.title) == fold(choice.title) &&
                   std::ranges::find(wanted, old.number, &Choice::number) == wanted.end();
        });
        choice.number = known == before.content.choices.end() ? ++made : known->number;
    }
    for (const auto& old : before.content.choices)
        if (answered && std::ranges::find(wanted, old.number, &Choice::number) == wanted.end())
            wanted.push_back({old.number, old.title, true});
    if (wanted.size() > choices_kept)
        return refuse(RefusalKind::invalid, "questions.too_many_choices", "choices", {{"most", text_of(choices_kept)}});
    return wanted;
}

/// The question with that content, by itself.
Result<Question> revised(Question question, QuestionContent content, bool answered)
{
    if (answered && content.kind != question.content.kind)
        return refuse(RefusalKind::invalid, "questions.kind_fixed", "kind");
    if (answered && content.scope != question.content.scope)
        return refuse(RefusalKind::invalid, "questions.scope_fixed", "scope");
    for (const auto& check : {check_choices(content), check_bounds(content)})
        if (!check) return tl::unexpected(check.error());
    auto choices = numbered(question, std::move(content.choices), question.choices_made, answered);
    if (!choices) return tl::unexpected(choices.error());
    content.choices = std::move(*choices);
    question.content = std::move(content);
    ++question.version;
    return question;
}

Result<Questions> checked(Questions questions, Id<Question> changed)
{
    if (auto count = check_count(questions); !count) return tl::unexpected(count.error());
    if (auto order = check_order(questions, changed); !order) return tl::unexpected(order.error());
    ++questions.version;
    return questions;
}

}  // namespace

std::string_view to_text(Kind kind)
{
    return std::ranges::find(kind_words, kind, &std::pair<Kind, std::string_view>::first)->second;
}

std::string_view to_text(Scope scope)
{
    return scope == Scope::once ? "once" : "each";
}

std::string_view to_text(Moment moment)
{
    return moment == Moment::at_once ? "at_once" : "afterwards";
}

std::optional<Kind> parse_kind(std::string_view text)
{
    return parse_among(text, all_kinds);
}

std::optional<Scope> parse_scope(std::string_view text)
{
    return parse_among(text, all_scopes);
}

std::optional<Moment> parse_moment(std::string_view text)
{
    return parse_among(text, all_moments);
}

const Choice* Question::find_choice(int number) const
{
    const auto found = std::ranges::find(content.choices, number, &Choice::number);
    return found == content.choices.end() ? nullptr : &*found;
}

const Question* Questions::find(Id<Question> id) const
{
    const auto found = std::ranges::find(all, id, &Question::id);
    return found == all.end() ? nullptr : &*found;
}

std::vector<const Question*> Questions::asked(Moment moment) const
{
    std::vector<const Question*> found;
    for (const auto& question : all)
        if (!question.retired && question.content.moment == moment) found.push_back(&question);
    return found;
}

bool Questions::need_ages(Moment moment) const
{
    return std::ranges::any_of(asked(moment), [](const Question* one) { return one->content.by_age(); });
}

bool may_follow(const QuestionContent& content, const QuestionContent& earlier)
{
    const bool in_time = content.moment == Moment::afterwards || earlier.moment == Moment::at_once;
    const bool known = content.scope == Scope::each || earlier.scope == Scope::once;
    return has_choices(earlier.kind) && in_time && known;
}

Result<Questions> with_content(Questions questions, Id<Question> id, QuestionContent content, bool answered)
{
    auto found = std::ranges::find(questions.all, id, &Question::id);
    auto question = revised(found == questions.all.end() ? Question{.id = id, .content = {}} : *found,
                            std::move(content), answered);
    if (!question) return tl::unexpected(question.error());
    if (found == questions.all.end())
        questions.all.push_back(std::move(*question));
    else
        *found = std::move(*question);
    return checked(std::move(questions), id);
}

Result<Questions> moved(Questions questions, Id<Question> id, Direction direction)
{
    const auto from = place_of(questions, id);
    auto to = from;
    do {
        if (to == (direction == Direction::up ? questions.all.begin() : std::prev(questions.all.end())))
            return questions;
        direction == Direction::up ? --to : ++to;
    } while (to->retired || to->content.moment != from->content.moment);
    if (from < to)
        std::rotate(from, std::next(from), std::next(to));
    else
        std::rotate(to, from, std::next(from));
    auto done = checked(std::move(questions), Id<Question>());
    // Whichever of the two depends on the other, it is the order that does not do.
    if (!done) done.error().message = "questions.order_depends";
    return done;
}

Result<Questions> without(Questions questions, Id<Question> id, bool answered)
{
    const auto found = place_of(questions, id);
    if (answered) {
        found->retired = true;
        ++found->version;
    } else {
        questions.all.erase(found);
        // What is not asked asks for nothing; restored, it is asked of everybody.
        for (auto& other : questions.all)
            if (other.retired && other.content.after && other.content.after->question == id)
                other.content.after.reset();
    }
    return checked(std::move(questions), id);
}

Result<Questions> restored(Questions questions, Id<Question> id)
{
    const auto found = place_of(questions, id);
    if (!found->retired) return questions;
    found->retired = false;
    ++found->version;
    std::rotate(found, std::next(found), questions.all.end());
    return checked(std::move(questions), id);
}

}  // namespace veche::app::questions
