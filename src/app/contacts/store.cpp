#include "app/contacts/store.hpp"

namespace veche::app::store {

Contacts get_contacts(db::Session& db, Id<Town> town)
{
    return db
        .find(
            "SELECT phone, phone_hours, operator_name, operator_address, operator_contact FROM town_contacts"
            " WHERE town_id = :town",
            {{"town", town}},
            [](db::Row& row) {
                Contacts one;
                for (auto* text : {&one.phone, &one.phone_hours, &one.data_operator.name, &one.data_operator.address,
                                   &one.data_operator.contact})
                    *text = row.next<std::string>();
                return one;
            })
        .value_or(Contacts{});
}

void put_contacts(db::Session& tx, Id<Town> town, const Contacts& contacts)
{
    tx.execute("DELETE FROM town_contacts WHERE town_id = :town", {{"town", town}});
    tx.execute(
        "INSERT INTO town_contacts (town_id, phone, phone_hours, operator_name, operator_address, operator_contact)"
        " VALUES (:town, :phone, :hours, :name, :address, :contact)",
        {{"town", town},
         {"phone", contacts.phone},
         {"hours", contacts.phone_hours},
         {"name", contacts.data_operator.name},
         {"address", contacts.data_operator.address},
         {"contact", contacts.data_operator.contact}});
}

}  // namespace veche::app::store
