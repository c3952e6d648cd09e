#pragma once

#include "app/work.hpp"
#include "core/email.hpp"
#include "core/secret.hpp"

namespace veche::accounts {

/// The link of a first invitation, to the mailbox that was invited: who reads it may choose a password for that address and nothing
/// else. A new link for somebody who is here already is not sent by mail: it may drop their second factor.
void send_invitation(app::Work& work, const Email& to, const Secret<std::string>& token);

}  // namespace veche::accounts
