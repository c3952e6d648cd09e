#include "app/mailbox.hpp"

#include <algorithm>

#include "app/site.hpp"
#include "language/domain.hpp"
#include "web/form.hpp"

namespace veche::app {

std::optional<Email> address_for_servers(const Email& address)
{
    const auto domain = language::ascii_domain(address.domain());
    if (!domain) return std::nullopt;
    const std::string name = std::string(address.local_part()) + "@";
    // "ｍail.ru" and "mail.ru" are one host: with both, one mailbox would be many to every limit and to erasure.
    const auto own = Email::parse(name + language::readable_domain(*domain));
    if (!own || *own != address) return std::nullopt;
    const auto made = Email::parse(name + *domain);
    return made ? std::optional(*made) : std::nullopt;  // A-labels are longer
}

bool has_latin_name(const Email& address)
{
    return std::ranges::all_of(address.local_part(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void refuse_unreachable(web::Form& form, const Site& site, const Email& address, std::string_view field)
{
    if (address.text().empty()) return;  // refused already
    if (!address_for_servers(address))
        form.refuse({RefusalKind::invalid, "email.no_domain", std::string(field), {}});
    else if (site.settings().mail_set_up && !site.letters_to_any_name.load(std::memory_order_relaxed) &&
             !has_latin_name(address))
        form.refuse({RefusalKind::invalid, "email.latin_only", std::string(field), {}});
}

}  // namespace veche::app
