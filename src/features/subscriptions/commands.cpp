#include "features/subscriptions/commands.hpp"

#include <nlohmann/json.hpp>

#include "app/budgets.hpp"
#include "app/letters.hpp"
#include "app/token.hpp"
#include "core/errors.hpp"
#include "features/accounts/feature.hpp"
#include "features/subscriptions/letters.hpp"
#include "features/subscriptions/store.hpp"

namespace veche::subscriptions {

namespace {

constexpr app::Budget asks_of_network{"subscriptions.network", std::chrono::hours(1), asks_an_hour};

Subscription get(app::Work& work, std::string_view token)
{
    const auto found = store::find_by_link(work.tx, work.town.id, app::token_hash(token));
    if (!found || !is_alive(*found, work.now)) throw NotFound("subscription");
    return *found;
}

void write_answer(app::Work& work, const Subscription& one)
{
    const auto token = fresh_link(work, one.id);
    app::send(work,
              one.stage == Stage::asked ? confirm_letter(work.town, one, token) : known_letter(work.town, one, token));
}

/// The address is nowhere any more, not among letters on their way either.
void forget(app::Work& work, const Subscription& one)
{
    store::remove(work.tx, work.town.id, one.id);
    app::erase_letters(work, one.email, "subscriptions");
}

/// Somebody else is making it at this very moment: their letter goes out.
Stage ask_fresh(app::Work& work, const Wish& wish)
{
    const Subscription fresh{.id = work.new_id<Subscription>(),
                             .email = wish.email,
                             .stage = Stage::asked,
                             .language = std::string(language::to_text(wish.language)),
                             .choice = wish.choice,
                             .asked = work.now,
                             .confirmed = std::nullopt};
    if (store::insert(work.tx, work.town.id, fresh)) write_answer(work, fresh);
    return Stage::asked;
}

Stage ask_again(app::Work& work, Subscription known, const Wish& wish)
{
    const bool writes = may_write_again(known, work.now);
    if (writes) known.asked = work.now;
    if (known.stage == Stage::asked) {
        known.choice = wish.choice;
        known.language = std::string(language::to_text(wish.language));
    }
    store::update(work.tx, work.town.id, known);
    if (writes) write_answer(work, known);
    return known.stage;
}

}  // namespace

std::string fresh_link(app::Work& work, Id<Subscription> id)
{
    const auto token = app::random_token();
    store::insert_link(work.tx, work.town.id, id, app::token_hash(token.reveal()), work.now);
    return token.reveal();
}

Result<Stage> ask(app::Work& work, const Wish& wish, std::string_view peer)
{
    const auto faults = faults_of(wish.choice);
    if (!faults.empty()) return tl::unexpected(faults.front());
    if (!wish.data_consent) return refuse(RefusalKind::invalid, "subscriptions.consent_needed", "data_consent");
    if (!app::spend(work, asks_of_network, accounts::network_of(peer)))
        return refuse(RefusalKind::too_many, "subscriptions.too_many_asks");

    const auto known = store::find_by_mailbox(work.tx, work.town.id, wish.email.folded());
    if (known && is_alive(*known, work.now)) return ask_again(work, *known, wish);
    if (known) store::remove(work.tx, work.town.id, known->id);
    return ask_fresh(work, wish);
}

Result<Subscription> change_choice(app::Work& work, std::string_view token, const Choice& choice)
{
    Subscription one = get(work, token);
    const auto faults = faults_of(choice);
    if (!faults.empty()) return tl::unexpected(faults.front());
    one.choice = choice;
    store::update(work.tx, work.town.id, one);
    return one;
}

Result<Subscription> confirm(app::Work& work, std::string_view token, const Choice& choice)
{
    auto one = change_choice(work, token, choice);
    if (!one || one->stage == Stage::confirmed) return one;
    one->stage = Stage::confirmed;
    one->confirmed = work.now;
    store::update(work.tx, work.town.id, *one);
    return one;
}

Result<bool> end(app::Work& work, std::string_view token)
{
    const auto found = store::find_by_link(work.tx, work.town.id, app::token_hash(token));
    if (found) forget(work, *found);
    return found.has_value();
}

Result<bool> delete_address(app::Work& work, const Email& email)
{
    const auto found = store::find_by_mailbox(work.tx, work.town.id, email.folded());
    if (!found) return refuse(RefusalKind::invalid, "subscriptions.not_there", "email");
    forget(work, *found);
    work.record("subscriptions.delete_address", "subscriptions", {{"email", email.masked()}});
    return true;
}

void forget_dead(app::Work& work, const Email& email)
{
    const auto found = store::find_by_mailbox(work.tx, work.town.id, email.folded());
    if (!found) return;
    store::remove(work.tx, work.town.id, found->id);  // the office is to see the letter that came back
    work.record("subscriptions.forget_dead", "subscriptions", {{"email", email.masked()}});
}

}  // namespace veche::subscriptions
