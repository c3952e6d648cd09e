#pragma once

#include <string>

/// How residents reach the town, and who answers for what is kept of them: said by the office, read by every public form.
namespace veche::app {

/// Who answers for personal data (152-FZ art. 3 p. 2); each "" until the office has said it.
struct DataOperator {
    std::string name, address;
    std::string contact;  // e-mail or telephone for questions about it

    bool named() const { return !name.empty() && !address.empty() && !contact.empty(); }
    bool operator==(const DataOperator&) const = default;
};

struct Contacts {
    std::string phone, phone_hours;  // for residents, and when it is answered, in words; "" while there is none
    DataOperator data_operator;

    bool operator==(const Contacts&) const = default;
    std::size_t bytes() const;
};

}  // namespace veche::app
