#include "app/letter_sender.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/letter_mark.hpp"
#include "app/letters.hpp"
#include "app/mailbox.hpp"
#include "core/expect.hpp"
#include "language/domain.hpp"
#include "outside/base64.hpp"
#include "outside/log.hpp"
#include "outside/mail_text.hpp"

namespace veche::app {

namespace {
using namespace std::chrono_literals;

constexpr std::chrono::seconds pause_most = 6h, tried_for = 72h, sender_pause_most = 5min, meet_again = 1min;

std::vector<outside::MailText::Attachment> unpacked(const std::string& attachments)
{
    std::vector<outside::MailText::Attachment> list;
    for (const auto& one : nlohmann::json::parse(attachments))
        list.push_back({.name = one.at("name"),
                        .media_type = one.at("media_type"),
                        .content = outside::from_base64(one.at("content").get<std::string>()).value()});
    return list;
}

/// A host's name, in A-labels where it has other letters than Latin ones.
std::string host_in_ascii(const std::string& host)
{
    return language::ascii_domain(host).value_or(host);
}

/// "bounces+01h…-0123…@yurga.example"
std::string return_address(const Email& bounces, const std::string& mark)
{
    return std::string(bounces.local_part()) + "+" + mark + bounces.text().substr(bounces.local_part().size());
}

}  // namespace

std::optional<std::chrono::seconds> letter_pause(std::int64_t failures, std::chrono::seconds first)
{
    std::chrono::seconds pause = first, waited{0};
    for (std::int64_t i = 1; i < failures && waited < tried_for; ++i) {
        waited += pause;
        pause = std::min(pause * 2, pause_most);
    }
    return waited < tried_for ? std::optional(pause) : std::nullopt;
}

LetterSender::LetterSender(Site& site, MailConfig mail) : site_(site), mail_(std::move(mail)), client_(mail_.server)
{
    mail_.from = address_for_servers(mail_.from).value_or(mail_.from);
    if (mail_.bounces) mail_.bounces = address_for_servers(*mail_.bounces).value_or(*mail_.bounces);
}

void LetterSender::start()
{
    repeating_.start(1s, [this](int) {
        meet_server();
        run_once();
    });
}

/// Forms ask it before the first letter has left; a server that is not there yet is asked again.
void LetterSender::meet_server()
{
    if (!mail_.set_up() || client_.takes_any_name() || site_.now() < meet_at_) return;
    client_.greet(repeating_.stopping());
    meet_at_ = site_.now() + meet_again;
    remember_server();
}

void LetterSender::remember_server()
{
    site_.letters_to_any_name.store(client_.takes_any_name().value_or(false), std::memory_order_relaxed);
}

int LetterSender::run_once()
{
    int tried = 0;
    const auto towns = site_.towns().all();
    // A letter of each town in turn: the newsletter of one does not hold up another's.
    for (bool more = true; more;) {
        more = false;
        for (const auto& town : *towns) {
            if (repeating_.stopping() || site_.now() < paused_until_) return tried;
            const bool sent = send_one(town);
            tried += sent;
            more = more || sent;
        }
    }
    return tried;
}

bool LetterSender::send_one(const Town& town)
{
    std::optional<Id<Letter>> due;
    site_.database().read([&](db::Session& session) { due = store::find_due_letter(session, town.id, site_.now()); });
    if (!due) return false;
    std::optional<store::ClaimedLetter> claimed;
    site_.change(town, the_program(), [&](Work& work) {
        claimed = store::claim_letter(work.tx, town.id, *due, work.now, work.now + letter_lease);
        if (claimed && claimed->letter.not_after && *claimed->letter.not_after <= work.now) {
            store::settle_letter(work.tx, town.id, *claimed, "late", "", work.now);
            claimed.reset();
        }
        return db::Outcome::keep;
    });
    if (!claimed) return true;  // late, or another sender has it: there may be more
    const auto attempt = deliver(town, claimed->letter);
    settle(town, *claimed, attempt);
    return true;
}

outside::Attempt LetterSender::deliver(const Town& town, const store::LetterRow& letter)
{
    const auto typed = Email::parse(letter.to);
    const auto to = typed ? address_for_servers(*typed) : std::nullopt;
    if (!to) return {outside::Delivery::dead_address, "this is not an address"};
    const auto mark = letter_mark(site_.settings().letters_key, town.id, letter.id);
    const auto text = outside::compose_mail({.from = mail_.from,
                                             .to = *to,
                                             .from_name = town.name,
                                             .subject = letter.subject,
                                             .text = letter.text,
                                             .date = site_.now(),
                                             .message_id = mark + "@" + host_in_ascii(town.host),
                                             .unsubscribe = letter.unsubscribe,
                                             .list_id = host_in_ascii(letter.list_id),
                                             .attachments = unpacked(letter.attachments)});
    const auto sender = mail_.bounces ? return_address(*mail_.bounces, mark) : mail_.from.text();
    const auto attempt = client_.send(sender, to->text(), text, repeating_.stopping());
    remember_server();
    return attempt;
}

void LetterSender::settle(const Town& town, const store::ClaimedLetter& claimed, const outside::Attempt& attempt)
{
    using outside::Delivery;
    const std::chrono::seconds first(mail_.first_pause);
    const bool broken_off =
        repeating_.stopping() && attempt.delivery != Delivery::accepted;  // by ourselves: it tells nothing
    if (broken_off) {
        site_.change(town, the_program(), [&](Work& work) {
            store::postpone_letter(work.tx, town.id, claimed, work.now, claimed.failures, "");
            return db::Outcome::keep;
        });
        return;
    }
    if (attempt.delivery == Delivery::no_sender) {
        const auto doubled = first * (std::int64_t(1) << std::min<std::int64_t>(sender_failures_++, 10));
        paused_until_ = site_.now() + std::min<std::chrono::seconds>(doubled, sender_pause_most);
        outside::log(outside::LogLevel::error, "the mail server takes no letters", {{"why", attempt.answer}});
    } else {
        sender_failures_ = 0;
    }
    const auto pause =
        attempt.delivery == Delivery::later ? letter_pause(claimed.failures + 1, first) : std::optional(first);
    site_.change(town, the_program(), [&](Work& work) {
        const auto end_as = [&](std::string_view stage) {
            return store::settle_letter(work.tx, town.id, claimed, stage, attempt.answer, work.now);
        };
        if (attempt.delivery == Delivery::accepted) {
            end_as("sent");
        } else if (attempt.delivery == Delivery::dead_address) {
            bounce(work, claimed.letter.id, attempt.answer);
        } else if (!pause) {
            end_as("refused");
        } else {
            // The server's own trouble is not counted against the letter.
            const bool own = attempt.delivery == Delivery::later;
            store::postpone_letter(work.tx, town.id, claimed, own ? work.now + *pause : paused_until_,
                                   claimed.failures + own, attempt.answer);
        }
        return db::Outcome::keep;
    });
    site_.letters_sent.fetch_add(attempt.delivery == Delivery::accepted, std::memory_order_relaxed);
    site_.letters_bounced.fetch_add(attempt.delivery == Delivery::dead_address, std::memory_order_relaxed);
}

}  // namespace veche::app
