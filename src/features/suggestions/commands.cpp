#include "features/suggestions/commands.hpp"

#include <nlohmann/json.hpp>

#include "app/budgets.hpp"
#include "app/token.hpp"
#include "core/errors.hpp"
#include "features/suggestions/store.hpp"

namespace veche::suggestions {

namespace {

constexpr app::Budget day_of_network{"suggestions.network", std::chrono::hours(24), a_day_of_network};
constexpr app::Budget day_of_town{"suggestions.town", std::chrono::hours(24), a_day_of_town};

std::string suggestion_object(Id<Suggestion> id)
{
    return "suggestion/" + to_text(id);
}

Day today_in(const app::Work& work)
{
    return work.town.zone.local(work.now).day;
}

/// The network first, so that who is over their own budget takes nothing of the town's; then the town, whose row also makes
/// those who would be the last to wait come one after another.
Result<bool> spend(app::Work& work, std::string_view network)
{
    if (!app::spend(work, day_of_network, network))
        return refuse(RefusalKind::too_many, "suggestions.too_many_network");
    if (!app::spend(work, day_of_town)) return refuse(RefusalKind::too_many, "suggestions.too_many_town");
    if (store::count_waiting_of_residents(work.tx, work.town.id) >= waiting_most)
        return refuse(RefusalKind::too_many, "suggestions.queue_full");
    return true;
}

template <class Decide>
Result<Suggestion> decide_suggestion(app::Work& work, Id<Suggestion> id, std::string_view deed, Decide decide)
{
    const Suggestion suggestion = store::get_for_update(work.tx, work.town.id, id);
    Result<Suggestion> decided = decide(suggestion);
    if (!decided) return decided;
    work.record(deed, suggestion_object(id), {{"title", suggestion.content.title}});
    if (decided->decision != suggestion.decision) store::update_decision(work.tx, work.town.id, *decided);
    return decided;
}

}  // namespace

Result<Suggestion> suggest(app::Work& work, const Sent& sent)
{
    const std::string hash = app::token_hash(sent.code);
    if (auto again = store::find_suggestion(work.tx, work.town.id, hash)) return *again;
    const auto faults = faults_of(sent.content, sent.author);
    if (!faults.empty()) return tl::unexpected(faults.front());
    if (const auto within = spend(work, sent.network); !within) return tl::unexpected(within.error());
    const Suggestion suggestion{.id = work.new_id<Suggestion>(),
                                .year = int(today_in(work).year()),
                                .content = sent.content,
                                .author = sent.author,
                                .key_hash = hash,
                                .decision = Waiting{},
                                .made = work.now};
    if (store::insert_suggestion(work.tx, work.town.id, suggestion)) return suggestion;
    return store::find_suggestion(work.tx, work.town.id, hash).value();
}

Result<Suggestion> suggest_for_body(app::Work& work, Id<Suggestion> id, int year, Content content)
{
    const auto bodies = bodies::list_bodies_of(work.tx, work.town.id, work.actor.account);
    const Suggestion suggestion{.id = id,
                                .year = year,
                                .content = std::move(content),
                                .author = Chair{work.actor.account, work.actor.name,
                                                bodies.empty() ? std::nullopt : std::optional(bodies.front())},
                                .key_hash = "office:" + to_text(id),
                                .decision = Waiting{},
                                .made = work.now};
    const auto faults = faults_of(suggestion.content, suggestion.author);
    if (!faults.empty()) return tl::unexpected(faults.front());
    if (!store::insert_suggestion(work.tx, work.town.id, suggestion)) {
        const auto known = store::find_suggestion(work.tx, work.town.id, id);
        const auto* chair = known ? std::get_if<Chair>(&known->author) : nullptr;
        if (!chair || chair->account != work.actor.account) throw NotFound("suggestion");
        if (known->content != suggestion.content)
            return refuse(RefusalKind::conflict, "suggestions.sent_already", "title");
    }
    work.record("suggestions.add", suggestion_object(id), {{"title", suggestion.content.title}, {"year", year}});
    return suggestion;
}

Result<Suggestion> take_suggestion(app::Work& work, Id<Suggestion> id, Id<plan::Line> line)
{
    return decide_suggestion(work, id, "suggestions.take",
                             [&](const Suggestion& suggestion) { return taken(suggestion, line, work.now); });
}

Result<Suggestion> decline_suggestion(app::Work& work, Id<Suggestion> id, std::string reason)
{
    return decide_suggestion(work, id, "suggestions.decline", [&](const Suggestion& suggestion) {
        return declined(suggestion, std::move(reason), work.now);
    });
}

}  // namespace veche::suggestions
