#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace veche {

/// A telephone number as people in Russia write it: "+7 923 123-45-67", "8 (384-51) 4-12-34", "4-12-34 доб. 12". Two are one number when
/// they are dialled alike from the town. (The Russian plan of numbering: ten digits behind 7 or the trunk prefix 8; abroad: ITU-T E.164.)
class Phone {
public:
    /// Ten digits with 7 or 8 before them or none, "+" or "8 10" and the number of another country, or 5 to 7 digits of the town's own
    /// exchange; after it perhaps an extension ("доб. 12"). Refusal: phone.wrong.
    static Result<Phone> parse(std::string_view raw, std::string_view field = "phone");

    Phone() = default;
    /// As typed, without spaces around it.
    const std::string& text() const { return text_; }
    /// What is compared and kept unique: "+79231234567", "41234", "+73845141234,12"; "" of none.
    const std::string& folded() const { return folded_; }
    bool empty() const { return folded_.empty(); }

    bool operator==(const Phone& other) const { return folded_ == other.folded_; }

private:
    std::string text_;
    std::string folded_;
};

}  // namespace veche
