#pragma once

#include "app/work.hpp"
#include "features/participation/entry/letters.hpp"
#include "features/participation/entry/model.hpp"

/// What becomes free goes to those who wait: part of every command that changes a sign-up. The row of the sign-up is locked.
namespace veche::participation {

/// What a yes of the organiser comes to.
News news_of_yes(Stage stage);
/// In order of numbers; one who needs more seats than there are lets the next ones through.
void take_in_waiting(app::Work& work, SignUp& sign_up);
/// The organiser begins to say yes to each: who waits awaits it from now on. A seat that is offered already stays theirs to take.
void await_again(app::Work& work, SignUp& sign_up);
/// The organiser says yes to nobody any more: who awaited it has a place, or waits, in order of their numbers.
void place_awaiting(app::Work& work, SignUp& sign_up);
/// Everybody who was accepted while seats were not counted has one from now on. Refusal: participation.seats_fewer at "seats".
Result<bool> seat_everybody(app::Work& work, SignUp& sign_up);
/// The numbers are written, and pages that say how much room there is are dropped when the word changes.
void write_counts(app::Work& work, const SignUp& sign_up, Room before);
/// Who waits takes what is free, then as write_counts.
void settle_seats(app::Work& work, SignUp& sign_up, Room before);

}  // namespace veche::participation
