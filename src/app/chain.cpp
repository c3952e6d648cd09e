#include "app/chain.hpp"

#include <fmt/format.h>

#include "outside/digest.hpp"

namespace veche::app {

ChainHash& ChainHash::add(std::string_view field)
{
    bytes_ += fmt::format("{}:", field.size());
    bytes_ += field;
    return *this;
}

std::string ChainHash::hex() const
{
    return outside::digest_of(bytes_);
}

}  // namespace veche::app
