#include "features/participation/entry/seats.hpp"

#include "features/participation/entry/letters.hpp"
#include "features/participation/entry/store_told.hpp"

namespace veche::participation {

void take_in_waiting(app::Work& work, SignUp& sign_up)
{
    if (!is_open(sign_up, work.now)) return;
    Taken taken = store::find_taken(work.tx, work.town.id, sign_up);
    sign_up.free_from = taken.free_from;
    std::int64_t after = 0;
    while (has_room(sign_up, taken.count, 1)) {
        const auto waiting = store::list_entries(work.tx, work.town.id, sign_up.occasion, Stage::waiting, after, 50);
        if (waiting.empty()) break;
        for (const auto& entry : waiting) {
            after = entry.number;
            if (!has_room(sign_up, taken.count, entry.guests.size())) continue;
            const Entry placed = taken_in(entry, sign_up, taken, work.now);
            store::update_entry(work.tx, work.town.id, placed);
            tell(work, placed, placed.stage == Stage::offered ? News::offered : News::taken_in);
            recount(sign_up, entry.guests, placed.guests);
            taken.take(placed.guests);
        }
    }
}

News news_of_yes(Stage stage)
{
    return stage == Stage::accepted ? News::approved : News::approved_waiting;
}

void await_again(app::Work& work, SignUp& sign_up)
{
    constexpr int step = 50;
    for (;;) {
        const auto waiting = store::list_entries(work.tx, work.town.id, sign_up.occasion, Stage::waiting, 0, step);
        for (const auto& entry : waiting) {
            store::update_entry(work.tx, work.town.id, awaiting_again(entry));
            tell(work, awaiting_again(entry), News::awaiting);
        }
        if (waiting.size() < std::size_t(step)) return;
    }
}

void place_awaiting(app::Work& work, SignUp& sign_up)
{
    constexpr int step = 50;
    SignUp with_list = sign_up;  // nobody who awaited a yes is sent away, list or none
    with_list.queue = Queue::list;
    for (;;) {
        const auto awaiting = store::list_entries(work.tx, work.town.id, sign_up.occasion, Stage::awaiting, 0, step);
        for (const auto& entry : awaiting) {
            const Taken taken = store::find_taken(work.tx, work.town.id, sign_up);
            const Entry placed = approved(entry, with_list, taken, work.now).value();
            sign_up.free_from = taken.free_from;
            store::update_entry(work.tx, work.town.id, placed);
            tell(work, placed, news_of_yes(placed.stage));
            recount(sign_up, entry.guests, placed.guests);
        }
        if (awaiting.size() < std::size_t(step)) return;
    }
}

Result<bool> seat_everybody(app::Work& work, SignUp& sign_up)
{
    constexpr int step = 200;
    if (!sign_up.seats) return true;
    Taken taken = Taken::of(store::taken_seats(work.tx, work.town.id, sign_up.occasion));
    for (;;) {
        const auto seatless = store::list_seatless(work.tx, work.town.id, sign_up.occasion, step);
        for (Entry entry : seatless) {
            const auto before = entry.guests;
            if (!seat_all(entry, sign_up, taken)) {
                const auto coming = store::count_coming(work.tx, work.town.id, sign_up.occasion);
                return tl::unexpected(Refusal{
                    RefusalKind::invalid, "participation.seats_fewer", "seats", {{"people", std::to_string(coming)}}});
            }
            store::update_entry(work.tx, work.town.id, entry);
            recount(sign_up, before, entry.guests);
        }
        if (seatless.size() < std::size_t(step)) return true;
    }
}

void write_counts(app::Work& work, const SignUp& sign_up, Room before)
{
    store::set_counts(work.tx, work.town.id, sign_up);
    if (room_of(sign_up, work.now) == before) return;
    const auto topic = store::last_told(work.tx, work.town.id, sign_up).topic;
    if (!topic.empty()) work.touch(topic);
}

void settle_seats(app::Work& work, SignUp& sign_up, Room before)
{
    take_in_waiting(work, sign_up);
    write_counts(work, sign_up, before);
}

}  // namespace veche::participation
