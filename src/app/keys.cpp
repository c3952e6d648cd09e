#include "app/keys.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <ranges>
#include <stdexcept>

#include <sodium.h>

#include "app/config.hpp"
#include "core/expect.hpp"
#include "core/hex.hpp"

namespace veche::app {

namespace {

/// Whole or not at all, and on the disk, its name too; readable by the program's own user only.
void replace_file(const std::filesystem::path& path, std::string_view content)
{
    const auto folder = path.parent_path();
    std::string name = path.string() + ".XXXXXX";
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) throw std::runtime_error("cannot write in " + folder.string());
    const bool written = ::write(file, content.data(), content.size()) == ssize_t(content.size()) && ::fsync(file) == 0;
    ::close(file);
    if (!written || ::rename(name.c_str(), path.c_str()) != 0) {
        ::unlink(name.c_str());
        throw std::runtime_error("cannot write " + path.string());
    }
    const int holder = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool kept = holder >= 0 && ::fsync(holder) == 0;
    if (holder >= 0) ::close(holder);
    if (!kept) throw std::runtime_error("cannot keep " + path.string());
}

/// One public half in each line; the last is the latest.
std::vector<std::string> read_former(const std::filesystem::path& path)
{
    std::vector<std::string> keys;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        auto key = from_hex(line);
        if (!key || key->size() != crypto_sign_PUBLICKEYBYTES)
            throw std::runtime_error(path.string() + " holds what is no public key");
        keys.push_back(std::move(*key));
    }
    return keys;
}

std::filesystem::path file_of(const std::filesystem::path& data, std::string_view name, std::string_view ending)
{
    return data / "keys" / (std::string(name) + std::string(ending));
}

}  // namespace

SigningKey::SigningKey(const std::filesystem::path& data, std::string_view name)
    : former_(file_of(data, name, ".former")), public_half_(crypto_sign_PUBLICKEYBYTES, '\0')
{
    const auto seed = read_or_make_key(data, name);
    std::string secret(crypto_sign_SECRETKEYBYTES, '\0');
    crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(public_half_.data()),
                             reinterpret_cast<unsigned char*>(secret.data()),
                             reinterpret_cast<const unsigned char*>(seed.reveal().data()));
    secret_ = Secret<>(secret);
    sodium_memzero(secret.data(), secret.size());
}

std::string SigningKey::sign(std::string_view text) const
{
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                         reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                         reinterpret_cast<const unsigned char*>(secret_.reveal().data()));
    return signature;
}

std::vector<std::string> SigningKey::known() const
{
    std::vector<std::string> keys = {public_half_};
    for (const auto& key : read_former(former_) | std::views::reverse)
        if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
    return keys;
}

void change_key(const std::filesystem::path& data, std::string_view name)
{
    const SigningKey present(data, name);
    const auto former = file_of(data, name, ".former");
    std::string lines;
    for (const auto& key : read_former(former)) lines += to_hex(key) + "\n";
    // First what must not be lost: a stop in between leaves the present key written down twice, which known() sees once.
    replace_file(former, lines + to_hex(present.public_half()) + "\n");
    std::string seed(crypto_sign_SEEDBYTES, '\0');
    randombytes_buf(seed.data(), seed.size());
    replace_file(file_of(data, name, ".key"), seed);
    sodium_memzero(seed.data(), seed.size());
}

}  // namespace veche::app
