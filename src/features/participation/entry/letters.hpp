#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/feature.hpp"
#include "core/secret.hpp"
#include "features/participation/entry/model_calls.hpp"

/// Letters to those who signed up. The deeds only announce what befell an entry (`tell`, in their own transaction); a listener
/// writes the letter, or asks for a call where there is no address (calls.hpp). Nothing that a stranger typed into the form stands in one: the address may be somebody else's.
namespace veche::participation {

enum class News {
    accepted,          // signed up, with a place
    waiting,           // signed up, on the list of those who wait
    taken_in,          // a place became free, and it is theirs
    offered,           // a place became free and is kept until they answer
    offer_over,        // they did not answer in time
    awaiting,          // signed up, the organiser will decide
    approved,          // the organiser said yes: a place
    approved_waiting,  // and there was none: on the list
    refused,           // the organiser said no, with a reason
    confirm,           // signed up from where very many do: the letter asks for an answer
    cancelled,         // by the office, with a reason
};

/// A colleague who has them on the telephone says it there and then: a letter is written all the same, but nobody calls again.
enum class Hears { later, at_once };
/// One row of the outbox in this transaction.
void tell(app::Work& work, const Entry& entry, News news, Hears hears = Hears::later);

/// The key of the person's link as letters have it: the form's own key is kept only as a hash, so this one is made of the entry's
/// id and a signature by the installation's `secret`. 43 characters of base 64 for addresses, like the other.
std::string letter_key(const Secret<>& secret, Id<app::Town> town, Id<Entry> entry);
/// The hash by which the entry of a link is found, whichever of its two keys the link holds.
std::string hash_of_link(db::Session& db, Id<app::Town> town, std::string_view key, const Secret<>& secret);

/// Whether it is the key of a letter, which nobody has but who reads the mailbox.
bool is_letter_key(std::string_view key, Id<app::Town> town, const Secret<>& secret);

/// What letters are written with, and whether they leave.
struct Post {
    Secret<> secret;
    Mail mail = Mail::leaves;
};
std::vector<app::Listener> letter_listeners(const Post& post);
/// From nine in the morning those who come tomorrow are reminded, once.
app::Periodic reminders();

}  // namespace veche::participation
