#include "features/accounts/letters.hpp"

#include "app/letters.hpp"
#include "app/token.hpp"
#include "features/accounts/model.hpp"

namespace veche::accounts {

void send_invitation(app::Work& work, const Email& to, const Secret<std::string>& token)
{
    const auto& words = app::letter_words();
    const auto link = work.town.base_url + "/invitations/" + token.reveal();
    app::send(work,
              {.to = to,
               .subject = words.say("letter_subject.accounts.invitation", {{"town", work.town.name}}),
               .text = words.say("letter_text.accounts.invitation", {{"town", work.town.name}, {"link", link}}) + "\n",
               .kind = "accounts.invitation",
               .key = "accounts.invitation/" + app::token_hash(token.reveal()),
               .not_after = work.now + invitation_lifetime});
}

}  // namespace veche::accounts
