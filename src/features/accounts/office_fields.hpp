#pragma once

// Fields of passwords: several pages, of portal and office, ask for them.

#include "app/forms/form_model.hpp"
#include "features/accounts/model_password.hpp"

namespace veche::accounts {

inline constexpr web::FormField new_password_field{.name = "password",
                                                   .kind = web::FieldKind::secret,
                                                   .label = "accounts.password.new",
                                                   .obligatory = true,
                                                   .look = "middling",
                                                   .autocomplete = "new-password"},
    again_field{.name = "again",
                .kind = web::FieldKind::secret,
                .label = "accounts.password.again",
                .obligatory = true,
                .look = "middling",
                .autocomplete = "new-password"};

/// What a new password has to be, in words.
inline app::FormContent new_password_content(const language::Words& words)
{
    return {.hints = {
                {"password", words.say("accounts.password.hint", {{"least", std::to_string(staff_password_least)}})}}};
}

/// A new password, typed twice: refuses beside its field.
inline Secret<std::string> take_new_password(web::Form& form, const std::vector<std::string>& personal)
{
    auto password = form.take(parse_password(form.text("password"), "password", staff_password_least, personal));
    if (form.text("password") != form.text("again"))
        form.refuse({RefusalKind::invalid, "accounts.password.differs", "again", {}});
    return password;
}

}  // namespace veche::accounts
