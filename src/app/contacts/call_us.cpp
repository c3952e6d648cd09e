#include "app/contacts/call_us.hpp"

#include "app/contacts/store.hpp"
#include "core/phone.hpp"

namespace veche::app {

std::shared_ptr<const Contacts> contacts_of(Context& context)
{
    return context.keep<Contacts>("contacts", [](View& view) {
        view.built_from("town");
        return store::get_contacts(view.db, view.town.id);
    });
}

nlohmann::json call_us_model(Context& context)
{
    const auto contacts = contacts_of(context);
    const auto phone = Phone::parse(contacts->phone);
    if (!phone) return false;
    return {{"phone", contacts->phone}, {"href", "tel:" + phone->folded()}, {"hours", contacts->phone_hours}};
}

}  // namespace veche::app
