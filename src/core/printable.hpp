#pragma once

#include <string>
#include <string_view>

namespace veche {

/// The text without what no document of ours may carry: control characters but tab, line feed and carriage return, noncharacters
/// (U+FFFE, U+FFFF, U+FDD0..U+FDEF and their like in every plane), surrogates and bytes that are no UTF-8. XML forbids some of them in
/// any form, and one of them makes a whole feed unreadable.
std::string printable(std::string_view text);

}  // namespace veche
