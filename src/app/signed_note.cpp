#include "app/signed_note.hpp"

#include <array>

#include <fmt/format.h>
#include <sodium.h>

#include "core/expect.hpp"
#include "core/hex.hpp"
#include "outside/base64.hpp"
#include "outside/digest.hpp"

namespace veche::app {

namespace {

constexpr std::string_view dash = "\xE2\x80\x94 ";  // em dash and a space
constexpr char ed25519 = 1;
constexpr std::size_t hash_bytes = 4;
constexpr std::size_t note_most = 64 * 1024;

const unsigned char* raw(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// The first four bytes of SHA-256 of name, newline, kind of signature, key.
std::string key_hash(std::string_view name, std::string_view public_half)
{
    const std::string named = std::string(name) + '\n' + ed25519 + std::string(public_half);
    return from_hex(outside::digest_of(named)).value().substr(0, hash_bytes);
}

/// One line of the signatures, without the dash.
bool is_right(std::string_view text, std::string_view line, std::span<const std::string> public_halves)
{
    const auto space = line.find(' ');
    if (space == std::string_view::npos) return false;
    const auto name = line.substr(0, space);
    const auto bytes = outside::from_base64(line.substr(space + 1));
    if (!bytes || bytes->size() != hash_bytes + crypto_sign_BYTES) return false;
    for (const auto& key : public_halves)
        if (bytes->substr(0, hash_bytes) == key_hash(name, key) &&
            crypto_sign_verify_detached(raw(*bytes) + hash_bytes, raw(text), text.size(), raw(key)) == 0)
            return true;
    return false;
}

}  // namespace

std::string sign_note(std::string_view text, std::string_view name, const SigningKey& key)
{
    VECHE_EXPECT(text.ends_with('\n') && name.find_first_of(" +\n") == std::string_view::npos);
    return fmt::format("{}\n{}{} {}\n", text, dash, name,
                       outside::to_base64(key_hash(name, key.public_half()) + key.sign(text)));
}

std::string verifier_key(std::string_view name, std::string_view public_half)
{
    return fmt::format("{}+{}+{}", name, to_hex(key_hash(name, public_half)),
                       outside::to_base64(ed25519 + std::string(public_half)));
}

std::optional<std::string> open_note(std::string_view note, std::span<const std::string> public_halves)
{
    // The last empty line parts the text from the signatures.
    const auto end = note.rfind("\n\n");
    if (note.size() > note_most || end == std::string_view::npos || !note.ends_with('\n')) return std::nullopt;
    const auto text = note.substr(0, end + 1);
    bool right = false;
    for (auto rest = note.substr(end + 2); !rest.empty();) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(line.size() + 1);
        if (!line.starts_with(dash)) return std::nullopt;
        right = right || is_right(text, line.substr(dash.size()), public_halves);
    }
    return right ? std::optional(std::string(text)) : std::nullopt;
}

}  // namespace veche::app
