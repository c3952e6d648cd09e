#include "app/contacts/contacts.hpp"

namespace veche::app {

std::size_t Contacts::bytes() const
{
    return sizeof(Contacts) + phone.size() + phone_hours.size() + data_operator.name.size() +
           data_operator.address.size() + data_operator.contact.size();
}

}  // namespace veche::app
